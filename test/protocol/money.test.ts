import { currencyExponent } from '@tributary/protocol/currency'
import {
  addedTaxMinor,
  allocateMinor,
  formatMoney,
  fromDecimal,
  includedTaxMinor,
  portion,
  sumMinor,
  timesMinor,
  toDecimal,
  toMinor,
} from '@tributary/protocol/money'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })

const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const rate = fc.integer({ min: 0, max: 10_000 })

describe('the portion of an amount is floored', () => {
  test.each([
    ['10.5 % of 9.99 is 1.04895', 999, 1_050, 104],
    ['15 % of 9.90 is 1.485', 990, 1_500, 148],
    ['a third of a cent', 1, 3_333, 0],
    ['nothing', 0, 1_000, 0],
    ['all', 12_345, 10_000, 12_345],
    ['all of the largest amount', Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
    // 9_007_199_254_740_991 × 9_999 ÷ 10_000 = 9_006_298_534_815_516.9
    ['nearly all of the largest amount, to the cent', Number.MAX_SAFE_INTEGER, 9_999, 9_006_298_534_815_516],
  ])('%s', (_, amountMinor, basisPoints, expected) => expect(portion(eur(amountMinor), basisPoints)).toEqual(eur(expected)))

  test('two portions never exceed the whole, and miss a cent at most', () => {
    fc.assert(
      fc.property(amount, rate, (amountMinor, basisPoints) => {
        const [one, other] = [portion(eur(amountMinor), basisPoints), portion(eur(amountMinor), 10_000 - basisPoints)]
        expect([0, 1]).toContain(amountMinor - one.amountMinor - other.amountMinor)
      }),
    )
  })
})

describe('tax that is added is rounded half up', () => {
  test.each([
    ['19 % on 1.50 is 0.285', 150, 1_900, 29],
    ['19 % on 100.00', 10_000, 1_900, 1_900],
    ['7 % on 0.07 is 0.0049', 7, 700, 0],
    ['7 % on 0.08 is 0.0056', 8, 700, 1],
    ['10 % on 0.05 is half a cent', 5, 1_000, 1],
    ['10 % on 0.04 is less than half a cent', 4, 1_000, 0],
    ['8.25 % on 19.99 is 1.649175', 1_999, 825, 165],
    ['none', 1_999, 0, 0],
  ])('%s', (_, netMinor, basisPoints, expected) => expect(addedTaxMinor(netMinor, basisPoints)).toBe(expected))
})

describe('tax that is included leaves a net amount rounded half up', () => {
  test.each([
    ['19 % in 24.90: net is 20.9244', 2_490, 1_900, 398],
    ['19 % in 119.00', 11_900, 1_900, 1_900],
    ['7 % in 107.00', 10_700, 700, 700],
    ['20 % in 0.01: net is 0.0083', 1, 2_000, 0],
    ['100 % in 0.01: net is half a cent', 1, 10_000, 0],
    ['100 % in 0.03: net is one and a half', 3, 10_000, 1],
    ['none', 2_490, 0, 0],
  ])('%s', (_, grossMinor, basisPoints, expected) => expect(includedTaxMinor(grossMinor, basisPoints)).toBe(expected))

  test('and is what would have been added to that net amount, to a cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), rate, (grossMinor, basisPoints) => {
        const taxMinor = includedTaxMinor(grossMinor, basisPoints)
        expect(Math.abs(addedTaxMinor(grossMinor - taxMinor, basisPoints) - taxMinor)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('an amount that is split', () => {
  test.each([
    ['evenly leaves the rest to the last', 100, [1, 1, 1], [33, 33, 34]],
    ['by weight', 1_000, [1_490, 6_900], [177, 823]],
    ['gives nothing to what weighs nothing', 5, [0, 1, 0], [0, 5, 0]],
    ['without any weight falls to the last', 7, [0, 0], [0, 7]],
    ['among nobody is gone', 7, [], []],
    ['of nothing is nothing', 0, [1, 2], [0, 0]],
  ])('%s', (_, amountMinor, weights, expected) => expect(allocateMinor(amountMinor, weights)).toEqual(expected))

  test('sums to the whole, no part is negative, and none is a unit or more off its share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 10 ** 12 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(amount, weights, (amountMinor, shares) => {
        const parts = allocateMinor(amountMinor, shares)
        expect(sumMinor(parts)).toBe(amountMinor)
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
        const whole = shares.reduce((sum, share) => sum + BigInt(share), 0n)
        if (whole === 0n) return
        for (const [index, part] of parts.entries()) {
          const off = BigInt(part) * whole - BigInt(amountMinor) * BigInt(shares[index] as number)
          expect(-whole < off && off < whole).toBe(true)
        }
      }),
    )
  })
})

describe('a sum or product', () => {
  test('is exact, where a float would lose a cent', () => {
    expect(sumMinor([2 ** 53 - 2, 1])).toBe(Number.MAX_SAFE_INTEGER)
    expect(timesMinor(94_906_265, 94_906_265)).toBe(9_007_199_136_250_225)
    expect(sumMinor([])).toBe(0)
  })

  test('that no number can hold is refused, with what was received', () => {
    expect(() => timesMinor(Number.MAX_SAFE_INTEGER, 2)).toThrow('received 18014398509481982')
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow('2^53')
    expect(() => toMinor(-(2n ** 53n))).toThrow('received -9007199254740992')
  })
})

describe('a decimal is read as', () => {
  test.each([
    ['24.90', 2, 2_490],
    ['24,9', 2, 2_490],
    ['1299', 2, 129_900],
    [' 5 ', 2, 500],
    ['0', 2, 0],
    ['007', 2, 700],
    ['1.500', 2, 150],
    ['1500', 0, 1_500],
    ['1500.00', 0, 1_500],
    ['1.234', 3, 1_234],
    ['90071992547409.91', 2, undefined],
    ['9007199254740.991', 3, Number.MAX_SAFE_INTEGER],
  ])('%j with %i digits: %s', (text, digits, expected) => expect(fromDecimal(text, digits)).toBe(expected))

  test.each([
    ['', 2],
    ['.5', 2],
    ['5.', 2],
    ['-1', 2],
    ['+1', 2],
    ['1e3', 2],
    ['1,299.00', 2],
    ['1.299,00', 2],
    ['1 299', 2],
    ['€5', 2],
    ['NaN', 2],
    ['٣', 2],
    ['1.005', 2],
    ['1.5', 0],
    ['9007199254740.992', 3],
    ['99999999999999', 2],
    ['1.0000000', 2],
  ])('nothing: %j with %i digits', (text, digits) => expect(fromDecimal(text, digits)).toBeUndefined())

  test('what it was written from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 13 - 1 }), fc.constantFrom(0, 2, 3), (amountMinor, digits) => {
        expect(fromDecimal(toDecimal(amountMinor, digits), digits)).toBe(amountMinor)
      }),
    )
  })
})

describe('an amount is written as a decimal', () => {
  test.each([
    [2_490, 2, '24.90'],
    [5, 2, '0.05'],
    [0, 2, '0.00'],
    [-5, 2, '-0.05'],
    [1_500, 0, '1500'],
    [1_234, 3, '1.234'],
    [Number.MAX_SAFE_INTEGER, 2, '90071992547409.91'],
  ])('%i with %i digits: %s', (amountMinor, digits, expected) => expect(toDecimal(amountMinor, digits)).toBe(expected))
})

describe('an amount is shown', () => {
  // Intl puts spaces of its own before and after the sign.
  const shown = (...money: Parameters<typeof formatMoney>) => formatMoney(...money).replace(/\s/g, ' ')

  test.each([
    [2_490, 'EUR', 'en', '€24.90'],
    [2_490, 'EUR', 'de', '24,90 €'],
    [1_500, 'JPY', 'en', '¥1,500'],
    [1_234_500, 'KWD', 'en', 'KWD 1,234.500'],
    // Intl would say 0 decimals for both, and a fillér or centavo would be lost.
    [129_950, 'HUF', 'en', 'HUF 1,299.50'],
    [129_950, 'COP', 'en', 'COP 1,299.50'],
    [Number.MAX_SAFE_INTEGER, 'EUR', 'en', '€90,071,992,547,409.91'],
    [0, 'EUR', 'en', '€0.00'],
  ])('%i %s in %s: %s', (amountMinor, currency, locale, expected) =>
    expect(shown({ amountMinor, currency }, currencyExponent(currency) as number, locale)).toBe(expected),
  )
})

describe('a currency', () => {
  test.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['XAU', undefined],
    ['eur', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%j has %o digits', (currency, digits) => expect(currencyExponent(currency)).toBe(digits))
})
