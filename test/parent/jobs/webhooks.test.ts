import { startWebhooks } from '@tributary/parent/jobs/webhooks'
import { openDatabase } from '@tributary/parent/store/database'
import { type ClaimedDelivery, claimDeliveries, markUndelivered } from '@tributary/parent/store/delivery-queue'
import type { AddedWebhook, DeliveryPage, Webhook } from '@tributary/protocol/webhook'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { createTestDatabase } from '../../support/postgres.ts'
import { addHook, deliveryStates, happen, type Receiver, startReceiver, verified } from '../../support/receiver.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const HALF_A_MINUTE = 30_000

let app: TestApp
let receivers: Receiver[]
let job: ReturnType<typeof startWebhooks> | undefined

beforeEach(async () => {
  app = await createTestApp({ allowsPrivateWebhooks: true })
  receivers = []
  job = undefined
})
afterEach(async () => {
  await job?.stop()
  for (const receiver of receivers) await receiver.close()
  await app.close()
})

const receiving = async (...answer: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const receiver = await startReceiver(...answer)
  receivers.push(receiver)
  return receiver
}
const start = (timeoutMs = 5_000) => {
  job = startWebhooks(app.parent, { timeoutMs })
}
const settle = (states: Awaited<ReturnType<typeof deliveryStates>>) =>
  expect.poll(() => deliveryStates(app), { timeout: HALF_A_MINUTE }).toEqual(states)
const deliveries = async () => ((await (await app.staff('listDeliveries')).json()) as DeliveryPage).deliveries
const webhooks = async () => ((await (await app.staff('listWebhooks')).json()) as { webhooks: Webhook[] }).webhooks
/** Lets time pass until nothing is retried any more. */
const passTime = async () => {
  for (let passed = 0; passed < 20; passed++) {
    await expect.poll(waitingNow, { timeout: HALF_A_MINUTE }).toBe(0)
    if (!(await deliveryStates(app)).retrying) return
    app.clock.now += 2 * DAY_MS
    job?.wake()
  }
}
// What is being sent is due again at the end of its lease of a minute, to the millisecond; what failed is due later or sooner by chance.
const waitingNow = async () =>
  (
    await app.database.query(`select 1 from deliveries where state in ('due', 'retrying') and (due_at <= $1 or due_at = $2)`, [
      new Date(app.clock.now),
      new Date(app.clock.now + 60_000),
    ])
  ).length

describe('1,000 deliveries to a receiver that fails 30 % of them', () => {
  test('all arrive, each under one id at every attempt, signed so that the independent library agrees', async () => {
    let seed = 7
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed / 2 ** 31
    }
    const accepted = new Map<string, string>()
    const receiver = await receiving(({ id, body }, response) => {
      const luck = random()
      if (luck < 0.2) return 500
      if (luck < 0.3) {
        response.destroy()
        return undefined
      }
      accepted.set(id, body)
      return 204
    })
    const { secret } = await addHook(app, receiver.url)
    await happen(app, 1_000)
    start()
    await passTime()
    expect(await deliveryStates(app)).toEqual({ sent: 1_000 })
    expect(accepted.size).toBe(1_000)
    const ids = await app.database.query<{ id: string }>('select event_id as id from deliveries')
    expect([...accepted.keys()].sort()).toEqual(ids.map(({ id }) => id).sort())
    expect(receiver.received.length).toBeGreaterThan(1_300)
    const orders = new Set(receiver.received.map((one) => (verified(one, secret) as { data: { id: string } }).data.id))
    expect(orders.size).toBe(1_000)
    const bodies = new Map<string, string>()
    for (const { id, body } of receiver.received) expect(bodies.get(id) ?? body).toBe((bodies.set(id, body), body))
  }, 120_000)
})

describe('a receiver that', () => {
  test('never answers is left after the time limit, and its delivery is tried again', async () => {
    const receiver = await receiving(() => undefined)
    await addHook(app, receiver.url)
    await happen(app, 1)
    start(200)
    await settle({ retrying: 1 })
    expect(await deliveries()).toMatchObject([{ attempts: 1, failure: 'did not answer within 0.2 s' }])
  })

  test('is slow does not hold up another', async () => {
    const slow = await receiving(() => undefined)
    const fast = await receiving()
    await addHook(app, slow.url)
    await addHook(app, fast.url)
    await happen(app, 60)
    start(3_000)
    await expect.poll(() => fast.received.length, { timeout: 2_500 }).toBe(60)
    expect(slow.received.length).toBeLessThanOrEqual(5)
  })

  test('answers with a body without end is cut off, and the status counts', async () => {
    const endless = await receiving((_, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', more)
      more()
      return undefined
    })
    await addHook(app, endless.url)
    await happen(app, 1)
    start()
    await settle({ sent: 1 })
  })

  test('answers at once and then never ends is let go at the time limit, and the status counts', async () => {
    const dripping = await receiving((_, response) => {
      response.writeHead(200).write('x')
      return undefined
    })
    await addHook(app, dripping.url)
    await happen(app, 1)
    start(200)
    await settle({ sent: 1 })
  })

  test('redirects is not followed; that is a failure', async () => {
    const target = await receiving()
    const receiver = await receiving((_, response) => {
      response.writeHead(307, { Location: target.url }).end()
      return undefined
    })
    await addHook(app, receiver.url)
    await happen(app, 1)
    start()
    await settle({ retrying: 1 })
    expect(await deliveries()).toMatchObject([{ status: 307, failure: 'The receiver answered 307.' }])
    expect(target.connections).toBe(0)
  })

  test('answers 410 is disabled with the reason, and hears no more; what waits stays until it is enabled', async () => {
    const receiver = await receiving(() => (receiver.received.length === 1 ? 410 : 204))
    const { id } = await addHook(app, receiver.url)
    await happen(app, 1)
    start()
    await settle({ dead: 1 })
    expect(await webhooks()).toMatchObject([
      { id, state: 'disabled', reason: 'The receiver answered 410: it wants nothing more.', dead: 1 },
    ])
    const mails = () => app.database.query(`select recipient, body_text from messages where kind = 'webhook_disabled'`)
    await expect
      .poll(mails)
      .toEqual([{ recipient: 'staff@acme.example', body_text: expect.stringContaining(`tributary webhook enable ${id}`) }])
    await happen(app, 1)
    await settle({ dead: 1 })
    expect((await app.staff('testWebhook', { parameters: { id } })).status).toBe(409)

    await app.staff('enableWebhook', { parameters: { id } })
    const [{ id: dead } = { id: '' }] = await deliveries()
    await app.staff('replayDelivery', { parameters: { id: dead } })
    job?.wake()
    await settle({ sent: 1 })
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1)
  })

  test('always answers 500 is tried ten times over three days, then the delivery is dead, and staff see it', async () => {
    const receiver = await receiving(() => 500)
    await addHook(app, receiver.url)
    const begin = app.clock.now
    await happen(app, 1)
    start()
    const gaps: number[] = []
    for (let attempt = 1; attempt < 10; attempt++) {
      await expect.poll(waitingNow, { timeout: HALF_A_MINUTE }).toBe(0)
      expect((await deliveries())[0]).toMatchObject({ state: 'retrying', attempts: attempt, status: 500 })
      const nextAt = Date.parse((await deliveries())[0]?.nextAt ?? '')
      gaps.push(Math.round((nextAt - app.clock.now) / 1_000))
      app.clock.now = nextAt
      job?.wake()
    }
    await settle({ dead: 1 })
    expect(receiver.received).toHaveLength(10)
    const planned = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    for (const [index, seconds] of planned.entries()) expect(Math.abs((gaps[index] ?? 0) - seconds)).toBeLessThanOrEqual(seconds * 0.11)
    expect((app.clock.now - begin) / DAY_MS).toBeGreaterThan(2.8)
    expect(await webhooks()).toMatchObject([{ waiting: 0, dead: 1 }])
    expect(await deliveries()).toMatchObject([{ state: 'dead', attempts: 10, failure: 'The receiver answered 500.' }])
  })
})

describe('a webhook', () => {
  test('is sent to by two processes on one PostgreSQL without doubling anything', async () => {
    const database = await createTestDatabase()
    const first = await createTestApp({ place: { url: database.url }, allowsPrivateWebhooks: true })
    const second = await openDatabase({ url: database.url })
    const receiver = await receiving()
    await addHook(first, receiver.url)
    await happen(first, 300)
    const jobs = [startWebhooks(first.parent), startWebhooks({ ...first.parent, database: second })]
    await expect.poll(() => deliveryStates(first), { timeout: HALF_A_MINUTE }).toEqual({ sent: 300 })
    for (const one of jobs) await one.stop()
    expect(receiver.received).toHaveLength(300)
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(300)
    await second.close()
    await first.close()
    await database.drop()
  })

  test('gets what a process took and did not tell of again after a minute, under the same id', async () => {
    const receiver = await receiving()
    await addHook(app, receiver.url)
    await happen(app, 1)
    const now = new Date(app.clock.now)
    const leaseUntil = new Date(app.clock.now + 60_000)
    const [taken] = await claimDeliveries(app.database, { now, leaseUntil }, { most: 1, mostPerWebhook: 1, sending: new Map() })
    app.clock.now += 59_000
    start()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(receiver.received).toEqual([])
    app.clock.now += 1_000
    job?.wake()
    await settle({ sent: 1 })
    expect(receiver.received.map(({ id }) => id)).toEqual([taken?.eventId])
    expect(await deliveries()).toMatchObject([{ attempts: 2 }])
    // Whoever took it first comes back, and is too late to say anything.
    await markUndelivered(app.database, taken as ClaimedDelivery, { nextAt: undefined, status: 500, failure: 'late' })
    expect(await deliveryStates(app)).toEqual({ sent: 1 })
  })

  test('whose secret is replaced gets a signature by each secret, and by the new one alone when the time is over', async () => {
    const receiver = await receiving()
    const { id, secret: former } = await addHook(app, receiver.url)
    const { secret: fresh } = (await (await app.staff('rotateWebhook', { parameters: { id } })).json()) as AddedWebhook
    expect(fresh).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    await happen(app, 1)
    start()
    await settle({ sent: 1 })
    const [both] = receiver.received
    if (!both) throw new Error('expected a request')
    expect(both.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    expect(verified(both, former)).toEqual(verified(both, fresh))

    app.clock.now += DAY_MS
    await happen(app, 1)
    job?.wake()
    await settle({ sent: 2 })
    const later = receiver.received[1]
    if (!later) throw new Error('expected a request')
    expect(verified(later, fresh)).toMatchObject({ type: 'order.confirmed' })
    expect(() => verified(later, former)).toThrow('No matching signature')
    expect(() => verified(later, fresh, app.clock.now + 600_000)).toThrow('too old')
    expect(() => verified({ ...later, body: later.body.replace('ord_1', 'ord_2') }, fresh)).toThrow('No matching signature')
  })

  test('gets what it missed again by a range of time, under the ids that it had', async () => {
    const receiver = await receiving()
    await addHook(app, receiver.url)
    await happen(app, 3)
    const since = new Date((app.clock.now += 60_000)).toISOString()
    await happen(app, 2)
    const until = new Date((app.clock.now += 60_000)).toISOString()
    await happen(app, 4)
    start()
    await settle({ sent: 9 })
    const sent = receiver.received.map(({ id }) => id)
    expect(await (await app.staff('replayDeliveries', { body: { since, until } })).json()).toEqual({ replayed: 2 })
    job?.wake()
    await settle({ sent: 9 })
    await expect.poll(() => receiver.received.length).toBe(11)
    expect(receiver.received.slice(9).every(({ id }) => sent.includes(id))).toBe(true)
  })
})
