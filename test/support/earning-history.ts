import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { PayoutBatch } from '@tributary/protocol/payout'
import type { TestApp } from './app.ts'
import { buildOrder, postOrder } from './build.ts'
import { changeOrder, DELIVERED, publishPlan, secondKey } from './plan.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Who sells in the history: Fernweh above Kite and Kelp, Moss below Kite. */
const NETWORK = [
  { code: 'K1TE', name: 'Kite & Shore', email: 'kite@kite.example', sponsor: 'FERNWEH' },
  { code: 'KE1P', name: 'Kelp', email: 'kelp@kelp.example', sponsor: 'FERNWEH' },
  { code: 'M0SS', name: 'Moss', email: 'moss@moss.example', sponsor: 'K1TE' },
] as const

/** One sale: so many days after the beginning, by whom, so many mugs; and what became of it. */
export type PastSale = readonly [day: number, via: string, mugs: number, fate: 'delivered' | 'paid' | 'placed' | 'refunded' | 'cancelled']

/** Half a year of sales, from the day of the test's clock on. */
export const HALF_A_YEAR: readonly PastSale[] = [
  [2, 'FERNWEH', 2, 'delivered'],
  [9, 'K1TE', 4, 'delivered'],
  [20, 'M0SS', 3, 'delivered'],
  [34, 'FERNWEH', 5, 'refunded'],
  [41, 'KE1P', 2, 'delivered'],
  [66, 'FERNWEH', 1, 'delivered'],
  [70, 'K1TE', 5, 'delivered'],
  [72, 'K1TE', 5, 'refunded'],
  [98, 'FERNWEH', 4, 'delivered'],
  [103, 'M0SS', 2, 'cancelled'],
  [130, 'KE1P', 3, 'delivered'],
  [137, 'FERNWEH', 3, 'delivered'],
  [160, 'FERNWEH', 2, 'delivered'],
  [163, 'K1TE', 2, 'paid'],
  [164, 'FERNWEH', 1, 'placed'],
]

/** Lives through sales in a network of four, with a payout each month that is over, as the real parent does. Ends a day after the last sale. */
export async function liveThrough(app: TestApp, sales: readonly PastSale[] = HALF_A_YEAR): Promise<void> {
  for (const body of NETWORK) await made(app.staff('postAffiliate', { body }))
  await publishPlan(app)
  const approver = await secondKey(app)
  const start = app.clock.now
  let month = monthOf(start)
  for (const [day, via, quantity, fate] of sales) {
    app.clock.now = start + day * DAY_MS
    if (monthOf(app.clock.now) !== month) await payOut(app, approver)
    month = monthOf(app.clock.now)
    await live(app, via, quantity, fate)
  }
  app.clock.now += DAY_MS
  await settleDueOrders(app.parent)
}

async function live(app: TestApp, via: string, quantity: number, fate: PastSale[3]): Promise<void> {
  // A high expectation: the price was less, which is taken without asking.
  const letter = await buildOrder(app, { via, lines: [{ sku: 'mug', quantity }], expectedTotalMinor: 1_000_000 })
  const order = (await made(postOrder(app, letter))) as OrderAnswer
  const { now } = app.clock
  if (fate !== 'placed') await changeOrder(app, order, 'markOrderPaid')
  if (fate === 'cancelled') await changeOrder(app, order, ['cancelOrder', { reason: 'The customer called.' }])
  if (fate === 'placed' || fate === 'paid' || fate === 'cancelled') return
  app.clock.now = now + 3 * DAY_MS
  await changeOrder(app, order, ...DELIVERED.slice(1))
  if (fate === 'refunded') {
    app.clock.now = now + 6 * DAY_MS
    await changeOrder(app, order, ['postRefund', { id: newId('refund'), lines: [{ sku: 'mug', quantity: 1 }] }])
  }
  app.clock.now = now
}

async function payOut(app: TestApp, approver: string): Promise<void> {
  await settleDueOrders(app.parent)
  const { batch, payouts } = (await made(app.staff('postPayouts', { body: {} }))) as PayoutBatch
  if (payouts.length === 0) return
  await app.staff('approvePayouts', { parameters: { id: batch }, authorization: approver })
  await app.staff('sendPayouts', { parameters: { id: batch } })
  await app.staff('settlePayouts', { parameters: { id: batch } })
}

async function made(response: Promise<Response>): Promise<unknown> {
  const answer = await response
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

const monthOf = (instant: number): string => new Date(instant).toISOString().slice(0, 7)
