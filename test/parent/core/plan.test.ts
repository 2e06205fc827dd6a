import { earn } from '@tributary/parent/core/plan'
import { describe, expect, test } from 'vitest'
import { buildEarner, buildLine, buildPlan, buildSale } from '../../support/plan.ts'

const paid = (earnings: ReturnType<typeof earn>): [number, number, number][] =>
  earnings.earned.map(({ affiliateId, level, earnedMinor }) => [affiliateId, level, earnedMinor])

const reasons = (earnings: ReturnType<typeof earn>): unknown[] =>
  earnings.missed.map(({ affiliateId, level, reason }) => [affiliateId ?? null, level ?? null, reason])

describe('a plan pays', () => {
  test('the direct affiliate and its upline, each part floored on its own', () => {
    const sale = buildSale({ lines: [buildLine({ baseMinor: 4_185 })] })
    expect(paid(earn(buildPlan(), sale))).toEqual([
      [1, 0, 418],
      [2, 1, 209],
      [3, 2, 83],
    ])
  })

  test('what nobody is left for to nobody, and says so', () => {
    const earnings = earn(buildPlan(), buildSale({}, 1))
    expect(reasons(earnings)).toEqual([[null, 2, 'nobody_left']])
    expect(earnings.breakageMinor).toBe(200)
  })

  test('by the first rule that is for the offer', () => {
    const rules = [
      { id: 'kitchen', collections: ['kitchen'], levels: [{ basisPoints: 300 }] },
      { id: 'all-products', kind: 'product' as const, levels: [{ basisPoints: 9_000 }] },
    ]
    const earnings = earn(buildPlan({ rules }), buildSale())
    expect(earnings.earned).toMatchObject([{ rule: 'kitchen', earnedMinor: 300 }])
  })

  test('fixed amounts for each piece, and never more than the line', () => {
    const plan = buildPlan({ levels: [{ fixedMinor: { EUR: 600 } }, { fixedMinor: { EUR: 600 } }] })
    expect(paid(earn(plan, buildSale({ lines: [buildLine({ quantity: 3 })] })))).toEqual([
      [1, 0, 1_800],
      [2, 1, 1_800],
    ])
    expect(paid(earn(plan, buildSale({ lines: [buildLine({ baseMinor: 999 })] })))).toEqual([
      [1, 0, 500],
      [2, 1, 499],
    ])
  })

  test('up to the share of the order that it names, all parts lowered alike', () => {
    const earnings = earn(buildPlan({ caps: { orderBasisPoints: 800 } }), buildSale())
    expect(paid(earnings)).toEqual([
      [1, 0, 471],
      [2, 1, 235],
      [3, 2, 94],
    ])
    expect(earnings.breakageMinor).toBe(900)
  })

  test('what is left of an affiliate’s month', () => {
    const plan = buildPlan({ caps: { affiliateMonthMinor: { EUR: 5_000 } } })
    const earnings = earn(
      plan,
      buildSale({ direct: buildEarner(1, { monthMinor: 4_400 }), upline: [buildEarner(2, { monthMinor: 5_000 })] }),
    )
    expect(paid(earnings)).toEqual([[1, 0, 600]])
    expect(reasons(earnings)).toContainEqual([2, 1, 'above_limit'])
  })

  test('nothing below its minimum', () => {
    const earnings = earn(buildPlan({ minimumMinor: { EUR: 300 } }), buildSale())
    expect(paid(earnings)).toEqual([
      [1, 0, 1_000],
      [2, 1, 500],
    ])
    expect(reasons(earnings)).toEqual([[3, 2, 'below_minimum']])
  })

  test('nobody for their own order, and nobody for an order of the network', () => {
    const own = earn(buildPlan(), buildSale({ upline: [buildEarner(2, { isCustomer: true }), buildEarner(3)] }))
    expect(paid(own)).toEqual([
      [1, 0, 1_000],
      [3, 2, 200],
    ])
    expect(reasons(own)).toEqual([[2, 1, 'own_purchase']])
    expect(earn(buildPlan(), buildSale({ isNetworkPurchase: true })).earned).toEqual([])
  })

  test('no further up than it looks', () => {
    const far = buildSale({ upline: [buildEarner(2, { isActive: false }), buildEarner(3, { isActive: false }), buildEarner(4)] })
    const earnings = earn(buildPlan({ compression: 'standard', depth: 2 }), far)
    expect(paid(earnings)).toEqual([[1, 0, 1_000]])
    expect(reasons(earnings)).toContainEqual([4, null, 'too_deep'])
  })
})
