import type { CodeAnswer, CodeReason } from '@tributary/protocol/discount'
import { normalizeCode } from '@tributary/protocol/id'
import { addedTaxMinor, allocateMinor, includedTaxMinor, portion, sumMinor } from '@tributary/protocol/money'
import type { Settings, TestDiscount } from './options.ts'
import type { Priced } from './pricing.ts'

/** A cart after a code was looked at, and what the code did. */
interface Coded {
  readonly priced: Priced
  readonly code: CodeAnswer
}

/** Prices a cart with a code, by the rules of the real parent; `usesOf` says how many orders hold a discount. */
export function applyCode(settings: Settings, priced: Priced, typed: string, usesOf: (code: string) => number): Coded {
  const name = normalizeCode(typed)
  const discount = settings.discounts.find(({ code }) => normalizeCode(code) === name)
  if (!discount) {
    const isAffiliate = settings.affiliates.some(({ code }) => normalizeCode(code) === name)
    return { priced, code: isAffiliate ? { kind: 'affiliate' } : { kind: 'refused', reason: 'unknown' } }
  }
  const reason = refusalOf(settings, discount, priced, usesOf(discount.code))
  if (reason) return { priced, code: { kind: 'refused', reason, ...factsOf(reason, discount, priced) } }
  const [discounted, amountMinor] =
    discount.kind === 'free_shipping' ? freeShipping(settings, priced) : offLines(settings, priced, discount)
  const taken = { code: discount.code, title: discount.title, amountMinor }
  return { priced: 0 < amountMinor ? { ...discounted, discount: taken } : priced, code: { kind: 'discount', ...taken } }
}

function refusalOf({ now }: Settings, discount: TestDiscount, { totals }: Priced, uses: number): CodeReason | undefined {
  const { validFrom, validUntil, useLimit = Number.POSITIVE_INFINITY, minimumMinor = 0 } = discount
  const at = now().getTime()
  if (validUntil && Date.parse(validUntil) <= at) return 'expired'
  if (validFrom && at < Date.parse(validFrom)) return 'too_early'
  if (useLimit <= uses) return 'used_up'
  return totals.subtotalMinor < minimumMinor ? 'below_minimum' : undefined
}

const factsOf = (reason: CodeReason, { minimumMinor = 0, validFrom = '' }: TestDiscount, { totals }: Priced): object => ({
  ...(reason === 'below_minimum' && { missingMinor: minimumMinor - totals.subtotalMinor }),
  ...(reason === 'too_early' && { validFrom: new Date(validFrom).toISOString() }),
})

function offLines(settings: Settings, priced: Priced, { basisPoints, amountMinor = 0 }: TestDiscount): [Priced, number] {
  const { currency } = priced
  const { subtotalMinor } = priced.totals
  const wanted = basisPoints === undefined ? amountMinor : portion({ currency, amountMinor: subtotalMinor }, basisPoints).amountMinor
  const offMinor = Math.min(wanted, subtotalMinor)
  const parts = allocateMinor(
    offMinor,
    priced.lines.map((line) => line.totalMinor),
  )
  const lines = priced.lines.map((line, index) => {
    const discountMinor = parts[index] ?? 0
    const totalMinor = line.totalMinor - discountMinor
    return { ...line, discountMinor, totalMinor, taxMinor: tax(settings, totalMinor) }
  })
  return [summed(settings, { ...priced, lines }), offMinor]
}

function freeShipping(settings: Settings, priced: Priced): [Priced, number] {
  const offMinor = Math.min(...priced.shippingChoices.map(({ amountMinor }) => amountMinor))
  const cheaper = <Way extends { readonly amountMinor: number }>(way: Way): Way => ({ ...way, amountMinor: way.amountMinor - offMinor })
  const { shipping, shippingChoices } = priced
  return [summed(settings, { ...priced, shipping: cheaper(shipping), shippingChoices: shippingChoices.map(cheaper) }), offMinor]
}

const tax = ({ facts, taxBasisPoints }: Settings, amountMinor: number): number =>
  (facts.taxIncluded ? includedTaxMinor : addedTaxMinor)(amountMinor, taxBasisPoints)

function summed(settings: Settings, priced: Priced): Priced {
  const shippingMinor = priced.shipping.amountMinor
  const taxMinor = sumMinor([...priced.lines.map((line) => line.taxMinor), tax(settings, shippingMinor)])
  const { subtotalMinor, taxIncluded } = priced.totals
  const discountMinor = sumMinor(priced.lines.map((line) => line.discountMinor))
  const totalMinor = sumMinor([subtotalMinor, -discountMinor, shippingMinor, taxIncluded ? 0 : taxMinor])
  return { ...priced, totals: { subtotalMinor, discountMinor, shippingMinor, taxMinor, taxIncluded, totalMinor } }
}
