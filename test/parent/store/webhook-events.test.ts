import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import { expireLeads } from '@tributary/parent/jobs/leads'
import { changeOrder as moveOrder } from '@tributary/parent/routes/order-changes'
import { decideProposal } from '@tributary/parent/routes/proposal-decisions'
import { lockOrder, recordTransition } from '@tributary/parent/store/order-changes'
import { firstProgram, type Program } from '@tributary/parent/store/programs'
import type { EndpointName } from '@tributary/protocol/endpoint'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { PayoutBatch } from '@tributary/protocol/payout'
import { WEBHOOK_EVENTS } from '@tributary/protocol/webhook'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'
import { addRequest, addService, buildProposal, ofLead, winDeal } from '../../support/deal.ts'
import { changeOrder, DELIVERED, publishPlan, secondKey } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { addHook } from '../../support/receiver.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
// What the customer of these tests is called, and where it lives.
const PERSONAL = /ada@|Muster|Lindenweg|10115|Berlin/

interface Told {
  readonly event: string
  readonly type: string
  readonly payload: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> }
}

describe.each(['PGlite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let database: TestDatabase | undefined
  let app: TestApp
  let program: Program
  let other: string
  const seen = new Set<string>()

  beforeAll(async () => {
    database = engine === 'PostgreSQL' ? await createTestDatabase() : undefined
    app = await createTestApp(database ? { place: { url: database.url } } : {})
    program = (await firstProgram(app.database)) as Program
    await addService(app)
    await publishPlan(app)
    other = await secondKey(app)
    await addHook(app, 'https://erp.example/events')
  })
  afterAll(async () => {
    await app.close()
    await database?.drop()
  })

  /** What was told since the last call, oldest first. */
  const told = async (): Promise<Told[]> => {
    const rows = await app.database.query<Told & { key: number }>(
      'delete from deliveries returning delivery_key as key, event_id as event, type, payload',
    )
    for (const { type } of rows) seen.add(type)
    return rows.sort((a, b) => a.key - b.key)
  }
  const types = async () => (await told()).map(({ type }) => type)
  const staff = async (name: EndpointName, parameters: Record<string, string>, body: object = {}, authorization?: string) => {
    const answer = await app.staff(name, { parameters, body, ...(authorization && { authorization }) })
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`)
    return answer
  }
  const place = async (more: Parameters<typeof buildOrder>[1] = {}): Promise<OrderAnswer> =>
    (await (await postOrder(app, await buildOrder(app, more))).json()) as OrderAnswer
  const at = async (steps: () => Promise<unknown>): Promise<string[]> => {
    await told()
    await steps()
    return types()
  }
  const kinds = async (steps: () => Promise<unknown>): Promise<string[]> => [...new Set(await at(steps))].sort()
  beforeEach(told)

  test('an order is told with its id, its state and its sum, and nothing of the customer', async () => {
    const order = await place()
    const [{ payload, event } = { payload: undefined, event: '' }, ...more] = await told()
    expect(more).toEqual([])
    expect(event).toMatch(/^evt_[\w-]{21}$/)
    expect(payload).toEqual({
      type: 'order.placed',
      timestamp: new Date(app.clock.now).toISOString(),
      data: {
        id: order.orderId,
        number: order.number,
        state: 'placed',
        affiliate: 'FERNWEH',
        currency: 'EUR',
        totalMinor: 1_980,
        test: false,
      },
    })
  })

  test('each step of an order is told, with what it does to commissions', async () => {
    const order = await place({ customer: buildCustomer({ phone: '+49 30 123456' }) })
    const step = (...steps: Parameters<typeof changeOrder>[2][]) => at(() => changeOrder(app, order, ...steps))
    expect(await step('markOrderPaid')).toEqual(expect.arrayContaining(['order.paid', 'commission.created']))
    expect(await step('confirmOrder')).toEqual(['order.confirmed'])
    expect((await step(['shipOrder', { carrier: 'DHL', tracking: '00340434' }])).sort()).toEqual(['order.shipped', 'shipment.created'])
    expect((await step('deliverOrder')).sort()).toEqual(['commission.held', 'order.delivered'])
    expect(await step('chargeBackOrder')).toEqual(expect.arrayContaining(['order.charged_back', 'commission.reversed']))
    expect(await step('winBackOrder')).toEqual(expect.arrayContaining(['order.chargeback_won', 'commission.reinstated']))
    const refund = { id: newId('refund'), reason: 'Ada Muster sent it back.' }
    expect(await step(['postRefund', refund])).toEqual(expect.arrayContaining(['order.refunded', 'refund.created', 'commission.reversed']))
  })

  test('each step of a return is told, and nothing of what the customer wrote', async () => {
    const steps: Parameters<typeof changeOrder>[2][] = ['markOrderPaid', 'confirmOrder', ['shipOrder', { carrier: 'DHL' }], 'deliverOrder']
    const withdrawn = async () => {
      const order = await place()
      await changeOrder(app, order, ...steps)
      await told()
      const secret = order.statusUrl.split('/').at(-1)
      const body = { id: newId('return'), secret, name: 'Ada Muster', email: 'ada@customer.example', reason: 'Not in Berlin.' }
      await app.fetch(`${app.origin}/v1/orders/${order.orderId}/withdrawal`, { method: 'POST', body: JSON.stringify(body) })
      const [announced] = await told()
      expect(announced).toMatchObject({
        type: 'return.announced',
        payload: { data: { id: body.id, number: order.number, state: 'announced' } },
      })
      expect(JSON.stringify(announced)).not.toMatch(PERSONAL)
      return { order, id: body.id }
    }
    const received = await withdrawn()
    expect(await kinds(() => staff('receiveReturn', { id: received.id }))).toEqual([
      ...['commission.reversed', 'order.refunded', 'refund.created', 'return.received', 'return.refunded'],
    ])
    const { order, id } = await withdrawn()
    expect(await kinds(() => staff('refuseReturn', { id }, { reason: 'It never came back.' }))).toEqual(['return.refused'])
    await changeOrder(app, order, ['postRefund', { id: newId('refund') }])
  })

  test('an order that waits is told as placed, then as accepted', async () => {
    const waiting = await place({ expectedTotalMinor: 1 })
    expect(await told()).toMatchObject([{ type: 'order.placed', payload: { data: { state: 'awaiting_customer' } } }])
    expect(await at(() => moveOrder(app.parent, program, waiting.orderId, { kind: 'accept' }, 'customer'))).toEqual(['order.accepted'])
    expect(await at(() => changeOrder(app, waiting, 'cancelOrder'))).toEqual(['order.cancelled'])
  })

  test('commissions and payouts are told as they move', async () => {
    const order = await place()
    await changeOrder(app, order, ...DELIVERED)
    app.clock.now += 40 * DAY_MS
    expect(await kinds(() => settleDueOrders(app.parent))).toEqual(['commission.payable'])
    const draft = async () => ((await (await staff('postPayouts', {})).json()) as PayoutBatch).batch
    const first = await draft()
    expect(await types()).toEqual(['payout.drafted'])
    expect(await at(() => staff('withdrawPayouts', { id: first }))).toEqual(['payout.withdrawn'])
    const second = await draft()
    expect(await at(() => staff('approvePayouts', { id: second }, {}, other))).toEqual(['payout.approved'])
    expect(await kinds(() => staff('sendPayouts', { id: second }))).toEqual(['commission.paid', 'payout.sent'])
    expect(await kinds(() => staff('failPayouts', { id: second }))).toEqual(['commission.returned', 'payout.failed'])
    const third = await draft()
    await staff('approvePayouts', { id: third }, {}, other)
    await staff('sendPayouts', { id: third })
    await told()
    await staff('settlePayouts', { id: third })
    const [{ payload, type } = { payload: undefined, type: '' }] = await told()
    expect(type).toBe('payout.settled')
    expect(payload?.data).toMatchObject({ batch: third, affiliate: 'FERNWEH', state: 'settled', currency: 'EUR', amountMinor: 125 })
  })

  test('requests, deals and milestones are told as they move', async () => {
    const lead = await addRequest(app)
    expect(await told()).toMatchObject([{ type: 'lead.received', payload: { data: { id: lead.id, number: lead.number, state: 'new' } } }])
    const step = (name: EndpointName, body: object = {}) => at(() => ofLead(app, name, lead.number, body))
    expect(await step('contactLead')).toEqual(['lead.contacted'])
    expect(await step('loseLead', { reason: 'Ada Muster moved.' })).toEqual(['lead.lost'])
    expect(await step('reopenLead')).toEqual(['lead.reopened'])
    await staff('postAffiliate', {}, { name: 'Kite', email: 'kite@kite.example', code: 'K1TE' })
    expect(await step('assignLead', { affiliate: 'K1TE', reason: 'Nearer.' })).toEqual(['lead.assigned'])
    expect(await step('postProposal', buildProposal({ validUntil: '2026-12-31' }))).toEqual(['lead.proposed'])
    const no = { decision: 'declined', by: 'customer', name: 'Ada Muster', note: 'Too dear.', actor: 'customer' } as const
    expect(await at(() => decideProposal(app.parent, program, lead.number, no))).toEqual(['lead.declined'])
    const unanswered = await addRequest(app)
    await app.database.query('update leads set answer_by = received_at where id = $1', [unanswered.id])
    app.clock.now += DAY_MS
    expect(await at(() => ofLead(app, 'takeOverLead', unanswered.number, { reason: 'It waits.' }))).toEqual(['lead.taken_over'])
    app.clock.now += 400 * DAY_MS
    expect(await kinds(() => expireLeads(app.parent))).toEqual(['lead.expired'])
  })

  test('a deal and its milestones are told, and the order that a payment makes', async () => {
    const won = await at(() => winDeal(app, buildProposal({ validUntil: '2027-12-31' })))
    expect(won).toEqual(['lead.received', 'lead.proposed', 'deal.won'])
    const deal = await winDeal(app, buildProposal({ validUntil: '2027-12-31' }))
    const [survey, draft, last] = deal.milestones.map(({ id }) => id)
    expect(await at(() => ofLead(app, 'invoiceMilestone', survey ?? ''))).toEqual(['milestone.invoiced'])
    expect(await at(() => ofLead(app, 'payMilestone', survey ?? ''))).toEqual(
      expect.arrayContaining(['order.placed', 'order.paid', 'milestone.paid', 'commission.created']),
    )
    expect(await at(() => ofLead(app, 'cancelMilestone', draft ?? ''))).toEqual(['milestone.cancelled'])
    expect(last).toBeDefined()
    expect(await at(() => ofLead(app, 'cancelDeal', deal.number, { reason: 'Moved.' }))).toEqual(
      expect.arrayContaining(['deal.cancelled', 'milestone.cancelled']),
    )
  })

  test('affiliates are told by id, code and state, without name and address', async () => {
    await staff('postAffiliate', {}, { name: 'Below', email: 'b@below.example', code: 'BE70W', sponsor: 'FERNWEH' })
    expect(await told()).toMatchObject([
      { type: 'affiliate.added', payload: { data: { code: 'BE70W', sponsor: 'FERNWEH', state: 'active' } } },
    ])
    const code = 'BE70W'
    expect(await at(() => staff('suspendAffiliate', { code }))).toEqual(['affiliate.suspended'])
    expect(await at(() => staff('resumeAffiliate', { code }))).toEqual(['affiliate.resumed'])
    expect(await at(() => staff('moveAffiliate', { code }, { sponsor: null, reason: 'Asked for.' }))).toEqual(['affiliate.moved'])
    expect(await at(() => staff('closeAffiliate', { code }))).toEqual(['affiliate.closed'])

    const apply = async (email: string): Promise<string> => {
      await app.fetch(`${app.origin}/v1/applications`, {
        method: 'POST',
        body: JSON.stringify({ name: 'New', email, website: 'new.example' }),
      })
      const [{ payload } = { payload: undefined }] = await told()
      expect(payload).toMatchObject({ type: 'affiliate.applied', data: { state: 'applied' } })
      expect(JSON.stringify(payload)).not.toContain('@')
      return String(payload?.data['code'])
    }
    const first = await apply('one@new.example')
    expect(await at(() => staff('approveAffiliate', { code: first }))).toEqual(['affiliate.approved'])
    const second = await apply('two@new.example')
    expect(await at(() => staff('declineAffiliate', { code: second }, { reason: 'Unknown.' }))).toEqual(['affiliate.declined'])
  })

  test('every kind of event of the table was told by the tests above, and none that is not in it', () => {
    const expected = WEBHOOK_EVENTS.filter((event) => event !== 'webhook.test')
    expect([...seen].sort()).toEqual([...expected].sort())
  })

  test('what a test site causes is told as a test, and goes with the purge', async () => {
    await place({ site: app.testSite.key })
    const rows = await app.database.query<{ test: boolean; payload: Told['payload'] }>('select test, payload from deliveries')
    expect(rows).toMatchObject([{ test: true, payload: { data: { test: true } } }])
    await staff('purgeTest', {})
    expect(await told()).toEqual([])
  })

  test('a transition that is rolled back leaves no delivery, one that is committed leaves one', async () => {
    const { orderId: id } = await place()
    await told()
    const [{ orderKey } = { orderKey: 0 }] = await app.database.query<{ orderKey: number }>(
      'select order_key as "orderKey" from orders where id = $1',
      [id],
    )
    const step = { from: 'placed', to: 'confirmed', event: 'confirm', actor: 'test', at: new Date(app.clock.now) } as const
    const move = (end: () => void) =>
      app.database.transaction(async (transaction) => {
        await lockOrder(transaction, program.programId, orderKey)
        await recordTransition(transaction, program.programId, { orderKey, id, test: false }, step)
        expect(await transaction.query('select 1 from deliveries')).toHaveLength(1)
        end()
      })
    await expect(
      move(() => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await told()).toEqual([])
    await move(() => {})
    expect(await types()).toEqual(['order.confirmed'])
  })

  test('a webhook hears what it asked for, one event has one id for all, and a disabled webhook hears nothing', async () => {
    const hook = await addHook(app, 'https://crm.example/', ['refund.*', 'order.paid'])
    const order = await place()
    expect(await told()).toHaveLength(1)
    await changeOrder(app, order, 'markOrderPaid')
    const paid = (await told()).filter(({ type }) => type === 'order.paid')
    expect(paid).toHaveLength(2)
    expect(new Set(paid.map(({ event }) => event)).size).toBe(1)
    await staff('disableWebhook', { id: hook.id })
    await changeOrder(app, order, ['postRefund', { id: newId('refund') }])
    expect((await told()).filter(({ type }) => type === 'refund.created')).toHaveLength(1)
    await staff('removeWebhook', { id: hook.id })
  })

  test('nothing personal is in any payload', async () => {
    const order = await place({ customer: buildCustomer({ phone: '+49 30 123456', note: 'Ring at Muster' }) })
    await changeOrder(app, order, ...DELIVERED, ['postRefund', { id: newId('refund'), reason: 'Ada Muster sent it back.' }])
    await winDeal(app, buildProposal({ validUntil: '2027-12-31' }))
    const all = await told()
    expect(all.length).toBeGreaterThan(8)
    expect(JSON.stringify(all)).not.toMatch(PERSONAL)
  })
})
