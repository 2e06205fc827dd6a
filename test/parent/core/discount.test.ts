import { applyCode, type DiscountRule, withoutDiscount } from '@tributary/parent/core/discount'
import { type Article, type Priced, priceCart } from '@tributary/parent/core/quote'
import { sumMinor } from '@tributary/protocol/money'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildPolicy } from '../../support/build.ts'

const now = new Date('2026-03-02T10:00:00Z')

const rule = (more: Partial<DiscountRule> = {}): DiscountRule => ({
  ...{ code: 'WELCOME', title: '10 % off', kind: 'percent', basisPoints: 1_000, amountMinor: null, currency: 'EUR' },
  ...{ validFrom: null, validUntil: null, useLimit: null, minimumMinor: 0, uses: 0, endedAt: null, test: false },
  ...more,
})

const policyOf = (included: boolean) => buildPolicy({ tax: { ...buildPolicy().tax, included } })

/** A cart to Berlin of these articles, priced before any code. */
function priced(articles: readonly { amountMinor: number; quantity: number }[], included = true): Priced {
  const known = articles.map(({ amountMinor }, index): [string, Article] => [
    `sku-${index}`,
    {
      ...{ sku: `sku-${index}`, kind: 'product', title: 'Mug', options: [], amountMinor, taxClass: index % 2 ? 'reduced' : 'standard' },
      ...{ weightGrams: 1, published: true, level: null, backorder: false },
    },
  ])
  const lines = articles.map(({ quantity }, index) => ({ sku: `sku-${index}`, quantity }))
  const cart = priceCart(policyOf(included), new Map(known), lines, { country: 'DE' })
  if (!cart.ok) throw new Error(`expected a price, received ${cart.error.code}`)
  return cart.value
}

const coded = (cart: Priced, discount: DiscountRule, included = true, test = false) =>
  applyCode(policyOf(included).tax, cart, { kind: 'discount', rule: discount }, { now, test })

const anyCart = fc.array(fc.record({ amountMinor: fc.nat(20_000), quantity: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 1,
  maxLength: 8,
})
const anyRule = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map((basisPoints) => rule({ basisPoints })),
  fc.integer({ min: 1, max: 200_000 }).map((amountMinor) => rule({ kind: 'amount', basisPoints: null, amountMinor })),
  fc.constant(rule({ kind: 'free_shipping', basisPoints: null })),
)

describe('a discount', () => {
  test('is in its lines to the last cent, makes no line negative, and comes off whole again', () => {
    fc.assert(
      fc.property(anyCart, anyRule, fc.boolean(), (articles, discount, included) => {
        const before = priced(articles, included)
        const { priced: cart, code } = coded(before, discount, included)
        const parts = cart.lines.map(({ discountMinor }) => discountMinor)
        const off = code.kind === 'discount' ? code.amountMinor : 0
        expect(cart.totals.discountMinor).toBe(sumMinor(parts))
        expect(sumMinor(parts)).toBe(discount.kind === 'free_shipping' ? 0 : off)
        for (const { unitMinor, quantity, discountMinor, totalMinor } of cart.lines) {
          expect(discountMinor).toBeGreaterThanOrEqual(0)
          expect(totalMinor).toBeGreaterThanOrEqual(0)
          expect(totalMinor).toBe(unitMinor * quantity - discountMinor)
        }
        const charged = [...cart.lines.map(({ totalMinor }) => totalMinor), cart.shipping.amountMinor]
        expect(cart.totals.totalMinor).toBe(sumMinor([...charged, included ? 0 : cart.totals.taxMinor]))
        expect(withoutDiscount(policyOf(included).tax, cart)).toEqual({ ...before, shippingChoices: cart.shippingChoices })
      }),
      { numRuns: 500 },
    )
  })

  test('of 10 % is allocated by cumulative target, and taxes what is left', () => {
    const { priced: cart, code } = coded(
      priced([
        { amountMinor: 333, quantity: 1 },
        { amountMinor: 333, quantity: 1 },
        { amountMinor: 333, quantity: 1 },
      ]),
      rule(),
    )
    expect(code).toEqual({ kind: 'discount', code: 'WELCOME', title: '10 % off', amountMinor: 99 })
    expect(cart.lines.map(({ discountMinor, totalMinor }) => [discountMinor, totalMinor])).toEqual([
      [33, 300],
      [33, 300],
      [33, 300],
    ])
    // 19 % in 3.00 is 0.48, 7 % in it 0.20.
    expect(cart.lines.map(({ taxMinor }) => taxMinor)).toEqual([48, 20, 48])
  })

  test('of more than the lines takes the lines and no more: shipping is paid', () => {
    const { priced: cart } = coded(
      priced([{ amountMinor: 400, quantity: 1 }]),
      rule({ kind: 'amount', basisPoints: null, amountMinor: 500 }),
    )
    expect(cart.totals).toMatchObject({ subtotalMinor: 400, discountMinor: 400, shippingMinor: 490, totalMinor: 490 })
  })

  test('never makes shipping dearer: what is free from 100.00 stays free', () => {
    const { priced: cart } = coded(priced([{ amountMinor: 10_000, quantity: 1 }]), rule())
    expect(cart.totals).toMatchObject({ discountMinor: 1_000, shippingMinor: 0, totalMinor: 9_000 })
  })

  test('of the shipping takes the cheapest way’s price off every way', () => {
    const { priced: cart, code } = coded(priced([{ amountMinor: 1_490, quantity: 1 }]), rule({ kind: 'free_shipping', basisPoints: null }))
    expect(cart.shippingChoices.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
      ['standard', 0],
      ['express', 500],
    ])
    expect(cart.totals).toMatchObject({ discountMinor: 0, shippingMinor: 0, totalMinor: 1_490 })
    expect(code).toMatchObject({ kind: 'discount', amountMinor: 490 })
  })

  test('that takes nothing off is no use of its code', () => {
    const cart = priced([{ amountMinor: 10_000, quantity: 1 }])
    const { priced: after, code } = coded(cart, rule({ kind: 'free_shipping', basisPoints: null }))
    expect(code).toMatchObject({ kind: 'discount', amountMinor: 0 })
    expect(after).toBe(cart)
  })
})

describe('a code is refused, and the price is what it was,', () => {
  const tomorrow = new Date('2026-03-03T10:00:00Z')
  test.each([
    ['before it begins', rule({ validFrom: tomorrow }), { reason: 'too_early', validFrom: tomorrow.toISOString() }],
    ['at the moment at which it ends', rule({ validUntil: now }), { reason: 'expired' }],
    ['once staff ended it', rule({ endedAt: now }), { reason: 'expired' }],
    ['once it is used up', rule({ useLimit: 3, uses: 3 }), { reason: 'used_up' }],
    ['a cent below its minimum', rule({ minimumMinor: 1_491 }), { reason: 'below_minimum', missingMinor: 1 }],
    ['for a test, on a live page', rule({ test: true }), { reason: 'unknown' }],
    ['in another currency', rule({ currency: 'USD' }), { reason: 'unknown' }],
  ])('%s', (_, discount, refused) => {
    const cart = priced([{ amountMinor: 1_490, quantity: 1 }])
    const { priced: after, code } = coded(cart, discount)
    expect(code).toEqual({ kind: 'refused', ...refused })
    expect(after).toBe(cart)
  })

  test('but not at the moment at which it begins, nor at its minimum, nor in a test', () => {
    const cart = priced([{ amountMinor: 1_490, quantity: 1 }])
    for (const discount of [rule({ validFrom: now }), rule({ minimumMinor: 1_490 })])
      expect(coded(cart, discount).code.kind).toBe('discount')
    expect(coded(cart, rule({ test: true, useLimit: 1, uses: 1 }), true, true).code.kind).toBe('discount')
  })
})
