import { createLog } from '@tributary/parent/http/log'
import { createParent } from '@tributary/parent/parent'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder } from '../../support/build.ts'

const METRICS_KEY = 'a-key-for-metrics-alone'
const PERSONAL = ['zoe.quill', 'Quillfeather', 'Amselgrund', '7654321', 'Leipzig']

let app: TestApp
let on: Hono
const readiness = { isStopping: false, holdsData: () => true }
const lines: string[] = []
beforeAll(async () => {
  app = await createTestApp()
  const log = createLog('info', { write: (line) => lines.push(line) })
  const { origin, database } = app
  const { detailsKeys, files } = app.parent
  const made = await createParent({
    database,
    origin,
    log,
    readiness,
    detailsKeys,
    files,
    metricsKey: METRICS_KEY,
    folders: { widget: '/nowhere' },
  })
  on = made.app
})
afterAll(() => app.close())

const zoe = buildCustomer({
  email: 'zoe.quill@customer.example',
  phone: '+49 170 7654321',
  delivery: { name: 'Zoë Quillfeather', line1: 'Amselgrund 77', postcode: '04109', city: 'Leipzig', country: 'DE' },
})
const ask = (path: string, init: RequestInit = {}) => on.request(`${app.origin}${path}`, init)
const order = async () =>
  ask('/v1/orders', { method: 'POST', body: JSON.stringify(await buildOrder(app, { customer: zoe })), headers: { Origin: app.pageOrigin } })

describe('the log', () => {
  test('has a line for each request with its route, its answer and its id, and nothing of a person and no secret', async () => {
    lines.length = 0
    const placed = (await (await order()).json()) as OrderAnswer
    const secret = new URL(placed.statusUrl).pathname.split('/').at(-1) ?? ''
    await on.request(placed.statusUrl)
    await ask(`/v1/orders/${placed.orderId}?secret=${secret}`)
    await ask('/affiliate/sign-in?email=zoe.quill@customer.example')
    await ask('/v1/admin/orders', { headers: { Authorization: 'Bearer key_abcdefghijklmnopqrstuvwxyz' } })
    await ask('/v1/admin/customers/show', { method: 'POST', body: '{"who":"zoe.quill@customer.example"}' })
    await ask('/nothing/Quillfeather')
    // What fails inside names the values: the database's answer, the mail server's.
    const { log } = { log: createLog('info', { write: (line) => lines.push(line) }) }
    const failed = await app.database.query(`select 'zoe.quill@customer.example'::integer`).catch((error: unknown) => error)
    log.error({ err: failed, recipient: 'zoe.quill@customer.example' }, 'failed')
    log.warn({ failure: '550 <zoe.quill@customer.example> rejected, call +49 170 7654321' }, 'mail to zoe.quill@customer.example')

    const text = lines.join('')
    expect([...PERSONAL, secret, 'key_abcdefgh'].filter((value) => text.includes(value))).toEqual([])
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(logged[0]).toMatchObject({
      method: 'POST',
      route: '/v1/orders',
      status: 201,
      requestId: expect.any(String),
      ms: expect.any(Number),
    })
    expect(logged.map(({ route }) => route).slice(0, 3)).toEqual(['/v1/orders', '/order/:id/:secret', '/v1/orders/:id'])
    expect(logged).toHaveLength(9)
    expect(logged[7]).toMatchObject({ err: { code: '22P02' }, recipient: '[redacted]' })
  })
})

describe('a request id', () => {
  test('is the caller’s where it is one, else a new one, and stands on every answer, problems too', async () => {
    const own = await ask('/health', { headers: { 'X-Request-Id': 'proxy-42.a' } })
    expect(own.headers.get('X-Request-Id')).toBe('proxy-42.a')
    const strange = await ask('/v1/offers?site=none', { headers: { 'X-Request-Id': 'a b<script>' } })
    expect(strange.status).toBeGreaterThanOrEqual(400)
    expect(strange.headers.get('X-Request-Id')).toMatch(/^[\w-]{21}$/)
  })
})

describe('the metrics', () => {
  test('are for staff and for who has their key, not for a neighbour', async () => {
    expect((await ask('/metrics')).status).toBe(401)
    expect((await ask('/metrics', { headers: { Authorization: 'Bearer another' } })).status).toBe(401)
    const answer = await ask('/metrics', { headers: { Authorization: `Bearer ${METRICS_KEY}` } })
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, expect.stringContaining('text/plain')])
  })

  test('count requests by route, orders by outcome, queues and the time of the database', async () => {
    const text = async () => (await ask('/metrics', { headers: { Authorization: `Bearer ${METRICS_KEY}` } })).text()
    const numberOf = (from: string, name: string) =>
      Number(new RegExp(`^${name.replace(/[{}"/]/g, '\\$&')} (.+)$`, 'm').exec(from)?.[1] ?? 0)
    const before = await text()
    await order()
    const wrong = { ...(await buildOrder(app)), lines: [{ sku: 'unknown', quantity: 1 }] }
    await ask('/v1/orders', { method: 'POST', body: JSON.stringify(wrong), headers: { Origin: app.pageOrigin } })
    const after = await text()
    const grown = (name: string) => numberOf(after, name) - numberOf(before, name)
    expect(grown('tributary_orders_total{outcome="created"}')).toBe(1)
    expect(grown('tributary_orders_total{outcome="sku_unknown"}')).toBe(1)
    expect(grown('tributary_http_requests_total{method="POST",route="/v1/orders",status="201"}')).toBe(1)
    expect(numberOf(after, 'tributary_queue_depth{queue="mails"}')).toBeGreaterThan(0)
    expect(grown('tributary_database_seconds_count{kind="transaction"}')).toBeGreaterThan(0)
    // A path is never a label: whoever tries addresses makes no new series.
    expect(after).not.toContain('Quillfeather')
  })
})

describe('a process', () => {
  test('is ready while it is that of the data, with this version’s tables, and not ending', async () => {
    expect((await ask('/ready')).status).toBe(200)
    readiness.holdsData = () => false
    expect(await (await ask('/ready')).json()).toMatchObject({ detail: 'Another process took the data folder over.' })
    readiness.holdsData = () => true
    await app.database.query(`insert into migrations (name) values ('9999_later.sql')`)
    expect(await (await ask('/ready')).json()).toMatchObject({ detail: expect.stringContaining('9999_later.sql') })
    await app.database.query(`delete from migrations where name = '9999_later.sql'`)
    readiness.isStopping = true
    const ending = await ask('/ready')
    expect([ending.status, ending.headers.get('Connection'), (await ask('/health')).status]).toEqual([503, 'close', 200])
    readiness.isStopping = false
  })
})
