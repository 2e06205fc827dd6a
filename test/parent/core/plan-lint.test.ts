import { lintPlan } from '@tributary/parent/core/plan-lint'
import type { Plan } from '@tributary/protocol/plan'
import { plan } from '@tributary/protocol/plan.schema'
import { describe, expect, test } from 'vitest'
import { buildPlan } from '../../support/plan.ts'

const codes = (more: Partial<Plan>): string[] => lintPlan(buildPlan(more), 'EUR').map(({ severity, code }) => `${severity} ${code}`)
const shares = (...basisPoints: number[]) => basisPoints.map((share) => ({ basisPoints: share }))

describe('the linter', () => {
  test('has nothing to say against a modest plan', () => expect(codes({})).toEqual([]))

  test.each<[string, Partial<Plan>, string[]]>([
    ['refuses pay for recruiting', { recruitingBonusMinor: { EUR: 5_000 } }, ['error pays_for_recruiting']],
    [
      'refuses qualification by own purchases',
      { qualification: { by: 'count', days: 30, counts: 'own', steps: [{ minimum: 1, depth: 2 }] } },
      ['error qualifies_by_own_purchases'],
    ],
    ['refuses rates that sum over 100 %', { levels: shares(6_000, 3_000, 1_001) }, ['error rates_over_whole']],
    ['refuses a plan without the program’s currency', { currencies: ['CHF'] }, ['error currency_missing']],
    [
      'refuses a fixed amount that is missing in a currency of the plan',
      { currencies: ['EUR', 'JPY'], levels: [{ fixedMinor: { EUR: 500 } }] },
      ['error amount_missing'],
    ],
    ['warns of pay on own purchases', { ownPurchases: 'pay' }, ['warning pays_on_own_purchases']],
    [
      'warns of a plan that pays most of a sale',
      { levels: shares(4_000, 1_001), marginBasisPoints: 6_000 },
      ['warning pays_most_of_the_sale'],
    ],
    [
      'warns of rates that can exceed the margin',
      { levels: shares(2_000, 600), marginBasisPoints: 2_500 },
      ['warning pays_more_than_margin'],
    ],
    [
      'counts a cap of orders before it warns',
      { levels: shares(2_000, 600), marginBasisPoints: 2_500, caps: { orderBasisPoints: 2_500 } },
      [],
    ],
    ['warns where a level earns more than the one below it', { levels: shares(500, 600) }, ['warning level_earns_more_than_the_one_below']],
    [
      'warns of a level that nobody can reach',
      { compression: 'dynamic', qualification: { by: 'count', days: 30, counts: 'retail', steps: [{ minimum: 1, depth: 1 }] } },
      ['warning level_out_of_reach'],
    ],
    [
      'reckons levels that are a share of the direct commission',
      { levels: shares(3_000, 5_000, 5_000), levelBase: 'direct', marginBasisPoints: 6_000 },
      ['warning pays_most_of_the_sale', 'warning level_earns_more_than_the_one_below'],
    ],
  ])('%s', (_, more, expected) => expect(codes(more)).toEqual(expected))

  test('looks into the rules too', () => {
    const rules = [{ id: 'services', kind: 'service' as const, levels: shares(9_000, 2_000) }]
    expect(lintPlan(buildPlan({ rules }), 'EUR')).toMatchObject([{ code: 'rates_over_whole', pointer: '/rules/0/levels' }])
  })
})

describe('a plan’s document', () => {
  const draft = { kind: 'unilevel', name: 'A plan', currencies: ['EUR'], levels: shares(1_000) }
  const complaints = (more: object): string[] =>
    (plan.safeParse({ ...draft, ...more }).error?.issues ?? []).map(({ path, message }) => `${path.join('/')}: ${message}`)

  test.each<[string, object, RegExp]>([
    ['with an unknown key', { boni: 1 }, /Unrecognized key: "boni"/],
    ['of another kind', { kind: 'matrix' }, /^kind: /],
    ['without levels', { levels: [] }, /^levels: Level 0, the direct affiliate, is needed\.$/],
    [
      'with a rate over 100 %',
      { levels: shares(10_001) },
      /^levels\/0\/basisPoints: A rate is in basis points and at most 10000, which is 100 %/,
    ],
    ['with a rate of half a basis point', { levels: shares(0.5) }, /^levels\/0: A level earns either/],
    ['with a currency that is none', { currencies: ['XYZ'] }, /^currencies\/0: A currency is a code of ISO 4217/],
    ['with a rule for nothing', { rules: [{ id: 'x', levels: shares(1) }] }, /^rules\/0: A rule says which offers it is for/],
    [
      'with steps that do not go up',
      {
        qualification: {
          by: 'count',
          days: 30,
          steps: [
            { minimum: 1, depth: 2 },
            { minimum: 5, depth: 2 },
          ],
        },
      },
      /^qualification\/steps: Steps go up: each one opens more/,
    ],
    [
      'with steps that open more for less',
      {
        qualification: {
          by: 'volume',
          days: 30,
          steps: [
            { minimum: { EUR: 500 }, depth: 1 },
            { minimum: { EUR: 100 }, depth: 2 },
          ],
        },
      },
      /^qualification\/steps: Steps go up: each one asks for more/,
    ],
    [
      'with a volume that names no currency',
      { qualification: { by: 'volume', days: 30, steps: [{ minimum: 5, depth: 2 }] } },
      /^qualification\/steps: By `count` a minimum is a number/,
    ],
    ['with an amount beyond 2^53', { minimumMinor: { EUR: 2 ** 53 } }, /^minimumMinor\/EUR: /],
  ])('%s is refused at the field', (_, more, expected) => expect(complaints(more).join('\n')).toMatch(expected))
})
