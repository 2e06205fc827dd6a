import { limitsOf } from '@tributary/parent/core/limit'
import { createParent } from '@tributary/parent/parent'
import { openDatabase } from '@tributary/parent/store/database'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const MOST_OF_A_MAILBOX = 30
const MOST_OF_A_NETWORK = 300
const HOUR_MS = 60 * 60 * 1_000

let database: TestDatabase
let app: TestApp
beforeAll(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url }, limits: 'on' })
}, 60_000)
afterAll(async () => {
  await app.close()
  await database.drop()
})

const orderOf = (email: string) => buildOrder(app, { customer: buildCustomer({ email }) })

/** Posts so many orders of a mailbox, in small bursts; answers how many were answered how. */
async function statusesOf(at: Pick<TestApp, 'app' | 'fetch' | 'origin'>, email: string, count: number): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {}
  for (let index = 0; index < count; index++) {
    const { status } = await postOrder(at as TestApp, await orderOf(email))
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  return statuses
}

describe('orders', () => {
  test('of one mailbox are limited within an hour, with when it goes on; its spelling does not help', async () => {
    app.clock.now = Date.parse('2026-03-02T10:20:00Z')
    expect(await statusesOf(app, 'ada@flood.example', MOST_OF_A_MAILBOX)).toEqual({ 201: MOST_OF_A_MAILBOX })
    const letter = await orderOf('A.da+again@flood.example')
    const refused = await postOrder(app, letter)
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', final: false, orderId: letter.id, retryAfterSeconds: 2_400 })
    expect(refused.headers.get('Retry-After')).toBe('2400')
    expect((await postOrder(app, await orderOf('grace@flood.example'))).status).toBe(201)
    // It was not stored as refused: the same bytes are taken when the hour is over.
    app.clock.now += HOUR_MS
    expect((await postOrder(app, letter)).status).toBe(201)
  })

  test('that are repeated are no flood', async () => {
    app.clock.now += HOUR_MS
    const letter = await orderOf('echo@flood.example')
    for (let index = 0; index < MOST_OF_A_MAILBOX + 5; index++) expect((await postOrder(app, letter)).status).toBeLessThan(300)
    expect((await postOrder(app, await orderOf('echo@flood.example'))).status).toBe(201)
  })

  test('are counted by several processes together', async () => {
    app.clock.now += HOUR_MS
    const own = await openDatabase({ url: database.url })
    const other = await createParent({ ...app.parent, database: own, log: pino({ level: 'silent' }), folders: { widget: 'none' } })
    const there = { ...app, app: other.app }
    expect(await statusesOf(app, 'both@flood.example', 20)).toEqual({ 201: 20 })
    await app.parent.limiter.settle()
    // What the other process does not know yet it learns when it tells of its own.
    expect(await statusesOf(there, 'both@flood.example', 5)).toEqual({ 201: 5 })
    await other.parent.limiter.settle()
    expect(await statusesOf(there, 'both@flood.example', 8)).toEqual({ 201: 5, 429: 3 })
    await own.close()
  })

  test('count in one statement, however many there are, and hours that are over are forgotten', async () => {
    app.clock.now += HOUR_MS
    await Promise.all(Array.from({ length: 40 }, async (_, index) => postOrder(app, await orderOf(`many${index}@flood.example`))))
    await app.parent.limiter.settle()
    const kept = () => app.database.query<{ count: number }>(`select count(*)::int from counters where kind = 'order_mailbox'`)
    expect((await kept())[0]?.count).toBeGreaterThanOrEqual(40)
    app.clock.now += 24 * HOUR_MS
    const later = await createParent({ ...app.parent, now: () => new Date(app.clock.now), folders: { widget: 'none' } })
    await later.parent.limiter.settle()
    expect(await kept()).toEqual([{ count: 0 }])
  })
})

describe('a network', () => {
  const from = (address: string, path: string, body: unknown) =>
    app.app.request(
      `${app.origin}${path}`,
      { method: 'POST', body: JSON.stringify(body) },
      { incoming: { socket: { remoteAddress: address } } },
    )

  test('is limited as a whole, and another one is not touched by it', { timeout: 60_000 }, async () => {
    app.clock.now += HOUR_MS
    const statuses: number[] = []
    for (let index = 0; index < MOST_OF_A_NETWORK + 2; index++)
      statuses.push((await from(`203.0.113.${index % 256}`, '/v1/orders', await orderOf(`n${index}@flood.example`))).status)
    expect(statuses.slice(0, MOST_OF_A_NETWORK).every((status) => status === 201)).toBe(true)
    expect(statuses.slice(MOST_OF_A_NETWORK)).toEqual([429, 429])
    expect((await from('203.0.114.1', '/v1/orders', await orderOf('other@flood.example'))).status).toBe(201)
  })

  test('that is private is not counted: it is a proxy that does not say who calls', async () => {
    const keyring = await app.parent.keyring(1)
    const kinds = (address: string) => limitsOf(keyring, 'touch', { address, site: 'site_x' }).map(({ kind }) => kind)
    for (const address of ['127.0.0.1', '10.1.2.3', '172.20.0.1', '192.168.1.9', '::1', 'fd12:3456::1', 'fe80::1', '::ffff:10.0.0.1'])
      expect(kinds(address)).toEqual(['touch_site'])
    for (const address of ['203.0.113.9', '172.32.0.1', '2001:db8::1', '::ffff:203.0.113.9'])
      expect(kinds(address)).toEqual(['touch_network', 'touch_site'])
  })

  test('that asks for too many prices or visits is told so', { timeout: 60_000 }, async () => {
    app.clock.now += HOUR_MS
    const cart = { site: app.site.key, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' }
    const fill = async (what: 'quote' | 'touch', most: number) => {
      const keyring = await app.parent.keyring(1)
      const limits = limitsOf(keyring, what, { address: '198.51.100.7', site: app.site.key })
      for (let index = 0; index < most; index++) app.parent.limiter.admit(1, limits)
    }
    await fill('quote', 2_000 - 1)
    expect((await from('198.51.100.8', '/v1/quotes', cart)).status).toBe(200)
    expect((await from('198.51.100.8', '/v1/quotes', cart)).status).toBe(429)
    await fill('touch', 5_000 - 1)
    expect((await from('198.51.100.9', '/v1/touches', { site: app.site.key })).status).toBe(201)
    expect((await from('198.51.100.9', '/v1/touches', { site: app.site.key })).status).toBe(429)
  })
})

test('beyond what is in hand orders are answered 503 at once, and everybody is served seconds after the rush', {
  timeout: 60_000,
}, async () => {
  const narrow = await createTestApp({ mostInHand: 10 })
  try {
    const letters = await Promise.all(
      Array.from({ length: 80 }, (_, index) => buildOrder(narrow, { customer: buildCustomer({ email: `r${index}@rush.example` }) })),
    )
    const startedAt = performance.now()
    const refusedAfterMs: number[] = []
    const answers = await Promise.all(
      letters.map(async (letter) => {
        const answer = await postOrder(narrow, letter)
        if (answer.status === 503) refusedAfterMs.push(performance.now() - startedAt)
        return answer
      }),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201).length).toBe(10)
    expect(statuses.filter((status) => status === 503).length).toBe(70)
    const refused = answers.find(({ status }) => status === 503)
    expect(await refused?.json()).toMatchObject({ code: 'overloaded', final: false, retryAfterSeconds: 2 })
    expect(refused?.headers.get('Retry-After')).toBe('2')
    expect(refused?.headers.get('Access-Control-Allow-Origin')).toBe('*')
    // The early answer costs nothing that waits: all were told before the first order was stored, or soon after.
    expect(Math.max(...refusedAfterMs)).toBeLessThan(1_000)
    for (const letter of letters) expect((await postOrder(narrow, letter)).status).toBeLessThan(300)
  } finally {
    await narrow.close()
  }
})
