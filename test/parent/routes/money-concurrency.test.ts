import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { PayoutBatch } from '@tributary/protocol/payout'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder, DELIVERED, publishPlan, secondKey, wrongInLedger } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const WRITERS = 50
const STEPS = 12
const CODES = ['FERNWEH', ...Array.from({ length: 11 }, (_, index) => `KNEE${index}`)]

let database: TestDatabase
let app: TestApp
beforeAll(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
  for (const [index, code] of CODES.entries()) {
    const sponsor = CODES[index - 1]
    if (sponsor) await app.staff('postAffiliate', { body: { name: code, email: `${code}@x.example`, code, sponsor } })
  }
  await publishPlan(app, { holdDays: 0, levels: [1_000, 500, 300, 200].map((basisPoints) => ({ basisPoints })) })
}, 60_000)
afterAll(async () => {
  await app.close()
  await database.drop()
})

describe(`${WRITERS} writers at once`, () => {
  test('moving, refunding and paying out leave a balanced ledger and post nothing twice', { timeout: 180_000 }, async () => {
    const orders: OrderAnswer[] = []
    for (let index = 0; index < 24; index++) {
      const letter = { via: CODES[index % CODES.length] ?? 'FERNWEH', lines: [{ sku: 'mug', quantity: 5 }], expectedTotalMinor: 7_940 }
      const order = (await (await postOrder(app, await buildOrder(app, letter))).json()) as OrderAnswer
      await changeOrder(app, order, ...DELIVERED)
      orders.push(order)
    }
    await settleDueOrders(app.parent)
    const other = await secondKey(app)

    const statuses = new Map<string, number>()
    const call = async (name: Parameters<TestApp['staff']>[0], request: Parameters<TestApp['staff']>[1]): Promise<Response> => {
      const answer = await app.staff(name, request)
      const told = `${name} ${answer.status}`
      statuses.set(told, (statuses.get(told) ?? 0) + 1)
      return answer
    }
    const payOut = async (die: (sides: number) => number): Promise<void> => {
      const { batch, payouts } = (await (
        await call('postPayouts', { body: die(4) === 0 ? {} : { affiliates: [CODES[die(CODES.length)]] } })
      ).json()) as PayoutBatch
      if (payouts.length === 0) return
      const parameters = { id: batch }
      await call('approvePayouts', { parameters, authorization: other })
      const sent = await call('sendPayouts', { parameters })
      if (sent.ok)
        await Promise.all([call('settlePayouts', { parameters }), call(die(2) === 0 ? 'failPayouts' : 'settlePayouts', { parameters })])
      else await call('withdrawPayouts', { parameters })
    }
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        let seed = writer + 1
        const die = (sides: number): number => {
          seed = (seed * 48_271) % 2_147_483_647
          return seed % sides
        }
        for (let step = 0; step < STEPS; step++) {
          const parameters = { id: orders[die(orders.length)]?.number ?? '' }
          const event = die(10)
          if (event < 2) await call('postRefund', { parameters, body: { id: newId('refund'), lines: [{ sku: 'mug', quantity: 1 }] } })
          else if (event < 7) await payOut(die)
          else if (event < 8)
            await call('moveAffiliate', {
              parameters: { code: CODES[die(4)] ?? '' },
              body: { sponsor: CODES[die(4)], reason: 'As agreed.' },
            })
          else if (event === 8) await call('chargeBackOrder', { parameters })
          else await call('winBackOrder', { parameters })
        }
      }),
    )
    // In the storm a payout may be refused each time, because a refund came between its approval and its sending.
    await payOut(() => 0)

    const failed = [...statuses].filter(([told]) => / 5\d\d$/.test(told))
    expect(failed).toEqual([])
    expect(statuses.get('postRefund 201')).toBeGreaterThan(20)
    expect(statuses.get('sendPayouts 200')).toBeGreaterThan(0)
    expect(statuses.get('moveAffiliate 200')).toBeGreaterThan(5)
    expect(await wrongInLedger(app)).toEqual([])
    const [sum] = await app.database.query(
      `select sum(case side when 'debit' then amount_minor else -amount_minor end) as sum from entries`,
    )
    expect(sum).toEqual({ sum: '0' })
    // Whatever was sent has arrived or come back, and each payout moved money as often as its state says.
    const odd = await app.database.query(
      `select p.id, p.state, count(t.*) from payouts p left join transactions t on t.cause = 'payout:' || p.id
        group by p.id, p.state having count(t.*) <> case p.state when 'settled' then 2 when 'failed' then 2 when 'sent' then 1 else 0 end`,
    )
    expect(odd).toEqual([])
    // Refunds give at most what was sold, and commissions keep what the lines say, which the check has replayed.
    expect(await app.database.query('select 1 from order_lines where refunded_quantity > quantity')).toEqual([])
  })
})
