const BASIS_POINTS_PER_WHOLE = 10_000n

/** An amount in a currency's minor units (cents for EUR, yen for JPY): an integer within ±(2^53 − 1). */
export interface Money {
  readonly currency: string
  readonly amountMinor: number
}

/** A bigint as a number of minor units; throws where it would lose a cent. */
export function toMinor(amount: bigint): number {
  const minor = Number(amount)
  if (!Number.isSafeInteger(minor)) throw new Error(`expected an amount within ±(2^53 − 1), received ${amount}`)
  return minor
}

/** `amountMinor × count`, exactly. */
export const timesMinor = (amountMinor: number, count: number): number => toMinor(BigInt(amountMinor) * BigInt(count))

/** The sum, exactly. */
export const sumMinor = (amounts: readonly number[]): number => toMinor(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n))

/**
 * The `basisPoints` portion of a non-negative amount, floored: the parent never pays a cent that it did not receive.
 * `portion({ amountMinor: 999, currency: 'EUR' }, 1_050)` is 104: 10.5 % of 9.99 is 1.04895.
 */
export function portion(money: Money, basisPoints: number): Money {
  const product = BigInt(money.amountMinor) * BigInt(basisPoints)
  return { ...money, amountMinor: toMinor(product / BASIS_POINTS_PER_WHOLE) }
}

/** Tax added on top of a net amount, rounded half up: 19 % of 1.50 is 0.29 (0.285). */
export function addedTaxMinor(netMinor: number, basisPoints: number): number {
  return toMinor(divideHalfUp(BigInt(netMinor) * BigInt(basisPoints), BASIS_POINTS_PER_WHOLE))
}

/** Tax contained in a gross amount: gross − round(gross ÷ (1 + rate)). 19 % in 24.90 is 3.98. */
export function includedTaxMinor(grossMinor: number, basisPoints: number): number {
  const netMinor = divideHalfUp(BigInt(grossMinor) * BASIS_POINTS_PER_WHOLE, BASIS_POINTS_PER_WHOLE + BigInt(basisPoints))
  return toMinor(BigInt(grossMinor) - netMinor)
}

/**
 * Splits a non-negative amount over weights by cumulative target, so that the parts always sum to the whole.
 * `allocateMinor(100, [1, 1, 1])` is `[33, 33, 34]`. With no weight at all everything falls to the last part.
 */
export function allocateMinor(amountMinor: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  let seen = 0n
  let given = 0n
  return weights.map((weight, index) => {
    seen += BigInt(weight)
    const isLast = index === weights.length - 1
    const target = whole === 0n ? (isLast ? BigInt(amountMinor) : 0n) : (BigInt(amountMinor) * seen) / whole
    const part = target - given
    given = target
    return toMinor(part)
  })
}

/**
 * `part` of `whole` equal shares of a non-negative amount, floored: a cumulative target, so that what is taken share by share sums to the whole.
 * `shareMinor(1000, 1, 3)` is 333, of 2 it is 666, of 3 it is 1000. Of no shares at all it is nothing.
 */
export const shareMinor = (amountMinor: number, part: number, whole: number): number =>
  whole === 0 ? 0 : toMinor((BigInt(amountMinor) * BigInt(part)) / BigInt(whole))

/**
 * Splits a non-negative amount over weights: each part floored, and what is left is given one unit at a time from the left, never to a part without
 * weight. `allotMinor(4000, [2000, 1500, 1000])` is `[1778, 1334, 888]`. For splits that are made once; one that is repeated goes by `allocateMinor`.
 */
export function allotMinor(amountMinor: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (whole === 0n) return weights.map(() => 0)
  const floors = weights.map((weight) => (BigInt(amountMinor) * BigInt(weight)) / whole)
  let left = BigInt(amountMinor) - floors.reduce((sum, part) => sum + part, 0n)
  return floors.map((floor, index) => {
    const isRaised = 0n < left && weights[index] !== 0
    if (isRaised) left -= 1n
    return toMinor(isRaised ? floor + 1n : floor)
  })
}

/**
 * `€24.90`: the locale's order and signs, our own number of decimals. `digits` is the currency's exponent, which travels with the program
 * (`ProgramFacts.currency`) since Intl says 0 decimals for HUF and COP, and a page should not carry a table of 179 currencies.
 */
export function formatMoney({ currency, amountMinor }: Money, digits: number, locale?: string): string {
  const key = `${locale} ${currency} ${digits}`
  if (latest?.key !== key) {
    const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
    latest = { key, format: new Intl.NumberFormat(locale, style) }
  }
  // Intl formats a decimal string exactly; a division by 100 would not be exact near 2^53.
  return latest.format.format(toDecimal(amountMinor, digits) as unknown as number)
}

// Making one takes longer than all the rest of a card; a page has one currency.
let latest: { readonly key: string; readonly format: Intl.NumberFormat } | undefined

/** Minor units as a decimal string: `toDecimal(2490, 2)` is `24.90`. */
export function toDecimal(amountMinor: number, digits: number): string {
  const sign = amountMinor < 0 ? '-' : ''
  const padded = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  return digits === 0 ? `${sign}${padded}` : `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/**
 * A decimal as shops write it ("24.90", "1299", "24,9") in minor units; `undefined` if it is no amount, is negative, or is finer than
 * the currency's minor unit.
 */
export function fromDecimal(text: string, digits: number): number | undefined {
  const match = /^(\d{1,13})(?:[.,](\d{1,6}))?$/.exec(text.trim())
  if (!match) return undefined
  const [, whole = '', fraction = ''] = match
  if (fraction.slice(digits).replaceAll('0', '') !== '') return undefined
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  return Number.isSafeInteger(minor) ? minor : undefined
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}
