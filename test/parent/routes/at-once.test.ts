import { cancelWaitingOrders } from '@tributary/parent/jobs/waiting-orders'
import { receiveApplication } from '@tributary/parent/routes/applications'
import { takeInvitation } from '@tributary/parent/routes/invitations'
import { changeOrder as changeStoredOrder } from '@tributary/parent/routes/order-changes'
import { askAboutOffer, askAboutOrder, QUESTION_LIMITS } from '@tributary/parent/routes/questions'
import { withdraw } from '@tributary/parent/routes/withdrawals'
import { claimMessage } from '@tributary/parent/store/messages'
import { firstProgram, type Program } from '@tributary/parent/store/programs'
import { addTouches, type NewTouchRow } from '@tributary/parent/store/touches'
import type { Invitation } from '@tributary/protocol/application'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'
import { addService, ofLead, winDeal } from '../../support/deal.ts'
import { changeOrder, DELIVERED, publishPlan, secondKey } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { inTurn } from '../../support/turns.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let database: TestDatabase
let app: TestApp
let program: Program
beforeAll(async () => {
  database = await createTestDatabase({ breaksCircles: false })
  app = await createTestApp({ place: { url: database.url } })
  program = (await firstProgram(app.database)) as Program
})
afterAll(async () => {
  // First: who waits in a circle keeps its connection for ever.
  await database.drop()
  await app.close()
})

const place = async (letter: Parameters<typeof buildOrder>[1]): Promise<OrderAnswer> =>
  (await (await postOrder(app, await buildOrder(app, letter))).json()) as OrderAnswer
const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status
const states = async (table: string): Promise<unknown[]> =>
  (await app.database.query(`select state from ${table}`)).map((row) => row['state'])

test('an order that its customer accepts is not cancelled by a clock that looked before', async () => {
  const { number } = await place({ expectedTotalMinor: 100 })
  app.clock.now += 8 * DAY_MS
  const accept = async () => (await changeStoredOrder(app.parent, program, number, { kind: 'accept' }, 'customer')).ok
  const outcomes = await inTurn<unknown>(app, 'select from orders for update', accept, () => cancelWaitingOrders(app.parent))
  expect(outcomes).toEqual([true, 0])
  expect(await states('orders')).toEqual(['placed'])
})

describe('orders of the same two articles in another sequence', () => {
  test('are cancelled without waiting for each other in a circle', async () => {
    // So many that each is looked up by its key, in the sequence of the cart.
    await app.database.query(
      `with more as (
         insert into variants (program_id, offer_id, sku, position, options, amount_minor, tax_class, weight_grams, published)
         select program_id, offer_id, sku || '-' || n, position + n, array ['Size ' || n], amount_minor, tax_class, weight_grams, false
           from variants, generate_series(1, 5000) as n
          where sku = 'mug'
         returning program_id, variant_id
       )
       insert into stocks (program_id, variant_id, level, imported, backorder) select program_id, variant_id, 0, 0, false from more`,
    )
    await app.database.query('analyze stocks')
    await app.staff('postStock', { parameters: { sku: 'lamp' }, body: { level: 10, reason: 'Counted.' } })
    const lines = [
      { sku: 'mug', quantity: 1 },
      { sku: 'lamp', quantity: 1 },
    ]
    const orders = [
      await place({ lines: lines.toReversed(), expectedTotalMinor: 5_880 }),
      await place({ lines, expectedTotalMinor: 5_880 }),
    ]
    const cancel = ({ number }: OrderAnswer) => statusOf(app.staff('cancelOrder', { parameters: { id: number } }))
    // Whose cart begins with the lamp waits for it first, and holds nothing yet; the other one holds the mug by then.
    const lamp = `select from stocks join variants using (program_id, variant_id) where sku = 'lamp' for update of stocks`
    expect(await inTurn(app, lamp, ...orders.map((order) => () => cancel(order)))).toEqual([200, 200])
    expect(await app.database.query(`select level from stocks join variants using (program_id, variant_id) where sku = 'lamp'`)).toEqual([
      { level: 10 },
    ])
  })
})

test('a webhook that is removed while something is told takes nothing with it', async () => {
  const order = await place({})
  await app.staff('postWebhook', { body: { url: 'https://systems.example/hook' } })
  const [pay] = await inTurn(app, 'delete from webhooks', () => statusOf(app.staff('markOrderPaid', { parameters: { id: order.number } })))
  expect(pay).toBe(200)
})

test('two staff keys do not end each other', async () => {
  const second = await secondKey(app)
  const kids = await app.database.query<{ kid: string }>(`select kid from keys where purpose = 'staff' order by created_at`)
  const [first = '', other = ''] = kids.map(({ kid }) => kid)
  const retire = (kid: string, authorization?: string) => () =>
    statusOf(app.staff('retireKey', { parameters: { kid }, body: {}, ...(authorization && { authorization }) }))
  const answers = await inTurn(app, `select from keys where purpose = 'staff' for update`, retire(other), retire(first, second))
  expect(answers).toEqual([200, 404])
})

test('keys that are made at once leave the newest of them good', async () => {
  const rotate = () => statusOf(app.staff('rotateKey', { body: { purpose: 'link', keepDays: 0 } }))
  expect(await Promise.all(Array.from({ length: 5 }, rotate))).toEqual([201, 201, 201, 201, 201])
  const staying = await app.database.query(`select from keys where purpose = 'link' and expires_at is null`)
  expect(staying).toHaveLength(1)
})

test('a payment and a move of its network do not wait for each other in a circle', async () => {
  for (const [code, sponsor] of [
    ['ANNA', 'FERNWEH'],
    ['BERTA', 'ANNA'],
    ['CARA', 'ANNA'],
  ])
    await app.staff('postAffiliate', { body: { name: code, email: `${code}@x.example`, code, sponsor } })
  await publishPlan(app, { caps: { affiliateMonthMinor: { EUR: 100_000 } } })
  const order = await place({ via: 'BERTA' })
  // Stored behind its network now: what moves it by the sequence of the storage has Berta, waits for Cara, and comes to Anna last.
  await app.database.query(`update affiliates set email = 'anna@anna.example' where code = 'ANNA'`)
  const answers = await inTurn(
    app,
    `select from affiliates where code = 'CARA' for no key update`,
    () => statusOf(app.staff('moveAffiliate', { parameters: { code: 'ANNA' }, body: { sponsor: null, reason: 'As agreed.' } })),
    () => statusOf(app.staff('markOrderPaid', { parameters: { id: order.number } })),
  )
  expect(answers).toEqual([200, 200])
})

test('links to sign in that are asked for at once are one link', async () => {
  const ask = () =>
    statusOf(
      Promise.resolve(
        app.app.request(`${app.origin}/affiliate/sign-in`, {
          method: 'POST',
          headers: { Origin: app.origin, 'Content-Type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ email: app.affiliate.email }).toString(),
        }),
      ),
    )
  expect(await inTurn(app, 'lock table affiliate_keys in share row exclusive mode', ask, ask)).toEqual([200, 200])
  expect(await app.database.query(`select from affiliate_keys where purpose = 'sign_in'`)).toHaveLength(1)
})

test('an applicant whom staff approve while it takes up an invitation is approved once', async () => {
  const applied = { name: 'Nora', email: 'nora@shop.example', website: 'https://shop.example' }
  await receiveApplication(app.parent, program, applied)
  const { url } = (await (await app.staff('postInvitation', { body: { email: applied.email } })).json()) as Invitation
  const [row] = await app.database.query<{ code: string }>(`select code from affiliates where email = $1`, [applied.email])
  const outcomes = await inTurn<unknown>(
    app,
    `select from affiliates where email = 'nora@shop.example' for no key update`,
    () => statusOf(app.staff('approveAffiliate', { parameters: { code: row?.code ?? '' } })),
    () => takeInvitation(app.parent, program, url.split('/').at(-1) ?? '', applied),
  )
  expect(outcomes).toEqual([200, 'known'])
  expect(await app.database.query(`select from sites where name = 'shop.example'`)).toHaveLength(1)
})

test('touches that two processes write in another sequence do not wait for each other in a circle', async () => {
  const touch = (id: string): NewTouchRow => ({
    programId: program.programId,
    id,
    siteId: null,
    affiliateId: 1,
    campaign: '',
    subId: '',
    path: '/',
    referrer: '',
    issuedAt: app.parent.now(),
    test: false,
  })
  const [first, middle, last] = ['a', 'b', 'c'].map((letter) => touch(`${newId('touch').slice(0, 4)}${letter.repeat(21)}`)) as [
    NewTouchRow,
    NewTouchRow,
    NewTouchRow,
  ]
  const held = `insert into touches (program_id, id, affiliate_id, campaign, sub_id, path, referrer, issued_at, test)
    values (${program.programId}, '${middle.id}', 1, '', '', '/', '', now(), false)`
  await inTurn(
    app,
    held,
    () => addTouches(app.database, [first, middle, last]),
    () => addTouches(app.database, [last, middle, first]),
  )
  expect(await app.database.query('select from touches')).toHaveLength(3)
})

test('a customer who withdraws while staff erase their data is not erased', async () => {
  const { number } = await place({ customer: buildCustomer({ email: 'wanda@customer.example' }) })
  await changeOrder(app, { number }, ...DELIVERED)
  const statement = { id: newId('return'), secret: '', name: 'Wanda', email: 'wanda@customer.example' }
  const [order] = await app.database.query<{ id: string }>('select id from orders where number = $1', [number])
  const outcomes = await inTurn<unknown>(
    app,
    'select from orders for update',
    async () => (await withdraw(app.parent, program, order?.id ?? '', statement)).ok,
    () => statusOf(app.staff('eraseCustomer', { body: { who: number } })),
  )
  expect(outcomes).toEqual([true, 409])
  expect(await app.database.query('select name from returns')).toEqual([{ name: 'Wanda' }])
})

test('one message id in two conversations at once is refused in the second', async () => {
  for (const email of ['una@customer.example', 'duo@customer.example']) await place({ customer: buildCustomer({ email }) })
  const orders = await app.database.query<{ id: string }>('select id from orders order by order_key desc limit 2')
  const post = { id: newId('post'), body: 'Where is it?' }
  const ask = (id: string) => async () => {
    const asked = await askAboutOrder(app.parent, program, id, post)
    return asked.ok || asked.error.code
  }
  const [first, second] = orders.map(({ id }) => ask(id)) as [() => Promise<unknown>, () => Promise<unknown>]
  expect(await inTurn(app, 'lock table conversations in share mode', first, second)).toEqual([true, 'post_id_reused'])
})

test('questions that one mailbox sends at once are no way around its limit', async () => {
  const ask = async () => {
    const post = { id: newId('post'), body: 'Is it blue?' }
    const who = { via: '', name: 'Quin', email: 'quin@customer.example' }
    const asked = await askAboutOffer(app.parent, program, { offer: { handle: 'mug', title: 'Mug' }, ...who, post, test: false })
    return asked.ok || asked.error.code
  }
  for (let earlier = 1; earlier < QUESTION_LIMITS.ofCustomer; earlier++) expect(await ask()).toBe(true)
  expect(await inTurn(app, 'lock table conversations in share mode', ask, ask)).toEqual([true, 'rate_limited'])
})

test('addresses that are added at once are no way around their number', async () => {
  const add = async (at: number) => {
    const url = `https://tracker.example/${at}?n={order_number}`
    return statusOf(app.staff('postPostback', { parameters: { code: 'FERNWEH' }, body: { url } }))
  }
  for (let at = 1; at < 20; at++) expect(await add(at)).toBe(201)
  expect(await inTurn(app, 'lock table webhooks in share mode', ...[20, 21].map((at) => () => add(at)))).toEqual([201, 422])
})

test('a milestone that is paid while its deal is cancelled with refunds is refunded too', async () => {
  await addService(app)
  const { lead, milestones } = await winDeal(app)
  const [survey = '', draft = ''] = milestones.map(({ id }) => id)
  await ofLead(app, 'payMilestone', survey)
  const pay = () => statusOf(app.staff('payMilestone', { parameters: { id: draft } }))
  const cancel = () => statusOf(app.staff('cancelDeal', { parameters: { id: lead }, body: { reason: 'They moved away.', refund: true } }))
  expect(await inTurn(app, 'select from leads for update', pay, cancel)).toEqual([200, 200])
  const orders = await app.database.query(
    'select refunded_minor = total_minor as "isRefunded" from orders join milestones using (program_id, order_key)',
  )
  expect(orders).toEqual([{ isRefunded: true }, { isRefunded: true }])
})

test('a mail that one process sends is taken by no other for as long as a mail server is waited for', async () => {
  while (await claimMessage(app.database)) {}
  await app.database.query(`update messages set due_at = due_at - interval '20 seconds'`)
  expect(await claimMessage(app.database)).toBeUndefined()
  await app.database.query(`update messages set due_at = due_at - interval '1 minute'`)
  expect(await claimMessage(app.database)).toBeDefined()
})

test('what others are in the way of each time is answered 503, to be tried again', async () => {
  const order = await place({})
  await app.database.query(
    `create function be_in_the_way() returns trigger language plpgsql as $$ begin raise exception 'in the way' using errcode = '40001'; end $$`,
  )
  await app.database.query('create trigger in_the_way before update on orders for each row execute function be_in_the_way()')
  const answer = await app.staff('markOrderPaid', { parameters: { id: order.number } })
  await app.database.query('drop trigger in_the_way on orders')
  expect([answer.status, answer.headers.get('Retry-After'), await answer.json()]).toMatchObject([503, '2', { code: 'unavailable' }])
  expect((await app.staff('markOrderPaid', { parameters: { id: order.number } })).status).toBe(200)
})
