import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import type { OrderAnswer } from '@tributary/protocol/order'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder, DELIVERED, publishPlan } from '../../support/plan.ts'

let app: TestApp
beforeEach(async () => {
  app = await createTestApp()
  await publishPlan(app, { holdDays: 1 })
})
afterEach(() => app.close())

const delivered = async (): Promise<OrderAnswer> => {
  const order = (await (await postOrder(app, await buildOrder(app))).json()) as OrderAnswer
  await changeOrder(app, order, ...DELIVERED)
  return order
}

test('an order that cannot be moved on holds up none of those after it', async () => {
  const [stuck, other] = [await delivered(), await delivered()]
  // Something that only this order's row knows refuses it: as a constraint of a later release might.
  await app.database.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`)
  await app.database.query(
    `create trigger refuse before update on commissions for each row when (old.commission_key = ${await keyOf(stuck)}) execute function refuse()`,
  )
  app.clock.now += 2 * 24 * 60 * 60 * 1_000
  expect(await settleDueOrders(app.parent)).toEqual({ settled: 1, after: undefined })
  expect([await stateOf(stuck), await stateOf(other)]).toEqual(['held', 'payable'])

  await app.database.query('drop trigger refuse on commissions')
  expect(await settleDueOrders(app.parent)).toEqual({ settled: 1, after: undefined })
  expect(await stateOf(stuck)).toBe('payable')
})

const commissionOf = async ({ number }: OrderAnswer): Promise<{ key: number; state: string } | undefined> => {
  const read = 'select commission_key as key, c.state from commissions c join orders using (program_id, order_key) where number = $1'
  return (await app.database.query<{ key: number; state: string }>(read, [number]))[0]
}
const keyOf = async (order: OrderAnswer): Promise<number | undefined> => (await commissionOf(order))?.key
const stateOf = async (order: OrderAnswer): Promise<string | undefined> => (await commissionOf(order))?.state
