import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyStatements } from '@tributary/parent/core/statement'
import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import { eraseWhatIsOld } from '@tributary/parent/jobs/retention'
import type { CustomerFile, Erasure } from '@tributary/protocol/erasure'
import { newId } from '@tributary/protocol/id'
import type { LeadAnswer } from '@tributary/protocol/lead'
import type { Customer, OrderAnswer } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { Statement } from '@tributary/protocol/statement'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { allTexts } from '../../support/backup.ts'
import { buildCustomer, buildOrder, buildPolicy, postOrder } from '../../support/build.ts'
import { addService, buildContact, buildProposal, ofLead } from '../../support/deal.ts'
import { buildLead, postLead } from '../../support/lead.ts'
import { changeOrder, publishPlan } from '../../support/plan.ts'
import { addHook } from '../../support/receiver.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const ZOE: Customer = {
  email: 'Zoe.Quillfeather+shop@customer.example',
  phone: '+49 170 7654321',
  delivery: { name: 'Zoë Quillfeather', line1: 'Amselgrund 77', line2: 'c/o Brandt', postcode: '04109', city: 'Leipzig', country: 'DE' },
  billing: { name: 'Quillfeather & Partner', line1: 'Postfach 88 99', postcode: '04109', city: 'Leipzig', country: 'DE' },
  note: 'Leave it with Mr Dunkelberg, please.',
}
const TRACES = ['quillfeather', '7654321', 'amselgrund', 'postfach 88', 'dunkelberg', 'leipzig', '04109', '00340434161094']

let app: TestApp
let order: OrderAnswer
let lead: LeadAnswer
let sumsBefore: unknown
let tables: Record<string, readonly string[]>

beforeAll(async () => {
  app = await createTestApp({ allowsPrivateWebhooks: true })
  await addService(app)
  await publishPlan(app)
  await addHook(app, 'https://receiver.example/')
  app.clock.now += DAY_MS
  order = (await (await postOrder(app, await buildOrder(app, { customer: ZOE }))).json()) as OrderAnswer
  await postOrder(app, await buildOrder(app))
  await changeOrder(
    app,
    order,
    'markOrderPaid',
    'confirmOrder',
    ['shipOrder', { carrier: 'DHL', tracking: '00340434161094' }],
    'deliverOrder',
  )
  await changeOrder(app, order, [
    'postRefund',
    { id: newId('refund'), amounts: undefined, lines: [{ sku: 'mug', amountMinor: 200 }], reason: 'Ms Quillfeather found a scratch.' },
  ])
  await withdrawInVain(order)

  const contact = buildContact({ name: 'Zoë Quillfeather', email: 'zoequillfeather@customer.example', phone: '0170 7654321' })
  lead = (await (await postLead(app, await buildLead(app, { contact }))).json()) as LeadAnswer
  await ofLead(app, 'postPost', lead.number, { id: newId('post'), body: 'Dear Ms Quillfeather, we come to Amselgrund 77.' })
  await ofLead(app, 'postProposal', lead.number, buildProposal({ terms: 'For Zoë Quillfeather, Amselgrund 77.' }))
  await ofLead(app, 'winLead', lead.number, { name: 'Zoë Quillfeather', note: 'Signed in Leipzig.' })
  app.clock.now += 40 * DAY_MS
  await settleDueOrders(app.parent)
  await app.staff('closePeriod', { parameters: { period: '2026-03' } })
  sumsBefore = await ledgerSums()
  tables = await allTexts(app.database)
})
afterAll(() => app.close())

async function withdrawInVain({ orderId, statusUrl }: OrderAnswer): Promise<void> {
  const secret = statusUrl.split('/').at(-1)
  const body = {
    id: newId('return'),
    secret,
    name: 'Z. Quillfeather',
    email: 'z@quillfeather.example',
    reason: 'Fetch it from Amselgrund 77.',
  }
  await app.app.request(`${app.origin}/v1/orders/${orderId}/withdrawal`, { method: 'POST', body: JSON.stringify(body) })
  const answer = await app.staff('refuseReturn', { parameters: { id: body.id }, body: { reason: 'Ms Quillfeather kept it.' } })
  if (!answer.ok) throw new Error(await answer.text())
}

const ledgerSums = () =>
  app.database.query(
    `select account, affiliate_id, currency, side, sum(amount_minor)::bigint as sum, count(*) from entries group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
const erase = (who: string, open?: boolean) => app.staff('eraseCustomer', { body: { who, ...(open !== undefined && { open }) } })
const tracesIn = (texts: Record<string, readonly string[]>): string[] =>
  Object.entries(texts).flatMap(([table, rows]) =>
    TRACES.filter((trace) => rows.some((row) => row.toLowerCase().includes(trace))).map((trace) => `${table}: ${trace}`),
  )
const statements = async (): Promise<Statement[]> => {
  const parameters = { affiliate: app.affiliate.code, period: '2026-03', currency: 'EUR' }
  return [(await (await app.staff('showStatement', { parameters })).json()) as Statement]
}

describe('a customer', () => {
  test('is shown everything that is held, however the mailbox is written', async () => {
    const shown = (await (await app.staff('showCustomer', { body: { who: 'ZOE.quillfeather@customer.example' } })).json()) as CustomerFile
    expect(shown.orders).toMatchObject([{ number: order.number, customer: { phone: ZOE.phone } }])
    expect(shown.leads).toMatchObject([{ number: lead.number, contact: { name: 'Zoë Quillfeather' } }])
    expect(shown.messages.length).toBeGreaterThan(1)
    expect(JSON.stringify(shown.conversations)).toContain('Amselgrund 77')
    expect((await app.staff('showCustomer', { body: { who: 'nobody@customer.example' } })).status).toBe(404)
  })

  test('is in many tables before the erasure, so that the search afterwards can find something', () => {
    expect(new Set(tracesIn(tables).map((trace) => trace.split(':')[0]))).toEqual(
      new Set([
        'conversations',
        'decision_parts',
        'lead_transitions',
        'leads',
        'messages',
        'order_transitions',
        'orders',
        'posts',
        'proposals',
        'refunds',
        'return_transitions',
        'returns',
        'shipments',
      ]),
    )
  })

  test('whose milestones are not paid is not erased unasked', async () => {
    const answer = await erase(order.number)
    expect(answer.status).toBe(409)
    expect(((await answer.json()) as Problem).detail).toContain(lead.number)
    expect(await allTexts(app.database)).toEqual(tables)
  })

  test('leaves no trace in a dump, and the ledger’s sums and every proof as they were', async () => {
    const before = await statements()
    const done = (await (await erase(order.number, true)).json()) as Erasure
    expect(done).toMatchObject({ orders: [order.number], leads: [lead.number], left: [], isAffiliate: false })
    expect(done.erased).toMatchObject({ orders: 1, leads: 1, conversations: 1, posts: 1 })
    expect(done.erased.statementLines).toBeGreaterThan(0)
    expect(done.searched).toBeGreaterThan(6)

    expect(tracesIn(await allTexts(app.database))).toEqual([])
    const files = readdirSync(join(app.dataDir, 'files')).map((name) => readFileSync(join(app.dataDir, 'files', name), 'utf8'))
    expect(files.filter((file) => /quillfeather/i.test(file))).toEqual([])
    expect(await ledgerSums()).toEqual(sumsBefore)
    expect(await (await app.staff('checkLedger')).json()).toMatchObject({ wrong: [] })

    const [after] = await statements()
    expect(after?.hash).toBe(before[0]?.hash)
    expect(after?.lines.map(({ amountMinor }) => amountMinor)).toEqual(before[0]?.lines.map(({ amountMinor }) => amountMinor))
    expect(verifyStatements(after ? [after] : [])).toMatchObject({ broken: [], erased: done.erased.statementLines })
    const verified = await ofLead<{ verifications: { broken: string[]; erased: string[] }[] }>(app, 'verifyProposals', lead.number)
    expect(verified.verifications).toMatchObject([{ broken: [], erased: expect.arrayContaining(['name', 'email', 'note', 'proposal']) }])
  })

  test('who was erased is shown as such on every page, is not found again, and gets no mail', async () => {
    expect((await erase(ZOE.email)).status).toBe(404)
    const shown = await app.staff('showOrder', { parameters: { id: order.number } })
    expect(await shown.json()).toMatchObject({ customer: { email: 'erased@erased.invalid' }, totals: { totalMinor: 1_980 } })
    expect((await app.app.request(order.statusUrl)).status).toBe(200)
    expect((await app.app.request(lead.statusUrl)).status).toBe(200)
    await changeOrder(app, order, ['postRefund', { id: newId('refund'), lines: [{ sku: 'mug', amountMinor: 100 }] }])
    expect(await app.database.query(`select recipient from messages where recipient like '%erased%'`)).toEqual([])
  })

  test('of another mailbox is untouched', async () => {
    const rows = await app.database.query<{ email: string }>(`select customer ->> 'email' as email from orders where number <> $1`, [
      order.number,
    ])
    expect(rows).toEqual([{ email: buildCustomer().email }])
  })
})

describe('the time for which personal data are kept', () => {
  test('erases what is over and older, and nothing that is still open', async () => {
    await app.staff('putProgram', { body: { ...buildPolicy(), retention: { ordersDays: 100, messagesDays: 100 } } })
    const old = (await (
      await postOrder(app, await buildOrder(app, { customer: { ...buildCustomer(), email: 'old@customer.example' } }))
    ).json()) as OrderAnswer
    await changeOrder(app, old, ['cancelOrder', { reason: 'The customer Oldrich called.' }])
    app.clock.now += 99 * DAY_MS
    expect(await eraseWhatIsOld(app.parent)).toBe(0)
    app.clock.now += 2 * DAY_MS
    expect(await eraseWhatIsOld(app.parent)).toBe(1)
    expect(await eraseWhatIsOld(app.parent)).toBe(0)
    const emails = await app.database.query<{ email: string }>(`select customer ->> 'email' as email from orders order by order_key`)
    expect(emails.map(({ email }) => email)).toEqual(['erased@erased.invalid', 'ada@customer.example', 'erased@erased.invalid'])
    expect(JSON.stringify(await allTexts(app.database))).not.toContain('Oldrich')
  })
})
