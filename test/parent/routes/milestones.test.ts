import type { Commission, CommissionExplanation } from '@tributary/protocol/commission'
import { newId } from '@tributary/protocol/id'
import type { Deal } from '@tributary/protocol/milestone'
import type { OrderRecord } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { addRequest, addService, buildProposal, ofLead, winDeal } from '../../support/deal.ts'
import { balances, publishPlan, wrongInLedger } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

// Worked out by hand, 20, 8 and 3 % for services. 300.00 contains 47.90 of tax (300 − 300 ÷ 1.19, half up): its base is 252.10.
// 700.00 contains 111.76: its base is 588.24. Half of it goes back: of each commission floor(earned × 350 ÷ 700) is kept.
const TABLE = [
  { affiliate: 'SAM', level: 0, survey: 5_042, draft: 11_764, kept: 5_882, reversed: 5_882 },
  { affiliate: 'FERNWEH', level: 1, survey: 2_016, draft: 4_705, kept: 2_352, reversed: 2_353 },
  { affiliate: 'T0P', level: 2, survey: 756, draft: 1_764, kept: 882, reversed: 882 },
]

describe.each(['PGlite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let database: TestDatabase | undefined
  let app: TestApp
  beforeAll(async () => {
    database = engine === 'PostgreSQL' ? await createTestDatabase() : undefined
    app = await createTestApp(database ? { place: { url: database.url } } : {})
    await addService(app)
    await app.staff('postAffiliate', { body: { name: 'Top', email: 'top@top.example', code: 'T0P' } })
    await app.staff('moveAffiliate', { parameters: { code: 'FERNWEH' }, body: { sponsor: 'T0P', reason: 'Set up.' } })
    await app.staff('postAffiliate', { body: { name: 'Sam', email: 'sam@sam.example', code: 'SAM', sponsor: 'FERNWEH' } })
    const levels = [{ basisPoints: 2_000 }, { basisPoints: 800 }, { basisPoints: 300 }]
    await publishPlan(app, { holdDays: 14, rules: [{ id: 'services', kind: 'service', levels }] })
  })
  afterAll(async () => {
    await app.close()
    await database?.drop()
  })

  const commissions = async (order: string): Promise<readonly Commission[]> => {
    const answer = await app.staff('listCommissions', { query: `?order=${order}` })
    return ((await answer.json()) as { commissions: Commission[] }).commissions.toSorted((a, b) => a.level - b.level)
  }
  const earned = (rows: readonly Commission[]) => rows.map(({ affiliate, amountMinor }) => [affiliate, amountMinor])

  describe('a milestone that is paid', () => {
    let deal: Deal
    let orders: string[]
    test('earns at every level as a line of an order does, and is held from then on', async () => {
      deal = await winDeal(app, buildProposal(), 'SAM')
      expect(deal).toMatchObject({ version: 1, totalMinor: 150_000, paidMinor: 0 })
      const [survey, draft] = deal.milestones
      deal = await ofLead(app, 'payMilestone', survey?.id ?? '')
      deal = await ofLead(app, 'invoiceMilestone', draft?.id ?? '')
      expect(deal.milestones.map(({ state }) => state)).toEqual(['paid', 'invoiced', 'due'])
      deal = await ofLead(app, 'payMilestone', draft?.id ?? '')
      orders = deal.milestones.flatMap(({ order }) => (order ? [order.number] : []))
      expect(deal.paidMinor).toBe(100_000)
      expect(earned(await commissions(orders[0] ?? ''))).toEqual(TABLE.map((row) => [row.affiliate, row.survey]))
      expect(earned(await commissions(orders[1] ?? ''))).toEqual(TABLE.map((row) => [row.affiliate, row.draft]))
      const sums = TABLE.map(({ affiliate, survey: one, draft: two }) => [`affiliate_held ${affiliate}`, one + two] as const)
      const expense = -sums.reduce((sum, [, amount]) => sum + amount, 0)
      expect(await balances(app)).toEqual({ ...Object.fromEntries(sums), commission_expense: expense })
    })

    test('earns once, however often it is reported', async () => {
      const before = await balances(app)
      const id = deal.milestones[0]?.id ?? ''
      const again = await Promise.all([1, 2, 3, 4].map(() => ofLead<Deal>(app, 'payMilestone', id)))
      expect(new Set(again.map(({ milestones }) => milestones[0]?.order?.number))).toEqual(new Set([orders[0]]))
      expect(await balances(app)).toEqual(before)
    })

    test('is a delivered, paid order of one line that says what it was for', async () => {
      const order = await ofLead<OrderRecord>(app, 'showOrder', orders[1] ?? '')
      expect(order).toMatchObject({ state: 'delivered', payment: 'paid', totals: { totalMinor: 70_000, taxMinor: 11_176 } })
      expect(order.lines).toMatchObject([{ title: 'Kitchen planning', variant: 'First draft', quantity: 1, totalMinor: 70_000 }])
    })

    test('is reversed at every level when half of it goes back', async () => {
      const body = { id: newId('refund'), lines: [{ sku: 'kitchen-planning', amountMinor: 35_000 }], reason: 'The draft was late.' }
      await ofLead(app, 'postRefund', orders[1] ?? '', body)
      expect(earned(await commissions(orders[1] ?? ''))).toEqual(TABLE.map((row) => [row.affiliate, row.kept]))
      expect((await ofLead<Deal>(app, 'getDeal', deal.number)).refundedMinor).toBe(35_000)
      expect(await wrongInLedger(app)).toEqual([])
    })

    test('cannot be cancelled; one that is not paid can, and then earns nothing', async () => {
      const [survey, , plan] = deal.milestones
      const refused = await app.staff('cancelMilestone', { parameters: { id: survey?.id ?? '' } })
      expect([refused.status, ((await refused.json()) as Problem).detail]).toEqual([409, '“Survey” is paid; it cannot cancel now.'])
      const cancelled = await ofLead<Deal>(app, 'cancelMilestone', plan?.id ?? '')
      expect(cancelled.milestones.map(({ state }) => state)).toEqual(['paid', 'paid', 'cancelled'])
      expect((await app.staff('payMilestone', { parameters: { id: plan?.id ?? '' } })).status).toBe(409)
    })

    test('pays by the plan and the upline that were frozen when the deal was won', async () => {
      const late = await winDeal(app, buildProposal(), 'SAM')
      await app.staff('moveAffiliate', { parameters: { code: 'SAM' }, body: { sponsor: 'T0P', reason: 'Moved after the deal.' } })
      const paid = await ofLead<Deal>(app, 'payMilestone', late.milestones[0]?.id ?? '')
      const rows = await commissions(paid.milestones[0]?.order?.number ?? '')
      expect(rows.map(({ affiliate }) => affiliate)).toEqual(['SAM', 'FERNWEH', 'T0P'])
      await app.staff('moveAffiliate', { parameters: { code: 'SAM' }, body: { sponsor: 'FERNWEH', reason: 'Back.' } })
    })
  })

  test('a deal that is cancelled with its money back reverses everything, and what was open is not due', async () => {
    const before = await balances(app)
    const deal = await winDeal(app, buildProposal(), 'SAM')
    await ofLead(app, 'payMilestone', deal.milestones[0]?.id ?? '')
    await ofLead(app, 'payMilestone', deal.milestones[1]?.id ?? '')
    const ended = await ofLead<Deal>(app, 'cancelDeal', deal.number, { reason: 'The flat was sold.', refund: true })
    expect(ended).toMatchObject({ paidMinor: 100_000, refundedMinor: 100_000 })
    expect(ended.milestones.map(({ state }) => state)).toEqual(['paid', 'paid', 'cancelled'])
    expect(await balances(app)).toEqual(before)
    expect(await wrongInLedger(app)).toEqual([])
    expect((await app.staff('cancelDeal', { parameters: { id: deal.number }, body: { reason: 'Again.' } })).status).toBe(409)
  })

  test('a milestone that repeats falls due once a month until its end, on days that there are', async () => {
    const monthly = { title: 'Care', condition: 'In advance', amountMinor: 5_000, dueOn: '2026-12-31', months: 4 }
    const lines = [{ title: 'Care, per month', quantity: 4, unitMinor: 5_000 }]
    const { milestones } = await winDeal(app, buildProposal({ lines, milestones: [monthly] }))
    expect(milestones.map(({ title, dueOn, totalMinor }) => [title, dueOn, totalMinor])).toEqual([
      ['Care (1 of 4)', '2026-12-31', 5_000],
      ['Care (2 of 4)', '2027-01-31', 5_000],
      ['Care (3 of 4)', '2027-02-28', 5_000],
      ['Care (4 of 4)', '2027-03-31', 5_000],
    ])
  })

  test('a request that staff took over earns by the share that was left, and the explanation says so', async () => {
    const lead = await addRequest(app, { affiliate: 'SAM' })
    await app.database.query(`update leads set share_basis_points = 5000, handled_by = 'staff' where lead_key = $1`, [lead.leadKey])
    await ofLead(app, 'postProposal', lead.number, buildProposal())
    const deal = await ofLead<Deal>(app, 'winLead', lead.number, { name: 'Ada', note: 'By telephone.' })
    const paid = await ofLead<Deal>(app, 'payMilestone', deal.milestones[0]?.id ?? '')
    const [direct] = await commissions(paid.milestones[0]?.order?.number ?? '')
    // Half of 252.10 is 126.05; a fifth of that is 25.21.
    expect(direct?.earnedMinor).toBe(2_521)
    const why = await ofLead<CommissionExplanation>(app, 'explainCommission', direct?.id ?? '')
    expect(why.steps.map(({ what }) => what)).toContain('staff took the request over, so 50 % of €252.10 counts, rounded down')
  })

  test('a milestone of a test request earns nothing in the ledger', async () => {
    const before = await balances(app)
    const lead = await addRequest(app, { affiliate: 'SAM', test: true })
    await ofLead(app, 'postProposal', lead.number, buildProposal())
    const deal = await ofLead<Deal>(app, 'winLead', lead.number, { name: 'Ada', note: 'A test.' })
    await ofLead(app, 'payMilestone', deal.milestones[0]?.id ?? '')
    expect(await balances(app)).toEqual(before)
    expect((await app.staff('purgeTest')).status).toBe(200)
    expect((await app.staff('getDeal', { parameters: { id: lead.number } })).status).toBe(404)
  })
})
