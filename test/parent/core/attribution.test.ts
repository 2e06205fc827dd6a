import { type AttributionCase, attribute, type Earner, type Evidence } from '@tributary/parent/core/attribution'
import type { Attribution } from '@tributary/protocol/attribution'
import { type AffiliateId, newId } from '@tributary/protocol/id'
import type { AttributionPolicy } from '@tributary/protocol/program'
import { describe, expect, test } from 'vitest'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const NOW = Date.parse('2026-03-02T10:00:00.000Z')
const PROGRAM = newId('program')

const earner = (name: string, affiliateId: number, more: Partial<Earner> = {}): Earner => ({
  affiliateId,
  id: `aff_${name}` as AffiliateId,
  email: `${name}@affiliate.example`,
  state: 'active',
  path: [],
  ...more,
})

// The owner recruited Sub, who recruited Deep; Sponsor recruited the owner; Stranger is nobody's.
const owner = earner('owner', 2, { path: [1] })
const sub = earner('sub', 3, { path: [1, 2] })
const deep = earner('deep', 4, { path: [1, 2, 3] })
const sponsor = earner('sponsor', 1)
const stranger = earner('stranger', 9)

const touch = (of: Earner | undefined, issuedAt: number, more: { token?: string; programId?: typeof PROGRAM } = {}): Evidence => {
  const { token, programId = PROGRAM } = more
  const labels = { campaign: '', subId: '' }
  const proven = { programId, site: '' as const, affiliateId: of?.id ?? newId('affiliate'), ...labels, issuedAt }
  return { kind: 'touch', touch: proven, earner: of, ...(token !== undefined && { token }) }
}
const forged: Evidence = { kind: 'touch', touch: undefined, earner: undefined, token: 'forged' }
const named = (kind: 'placement' | 'code' | 'unsigned_touch', of: Earner | undefined): Evidence => ({ kind, earner: of })
const known = (of: Earner, since: number): Evidence => ({ kind: 'known_customer', earner: of, since })

const judge = (evidence: readonly Evidence[], more: Partial<AttributionCase> & { rule?: Partial<AttributionPolicy> } = {}): Attribution => {
  const { rule = {}, ...rest } = more
  return attribute({
    policy: { windowDays: 30, model: 'last', reach: 'network', standDownSeconds: 0, ...rule },
    programId: PROGRAM,
    owner,
    customerEmail: 'ada@customer.example',
    orderedAt: NOW,
    evidence,
    ...rest,
  })
}
const winnerOf = (attribution: Attribution): string | undefined => attribution.winner?.replace('aff_', '')
const outcomes = ({ candidates }: Attribution): string[] => candidates.map(({ evidence, outcome }) => `${evidence} ${outcome}`)

describe('the strongest evidence that holds wins', () => {
  const all = [
    named('placement', deep),
    named('code', sub),
    touch(deep, NOW - DAY),
    named('unsigned_touch', sub),
    known(deep, NOW - 10 * DAY),
  ]
  const kinds = ['placement', 'code', 'touch', 'unsigned_touch', 'known_customer', 'site']

  test.each(kinds.map((kind, index) => [kind, index] as const))('%s, once nothing stronger is there', (kind, index) => {
    const attribution = judge([...all.slice(index)].reverse(), { rule: { knownCustomerDays: 365 } })
    expect(attribution.reason).toBe(kind)
    expect(outcomes(attribution)).toEqual([`${kind} won`, ...kinds.slice(index + 1).map((weaker) => `${weaker} superseded`)])
  })

  test('and with nobody eligible nobody does', () => {
    expect(judge([], { owner: undefined })).toEqual({ reason: 'no_affiliate', candidates: [] })
  })
})

describe('of several touches', () => {
  const touches = [
    touch(sub, NOW - 3 * DAY, { token: 'a' }),
    touch(deep, NOW - DAY, { token: 'b' }),
    touch(owner, NOW - 2 * DAY, { token: 'c' }),
  ]
  test.each([
    ['last', 'deep'],
    ['first', 'sub'],
  ] as const)('the model %s takes %s’s, whatever order they come in', (model, winner) => {
    for (const evidence of [touches, touches.toReversed()]) expect(winnerOf(judge(evidence, { rule: { model } }))).toBe(winner)
  })

  test.each([
    ['last', 'deep'],
    ['first', 'sub'],
  ] as const)('in one second the model %s goes by the order they were kept in', (model, winner) => {
    const evidence = [touch(sub, NOW - DAY, { token: 'a' }), touch(deep, NOW - DAY, { token: 'b' })]
    expect(winnerOf(judge(evidence, { rule: { model } }))).toBe(winner)
  })

  test('the same token given twice counts once, in either model', () => {
    const evidence = [touch(sub, NOW - DAY, { token: 'a' }), touch(sub, NOW - DAY, { token: 'a' })]
    for (const model of ['last', 'first'] as const) {
      expect(outcomes(judge(evidence, { rule: { model } })).sort()).toEqual(['site superseded', 'touch duplicate', 'touch won'])
    }
  })
})

describe('the window', () => {
  const edges: [string, number, string][] = [
    ['holds a touch on its first instant', NOW - 30 * DAY, 'won'],
    ['does not hold one a millisecond before it', NOW - 30 * DAY - 1, 'expired'],
    ['does not hold one a second before it', NOW - 30 * DAY - SECOND, 'expired'],
    ['holds one a millisecond after its beginning', NOW - 30 * DAY + 1, 'won'],
    ['holds a touch on its last instant', NOW, 'won'],
    ['holds one a millisecond before its end', NOW - 1, 'won'],
    ['does not hold one a millisecond after its end', NOW + 1, 'too_late'],
  ]
  test.each(edges)('%s', (_, issuedAt, outcome) => {
    expect(judge([touch(sub, issuedAt)]).candidates[0]?.outcome).toBe(outcome)
  })

  test.each([
    ['at its length before the quote, whose first was earlier', NOW - 30 * DAY, 'won'],
    ['a millisecond before that', NOW - 30 * DAY - 1, 'expired'],
  ])('is judged from the quote that was ordered: %s', (_, issuedAt, outcome) => {
    expect(judge([touch(sub, issuedAt)], { firstQuotedAt: NOW - DAY }).candidates[0]?.outcome).toBe(outcome)
  })
})

describe('the stand-down counts back from the cart’s first quote', () => {
  const first = NOW - 20 * MINUTE
  const edges: [string, number, number, string][] = [
    ['without one, on the instant of the first quote', 0, first, 'won'],
    ['without one, a millisecond after the first quote', 0, first + 1, 'too_late'],
    ['of 60 s, 60 s before', 60, first - MINUTE, 'won'],
    ['of 60 s, a millisecond less before', 60, first - MINUTE + 1, 'too_late'],
    ['of 60 s, a millisecond more before', 60, first - MINUTE - 1, 'won'],
    ['of 60 s, between the first quote and the last', 60, first + 10 * MINUTE, 'too_late'],
  ]
  test.each(edges)('%s', (_, standDownSeconds, issuedAt, outcome) => {
    expect(judge([touch(sub, issuedAt)], { firstQuotedAt: first, rule: { standDownSeconds } }).candidates[0]?.outcome).toBe(outcome)
  })

  test('and from the order itself where there was no quote', () => {
    expect(outcomes(judge([touch(sub, NOW - MINUTE + 1)], { rule: { standDownSeconds: 60 } }))).toEqual(['touch too_late', 'site won'])
  })
})

describe('a known customer', () => {
  const rule = { knownCustomerDays: 365 }
  test.each([
    ['counts on the last instant', NOW - 365 * DAY, ['known_customer won', 'site superseded']],
    ['is forgotten a millisecond later', NOW - 365 * DAY - 1, ['known_customer expired', 'site won']],
    ['counts at once', NOW, ['known_customer won', 'site superseded']],
  ])('%s', (_, since, expected) => expect(outcomes(judge([known(sub, since)], { rule }))).toEqual(expected))

  test('is no evidence where the program has none', () => {
    expect(outcomes(judge([known(sub, NOW)]))).toEqual(['site won'])
    expect(outcomes(judge([known(sub, NOW)], { rule: { knownCustomerDays: 0 } }))).toEqual(['site won'])
  })
})

describe('on an affiliate’s site', () => {
  const kinds: [string, (of: Earner) => Evidence][] = [
    ['a placement', (of) => named('placement', of)],
    ['a code', (of) => named('code', of)],
    ['a touch', (of) => touch(of, NOW - DAY)],
    ['a known customer', (of) => known(of, NOW - DAY)],
  ]
  test.each(kinds)('%s of its network wins, of anybody else not', (_, evidence) => {
    const rule = { knownCustomerDays: 30 }
    for (const inside of [owner, sub, deep]) expect(judge([evidence(inside)], { rule }).winner).toBe(inside.id)
    for (const outside of [sponsor, stranger]) {
      const attribution = judge([evidence(outside)], { rule })
      expect([attribution.winner, attribution.candidates[0]?.outcome]).toEqual([owner.id, 'not_in_network'])
    }
  })

  test.each(kinds)('%s of anybody wins where the program’s reach is any', (_, evidence) => {
    for (const anybody of [owner, deep, sponsor, stranger]) {
      expect(judge([evidence(anybody)], { rule: { reach: 'any', knownCustomerDays: 30 } }).winner).toBe(anybody.id)
    }
  })

  test('an unsigned touch stays within the network, whatever the reach', () => {
    for (const reach of ['network', 'any'] as const) {
      expect(outcomes(judge([named('unsigned_touch', stranger)], { rule: { reach } }))).toEqual([
        'unsigned_touch not_in_network',
        'site won',
      ])
      expect(outcomes(judge([named('unsigned_touch', deep)], { rule: { reach } }))).toEqual(['unsigned_touch won', 'site superseded'])
    }
  })
})

describe('on the parent’s own pages', () => {
  test('anybody’s evidence counts, and there is no site to fall to', () => {
    for (const anybody of [owner, stranger]) expect(judge([touch(anybody, NOW - DAY)], { owner: undefined }).winner).toBe(anybody.id)
    expect(outcomes(judge([forged], { owner: undefined }))).toEqual(['touch bad_signature'])
  })

  test.each(['network', 'any'] as const)('an unsigned touch never counts, with reach %s', (reach) => {
    const evidence = [named('unsigned_touch', sub), named('unsigned_touch', undefined)]
    const attribution = judge(evidence, { owner: undefined, rule: { reach } })
    expect(outcomes(attribution)).toEqual(['unsigned_touch not_in_network', 'unsigned_touch not_in_network'])
    expect(attribution.reason).toBe('no_affiliate')
  })
})

describe('evidence that does not hold is passed over with its reason', () => {
  const suspended = earner('suspended', 5, { state: 'suspended', path: [1, 2] })
  const closed = earner('closed', 6, { state: 'closed', path: [1, 2] })
  const cases: [string, Evidence][] = [
    ['bad_signature', forged],
    ['other_program', { ...forged, isForeign: true }],
    ['other_program', touch(sub, NOW - DAY, { programId: newId('program') })],
    ['expired', touch(sub, NOW - 31 * DAY)],
    ['too_late', touch(sub, NOW + SECOND)],
    ['unknown_affiliate', touch(undefined, NOW - DAY)],
    ['unknown_affiliate', named('code', undefined)],
    ['suspended_affiliate', touch(suspended, NOW - DAY)],
    ['suspended_affiliate', named('placement', closed)],
    ['not_in_network', touch(stranger, NOW - DAY)],
  ] as [string, Evidence][]
  test.each(cases)('%s', (reason, evidence) => {
    const weaker = known(deep, NOW - DAY)
    const attribution = judge([evidence, weaker], { rule: { knownCustomerDays: 30 } })
    expect(attribution.candidates[0]?.outcome).toBe(reason)
    expect(attribution).toMatchObject({ winner: deep.id, reason: 'known_customer' })
    // Nor does it hide behind a winner: its own reason stays.
    const behind = judge([named('placement', sub), evidence])
    expect(behind.candidates.some(({ outcome }) => outcome === reason)).toBe(true)
  })

  test('a suspended owner earns nothing on its own site', () => {
    expect(judge([], { owner: { ...owner, state: 'suspended' } })).toMatchObject({ reason: 'no_affiliate' })
  })
})

describe('an affiliate’s own order', () => {
  test.each(['sub@affiliate.example', 'SUB@Affiliate.Example', 'sub+shop@affiliate.example', 's.u.b@affiliate.example'])(
    'from %s ends the search: it falls to nobody weaker',
    (customerEmail) => {
      const attribution = judge([touch(sub, NOW - DAY), known(deep, NOW - DAY)], { customerEmail, rule: { knownCustomerDays: 30 } })
      expect(attribution.reason).toBe('self_referral')
      expect(attribution.winner).toBeUndefined()
      expect(outcomes(attribution)).toEqual(['touch self_referral', 'known_customer superseded', 'site superseded'])
    },
  )

  test('does not undo what stronger evidence has decided', () => {
    const attribution = judge([named('code', deep), touch(sub, NOW - DAY)], { customerEmail: sub.email })
    expect(outcomes(attribution)).toEqual(['code won', 'touch self_referral', 'site superseded'])
  })

  test('takes nothing from the owner of a site whose network it is not in', () => {
    const attribution = judge([named('code', stranger)], { customerEmail: stranger.email })
    expect(outcomes(attribution)).toEqual(['code not_in_network', 'site won'])
  })
})
