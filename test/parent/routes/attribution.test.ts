import { signTouch } from '@tributary/parent/core/touch'
import type { Affiliate } from '@tributary/protocol/affiliate'
import type { AttributionExplanation } from '@tributary/protocol/attribution'
import { attributionExplanation } from '@tributary/protocol/attribution.schema'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer, OrderLetter } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { AddedSite } from '@tributary/protocol/site'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, buildPolicy, postOrder } from '../../support/build.ts'

const DAY = 24 * 60 * 60 * 1_000

let app: TestApp
let sub: Affiliate
let stranger: Affiliate
beforeAll(async () => {
  app = await createTestApp()
  const add = async (body: object) => (await (await app.staff('postAffiliate', { body })).json()) as Affiliate
  sub = await add({ name: 'Sub', email: 'sub@affiliate.example', code: 'SWB', sponsor: app.affiliate.code })
  stranger = await add({ name: 'Stranger', email: 'stranger@affiliate.example', code: 'STRANGER' })
})
afterAll(() => app.close())

const tokenOf = async (body: object, site = app.site.key): Promise<string> => {
  const answer = await app.fetch(`${app.origin}/v1/touches`, { method: 'POST', body: JSON.stringify({ site, ...body }) })
  return ((await answer.json()) as { token: string }).token
}
const place = async (more: Parameters<typeof buildOrder>[1] = {}): Promise<OrderAnswer> => {
  const answer = await postOrder(app, await buildOrder(app, more))
  expect(answer.status).toBe(201)
  return (await answer.json()) as OrderAnswer
}
const outcomes = ({ attribution }: OrderAnswer): string[] => attribution.candidates.map(({ evidence, outcome }) => `${evidence} ${outcome}`)
const customer = (email: string) => buildCustomer({ email })
const setRule = async (rule: object): Promise<void> => {
  const attribution = { ...buildPolicy().attribution, ...rule }
  expect((await app.staff('putProgram', { body: buildPolicy({ attribution }) })).status).toBe(200)
  // A page's call sees the policy that its site was last read with; that is remembered for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_050))
}

describe('an order is taken whatever its touch tokens are, with the reason of each', () => {
  const cases: [string, () => Promise<string> | string, string][] = [
    ['nothing', () => '', 'bad_signature'],
    ['a text', () => 'not a token', 'bad_signature'],
    ['30,000 characters', () => 'x'.repeat(28_000), 'bad_signature'],
    ['a token cut short', async () => (await tokenOf({})).slice(0, -1), 'bad_signature'],
    ['a token of a key that we never had', async () => (await tokenOf({})).replace(/^v1\.[^.]+/, 'v1.nokey'), 'bad_signature'],
    ['a token of another program', async () => foreignToken(), 'other_program'],
    ['a token of another affiliate’s site', async () => tokenOf({}, await strangersSite()), 'not_in_network'],
    ['a token of an affiliate that is not there', async () => tokenFor(newId('affiliate')), 'unknown_affiliate'],
  ]
  test.each(cases)('%s', async (_, token, reason) => {
    expect(outcomes(await place({ touches: [await token()] }))).toEqual([`touch ${reason}`, 'site won'])
  })

  test('of more than ten the first ten are read', async () => {
    const good = await tokenOf({ via: sub.code })
    const bad = Array.from({ length: 40 }, (_, index) => `bad ${index}`)
    expect((await place({ touches: [...bad.slice(0, 9), good, ...bad] })).attribution).toMatchObject({ affiliate: sub.code })
    const tooLate = await place({ touches: [...bad.slice(0, 10), good] })
    expect(tooLate.attribution).toMatchObject({ affiliate: app.affiliate.code, reason: 'site' })
    expect(tooLate.attribution.candidates).toHaveLength(11)
  })

  test('a token given twice counts once', async () => {
    const token = await tokenOf({ via: sub.code })
    expect(outcomes(await place({ touches: [token, token] }))).toEqual(['touch duplicate', 'touch won', 'site superseded'])
  })

  test('100 tokens with a bit flipped attribute nobody by them', async () => {
    const token = await tokenOf({ via: sub.code })
    const flipped = Array.from({ length: 100 }, (_, index) => {
      const bytes = Buffer.from(token)
      const at = Math.floor((index * bytes.length) / 100)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (index % 7))
      return bytes.toString()
    })
    for (let from = 0; from < flipped.length; from += 10) {
      const answer = await place({ touches: flipped.slice(from, from + 10) })
      expect(answer.attribution).toMatchObject({ affiliate: app.affiliate.code, reason: 'site' })
      expect(new Set(outcomes(answer))).toEqual(new Set(['touch bad_signature', 'site won']))
    }
  })

  const tokenFor = async (affiliateId: ReturnType<typeof newId<'affiliate'>>, programId?: OrderLetter['program']): Promise<string> => {
    const [program] = await app.database.query<{ programId: number; id: OrderLetter['program'] }>(
      'select program_id as "programId", id from programs',
    )
    if (!program) throw new Error('expected a program')
    const labels = { campaign: '', subId: '', issuedAt: app.clock.now }
    const touch = { programId: programId ?? program.id, site: app.site.key, affiliateId, ...labels }
    return signTouch(await app.parent.keyring(program.programId), touch)
  }
  const foreignToken = async () => (await tokenFor(newId('affiliate'), newId('program'))).replace(/^v1\.[^.]+/, 'v1.theirs')
  const strangersSite = async (): Promise<AddedSite['key']> => {
    const body = { affiliate: stranger.code, name: 'Elsewhere', origins: [app.pageOrigin] }
    return ((await (await app.staff('postSite', { body })).json()) as AddedSite).key
  }
})

describe('a visit that the parent could not sign', () => {
  test('counts within the network of the site’s owner', async () => {
    expect((await place({ visit: { via: sub.code, campaign: 'spring' } })).attribution).toMatchObject({
      affiliate: sub.code,
      reason: 'unsigned_touch',
    })
    expect(outcomes(await place({ visit: { via: stranger.code } }))).toEqual(['unsigned_touch not_in_network', 'site won'])
    expect(outcomes(await place({ visit: { via: 'nobody' } }))).toEqual(['unsigned_touch unknown_affiliate', 'site won'])
  })

  test('is weaker than a signed one', async () => {
    const answer = await place({ visit: { via: sub.code }, touches: [await tokenOf({ via: app.affiliate.code })] })
    expect(outcomes(answer)).toEqual(['touch won', 'unsigned_touch superseded', 'site superseded'])
  })
})

describe('a cart’s first quote', () => {
  const quote = async (previous?: string): Promise<string> => {
    const body = JSON.stringify({ site: app.site.key, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE', previous })
    return ((await (await app.fetch(`${app.origin}/v1/quotes`, { method: 'POST', body })).json()) as { token: string }).token
  }

  test('keeps out a touch that came after it, however often the cart is priced again', async () => {
    const before = await tokenOf({ via: sub.code })
    app.clock.now += 5_000
    const first = await quote()
    app.clock.now += 60_000
    const after = await tokenOf({ via: app.affiliate.code })
    app.clock.now += 60_000
    const third = await quote(await quote(first))
    expect(outcomes(await place({ quote: third, touches: [before, after] }))).toEqual(['touch too_late', 'touch won', 'site superseded'])
  })

  test('is the one that was ordered where the previous one is not ours, or its promise has run out', async () => {
    const old = await quote()
    app.clock.now += 9 * DAY
    const token = await tokenOf({ via: sub.code })
    app.clock.now += 1_000
    for (const previous of ['', 'v1.a.b.c', `${old}x`, old, token]) {
      expect((await place({ quote: await quote(previous), touches: [token] })).attribution.reason).toBe('touch')
    }
  })
})

describe('a known customer', () => {
  test('stays with the affiliate of the first paid order, for the program’s days, whatever the spelling of the address', async () => {
    const first = await place({ code: sub.code, customer: customer('Re.turning@customer.example') })
    const again = () => place({ customer: customer('returning+x@Customer.example') })
    await setRule({ knownCustomerDays: 10 })
    expect(outcomes(await again())).toEqual(['site won'])
    await app.staff('markOrderPaid', { parameters: { id: first.number } })
    expect((await again()).attribution).toMatchObject({ affiliate: sub.code, reason: 'known_customer' })
    app.clock.now += 10 * DAY
    expect((await again()).attribution.reason).toBe('known_customer')
    app.clock.now += 1
    expect(outcomes(await again())).toEqual(['known_customer expired', 'site won'])
    await setRule({})
    expect(outcomes(await again())).toEqual(['site won'])
  })

  test('is still one after a refund in part, and no longer once everything went back', async () => {
    await setRule({ knownCustomerDays: 10 })
    const first = await place({ code: sub.code, customer: customer('picky@customer.example') })
    const refund = (more: object) => app.staff('postRefund', { parameters: { id: first.number }, body: { id: newId('refund'), ...more } })
    const reason = async () => (await place({ customer: customer('picky@customer.example') })).attribution.reason
    await app.staff('markOrderPaid', { parameters: { id: first.number } })
    await refund({ shipping: 'all' })
    expect(await reason()).toBe('known_customer')
    await refund({})
    expect(await reason()).toBe('site')
    await setRule({})
  })

  test('is not made by a test order, nor by one that was cancelled', async () => {
    await setRule({ knownCustomerDays: 10 })
    const tried = await place({ site: app.testSite.key, code: sub.code, customer: customer('tester@customer.example') })
    const cancelled = await place({ code: sub.code, customer: customer('tester@customer.example') })
    for (const { number } of [tried, cancelled]) await app.staff('markOrderPaid', { parameters: { id: number } })
    await app.staff('cancelOrder', { parameters: { id: cancelled.number } })
    expect(outcomes(await place({ customer: customer('tester@customer.example') }))).toEqual(['site won'])
    await setRule({})
  })
})

describe('a policy that was stored before these rules', () => {
  test('is still taken, with known customers off and the hosted cookie on', async () => {
    const { windowDays, model, reach, standDownSeconds } = buildPolicy().attribution
    const answer = await app.staff('putProgram', { body: buildPolicy({ attribution: { windowDays, model, reach, standDownSeconds } }) })
    expect(answer.status).toBe(200)
    const refused = { ...buildPolicy(), attribution: { windowDays, model, reach, standDownSeconds, knownCustomerDays: -1 } }
    expect((await app.staff('putProgram', { body: refused })).status).toBe(422)
  })
})

describe('an affiliate that is suspended between a touch and the order', () => {
  const move = async (event: 'suspendAffiliate' | 'resumeAffiliate' | 'closeAffiliate', code: string, reason = '') => {
    const answer = await app.staff(event, { parameters: { code }, body: { reason } })
    return (await answer.json()) as Affiliate & Problem
  }

  test('loses by name, the next candidate wins; resumed it earns again', async () => {
    const [weaker, token] = [await tokenOf({ via: app.affiliate.code }), await tokenOf({ via: sub.code })]
    expect(await move('suspendAffiliate', 'swb', 'Spam')).toMatchObject({ code: sub.code, state: 'suspended' })
    expect(outcomes(await place({ touches: [weaker, token] }))).toEqual(['touch suspended_affiliate', 'touch won', 'site superseded'])
    expect(await move('resumeAffiliate', sub.code)).toMatchObject({ state: 'active' })
    expect((await place({ touches: [weaker, token] })).attribution.affiliate).toBe(sub.code)
  })

  test('moves by the table only, and each step is recorded', async () => {
    const { code } = (await (
      await app.staff('postAffiliate', { body: { name: 'Short', email: 'short@affiliate.example' } })
    ).json()) as Affiliate
    expect(await move('resumeAffiliate', code)).toMatchObject({ code: 'affiliate_transition_refused', status: 409 })
    expect(await move('closeAffiliate', code, 'Asked for it')).toMatchObject({ state: 'closed' })
    for (const event of ['suspendAffiliate', 'resumeAffiliate', 'closeAffiliate'] as const) {
      expect(await move(event, code)).toMatchObject({ code: 'affiliate_transition_refused' })
    }
    expect(await move('closeAffiliate', 'nobody')).toMatchObject({ code: 'affiliate_unknown' })
    const steps = await app.database.query(
      `select from_state as "from", to_state as "to", event, actor, reason
         from affiliate_transitions join affiliates using (program_id, affiliate_id) where code = $1`,
      [code],
    )
    expect(steps).toEqual([{ from: 'active', to: 'closed', event: 'close', actor: 'staff:admin', reason: 'Asked for it' }])
  })

  test.each(['ZZTOP', 'zz-9', 'site', 'Site_1', 's1te5'])('the code %s is reserved', async (code) => {
    const answer = await app.staff('postAffiliate', { body: { name: 'X', email: 'x@affiliate.example', code } })
    expect((await answer.json()) as Problem).toMatchObject({
      status: 422,
      errors: [{ pointer: '/code', detail: expect.stringContaining('may not begin') }],
    })
  })
})

describe('the explanation of an order', () => {
  const explain = async (id: string): Promise<AttributionExplanation> =>
    attributionExplanation.parse(await (await app.staff('explainOrder', { parameters: { id } })).json())

  test('names every candidate, the rule, and the moments that were judged', async () => {
    const token = await tokenOf({ via: sub.code, campaign: 'spring', subId: 'a1' })
    const issuedAt = new Date(Math.floor(app.clock.now / 1_000) * 1_000).toISOString()
    app.clock.now += 5_000
    const order = await place({ touches: [token, 'bad'], code: 'nosuchcode' })
    const explained = await explain(order.number)
    expect(explained).toEqual(await explain(order.orderId))
    expect(explained).toMatchObject({
      orderId: order.orderId,
      number: order.number,
      reason: 'touch',
      winner: { code: sub.code, name: 'Sub' },
      judgedAt: order.placedAt,
      site: { key: app.site.key, name: 'Fernweh blog', affiliate: app.affiliate.code },
      policy: { windowDays: 30, model: 'last', reach: 'network', standDownSeconds: 0 },
      consent: 'granted',
      flags: [],
      timeZone: 'Europe/Berlin',
    })
    expect(explained.candidates.map(({ why: _why, ...candidate }) => candidate)).toEqual([
      { evidence: 'code', outcome: 'unknown_affiliate' },
      { evidence: 'touch', outcome: 'won', affiliate: { code: sub.code, name: 'Sub' }, at: issuedAt, campaign: 'spring', subId: 'a1' },
      { evidence: 'touch', outcome: 'bad_signature' },
      { evidence: 'site', outcome: 'superseded', affiliate: { code: app.affiliate.code, name: 'Fernweh' } },
    ])
    for (const { why } of [explained, ...explained.candidates]) expect(why).toMatch(/^[A-Z].*\.$/)
  })

  test('keeps the rule of its day when the program has another', async () => {
    const { number } = await place()
    await setRule({ model: 'first', windowDays: 5 })
    expect((await explain(number)).policy).toMatchObject({ model: 'last', windowDays: 30 })
    await setRule({})
  })

  test('of an order from before the rule was kept says the rest', async () => {
    const { number } = await place()
    await app.database.query(`update orders set attribution = attribution - 'policy' - 'judgedAt' - 'firstQuotedAt' where number = $1`, [
      number,
    ])
    const explained = await explain(number)
    expect(explained).toMatchObject({ reason: 'site', winner: { code: app.affiliate.code } })
    expect(explained).not.toHaveProperty('policy')
    expect(explained).not.toHaveProperty('judgedAt')
  })

  test('of no order says so', async () => {
    expect((await app.staff('explainOrder', { parameters: { id: 'NOSUCH' } })).status).toBe(404)
  })
})
