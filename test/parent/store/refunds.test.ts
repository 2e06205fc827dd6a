import { readdirSync, readFileSync } from 'node:fs'
import { type Database, openDatabase } from '@tributary/parent/store/database'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'

const MIGRATIONS = new URL('../../../packages/parent/migrations/', import.meta.url)

const paidOrder = async (app: TestApp, site = app.site.key): Promise<string> => {
  const order = await buildOrder(app, { site, lines: [{ sku: 'mug', quantity: 3 }], expectedTotalMinor: 4_960 })
  const { number } = (await (await postOrder(app, order)).json()) as OrderAnswer
  await app.staff('markOrderPaid', { parameters: { id: number } })
  return number
}
const refund = (app: TestApp, id: string, body: object) =>
  app.staff('postRefund', { parameters: { id }, body: { id: newId('refund'), ...body } })

describe('the database refuses', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
    const number = await paidOrder(app)
    await refund(app, number, { lines: [{ sku: 'mug', quantity: 1 }] })
  })
  afterAll(() => app.close())

  test.each([
    [
      'to give back more than was paid',
      `update orders set refunded_minor = paid_minor + 1, payment = 'charged_back'`,
      'refunds_never_exceed_what_was_paid',
    ],
    [
      'to give back more of a line than was paid for it',
      'update order_lines set refunded_minor = 4471',
      'line_refunds_never_exceed_what_was_paid',
    ],
    ['to release more of a line than its total', 'update order_lines set released_minor = 4471', 'line_releases_no_more_than_its_total'],
    ['to release more than the tax of a line', 'update order_lines set released_tax_minor = 715', 'line_releases_no_more_than_its_tax'],
    ['money in an unpaid order', `update orders set payment = 'unpaid'`, 'unpaid_order_has_no_money'],
    ['a payment that hides a refund', `update orders set payment = 'paid'`, 'payment_says_what_was_refunded'],
    ['a refund that does not add up', 'update refunds set amount_minor = amount_minor + 1', 'refund_amounts_add_up'],
    [
      'a refund that is not the sum of its lines',
      'update refunds set lines_minor = lines_minor + 1, amount_minor = amount_minor + 1',
      'refund_is_the_sum_of_its_lines',
    ],
    [
      'a refund that its order does not count',
      `insert into refunds (program_id, id, order_key, kind, reason, lines_minor, shipping_minor, amount_minor, payment, actor, at, test)
       select program_id, 'rfd_2', order_key, kind, reason, 0, 5, 5, payment, actor, at, test from refunds`,
      'order_counts_all_its_refunds',
    ],
  ])('%s', async (_, statement, constraint) => {
    await expect(app.database.query(statement)).rejects.toMatchObject({ constraint })
  })
})

test('a purge removes the refunds of tests and no others', async () => {
  const app = await createTestApp()
  const [number, ofTest] = [await paidOrder(app), await paidOrder(app, app.testSite.key)]
  for (const one of [number, ofTest]) expect((await refund(app, one, { shipping: 'all' })).status).toBe(201)
  await app.staff('purgeTest')
  expect(await app.database.query('select test from refunds')).toEqual([{ test: false }])
  await app.close()
})

describe('an order from before refunds were kept', () => {
  let database: Database
  beforeAll(async () => {
    database = await openDatabase({ memory: true })
    const names = readdirSync(MIGRATIONS).sort()
    const run = (some: readonly string[]) =>
      database.transaction(async (transaction) => {
        for (const name of some) await transaction.query(readFileSync(new URL(name, MIGRATIONS), 'utf8'))
      })
    await run(names.filter((name) => name < '0014'))
    // Rows that stand alone: what they would refer to does not matter here.
    await database.query('set session_replication_role = replica')
    await database.query(`
      insert into orders (program_id, id, number, state, payment, terms, currency, country, shipping, subtotal_minor, discount_minor,
                          shipping_minor, tax_minor, tax_included, total_minor, expected_total_minor, customer, attribution, flags, consent,
                          placed_at, test)
      select 1, 'ord_' || payment || included, payment || included, 'placed', payment, 'invoice', 'EUR', 'DE', '{}', 1000, 0, 490, 283, included,
             case when included then 1490 else 1773 end, 0, '{}', '{}', '{}', 'granted', now(), false
        from (values ('paid', true), ('paid', false), ('unpaid', true)) as kinds (payment, included)`)
    await database.query(`
      insert into order_lines (program_id, order_key, line, variant_id, sku, title, variant, quantity, cancelled_quantity, unit_minor,
                               discount_minor, total_minor, tax_basis_points, tax_minor, test)
      select 1, order_key, 1, 1, 'mug', 'Mug', '', 4, 1, 250, 0, 1000, 1900, 190, false from orders`)
    await run(names.filter((name) => '0014' <= name))
  })
  afterAll(() => database.close())

  test.each([
    // A quarter was cancelled: of 10.00 and, where it comes on top, of 1.90 tax, of which the floor is 0.47.
    ['paid, tax included', 'paidtrue', { paid_minor: 1_240, released_minor: 250, line_paid: 750 }],
    ['paid, tax added', 'paidfalse', { paid_minor: 1_476, released_minor: 250, line_paid: 893 }],
    ['unpaid', 'unpaidtrue', { paid_minor: 0, released_minor: 250, line_paid: 0 }],
  ])('and %s owes nothing for what was cancelled', async (_, number, expected) => {
    const [row] = await database.query(
      `select o.paid_minor, l.released_minor, l.paid_minor as line_paid
         from orders o join order_lines l using (program_id, order_key) where number = $1`,
      [number],
    )
    expect(row).toEqual(expected)
  })
})
