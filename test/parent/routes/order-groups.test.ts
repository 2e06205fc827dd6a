import { createParent } from '@tributary/parent/parent'
import { openDatabase } from '@tributary/parent/store/database'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { Quote } from '@tributary/protocol/quote'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let app: TestApp
beforeAll(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
}, 60_000)
afterAll(async () => {
  await app.close()
  await database.drop()
})

type Lines = { sku: string; quantity: number }[]

const order = (sku: string, quantity = 1, more: object = {}) =>
  buildOrder(app, { lines: [{ sku, quantity }], expectedTotalMinor: 1_000_000, ...more })

const setLevel = (sku: string, level: number) =>
  app.database.query(`update stocks set level = $2 where variant_id = (select variant_id from variants where sku = $1)`, [sku, level])

async function count<Row>(statement: string, values: unknown[] = []): Promise<Row> {
  return (await app.database.query<Row>(statement, values))[0] as Row
}

/** Posts them at the same moment; answers a status and a code each. */
async function postAll(letters: readonly object[]): Promise<{ status: number; id: string; code?: string; number?: string }[]> {
  const answers = await Promise.all(letters.map((letter) => postOrder(app, letter)))
  return Promise.all(
    answers.map(async (answer) => {
      const body = (await answer.json()) as Partial<OrderAnswer & Problem>
      return {
        status: answer.status,
        id: body.orderId ?? '',
        ...(body.code && { code: body.code }),
        ...(body.number && { number: body.number }),
      }
    }),
  )
}

const transactions = async (): Promise<number> => {
  // What a session did is told once it is idle for a moment.
  await app.database.query('select pg_stat_force_next_flush()')
  return (await count<{ ids: number }>('select count(distinct xmin::text)::int as ids from orders')).ids
}

describe('orders that arrive together', () => {
  test('are placed in fewer transactions than there are of them, and each has its own answer', async () => {
    await setLevel('mug', 1_000)
    const before = await transactions()
    const letters = await Promise.all(Array.from({ length: 60 }, (_, index) => order('mug', 1 + (index % 2))))
    const answers = await postAll(letters)
    expect(answers.map(({ status, id }) => ({ status, id }))).toEqual(letters.map(({ id }) => ({ status: 201, id })))
    expect(new Set(answers.map(({ number }) => number)).size).toBe(60)
    expect((await transactions()) - before).toBeLessThan(20)
    expect(await count(`select level::int from stocks join variants using (program_id, variant_id) where sku = 'mug'`)).toEqual({
      level: 910,
    })
    const moved = await count(`select count(*)::int, -sum(quantity)::int as pieces from stock_movements where order_id = any ($1)`, [
      letters.map(({ id }) => id),
    ])
    expect(moved).toEqual({ count: 60, pieces: 90 })
    const told = await count(
      `select count(*)::int from messages join orders using (program_id, order_key) where kind = 'order_received' and orders.id = any ($1)`,
      [letters.map(({ id }) => id)],
    )
    expect(told).toEqual({ count: 60 })
  })

  test('of which an article is short are placed in the order of their arrival, as far as it goes; others are not touched by it', async () => {
    await setLevel('mug', 1_000)
    await setLevel('lamp', 7)
    const letters = await Promise.all(Array.from({ length: 40 }, (_, index) => order(index % 2 === 0 ? 'lamp' : 'mug')))
    const answers = await postAll(letters)
    const lamps = answers.filter((_, index) => index % 2 === 0)
    expect(answers.filter((_, index) => index % 2 === 1).every(({ status }) => status === 201)).toBe(true)
    expect(lamps.map(({ status }) => status)).toEqual([...Array(7).fill(201), ...Array(13).fill(409)])
    expect(new Set(lamps.slice(7).map(({ code }) => code))).toEqual(new Set(['stock_short']))
    expect(await count(`select level::int from stocks join variants using (program_id, variant_id) where sku = 'lamp'`)).toEqual({
      level: 0,
    })
    // What was refused stays refused when there are pieces again.
    await setLevel('lamp', 50)
    expect((await postAll(letters.slice(38, 39)))[0]).toMatchObject({ status: 409, code: 'stock_short' })
  })

  test('for one quote are one order, which the others are told of', async () => {
    await setLevel('mug', 1_000)
    const lines: Lines = [{ sku: 'mug', quantity: 1 }]
    const body = JSON.stringify({ site: app.site.key, lines, country: 'DE' })
    const { token } = (await (await app.fetch(`${app.origin}/v1/quotes`, { method: 'POST', body })).json()) as Quote
    const letters = await Promise.all(Array.from({ length: 8 }, () => order('mug', 1, { quote: token })))
    const answers = await postAll(letters)
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)])
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ code }) => code))).toEqual(new Set(['already_placed']))
    expect((await postAll(letters)).map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
  })

  test('with a code that has fewer uses than there are of them get it in the order of their arrival; none is lost and none too many', async () => {
    await setLevel('mug', 1_000)
    const discount = { code: 'RUSH', title: '10 % off', kind: 'percent', basisPoints: 1_000, useLimit: 5 }
    expect((await app.staff('postDiscount', { body: discount })).status).toBe(201)
    const letters = await Promise.all(Array.from({ length: 40 }, () => order('mug', 1, { code: 'rush', expectedTotalMinor: 1_831 })))
    const answers = await postAll(letters)
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(201))
    const states = await app.database.query(
      `select state, discount_minor as "discountMinor", count(*)::int from orders where id = any ($1) group by 1, 2 order by 1 desc`,
      [letters.map(({ id }) => id)],
    )
    expect(states).toEqual([
      { state: 'placed', discountMinor: 149, count: 5 },
      { state: 'awaiting_customer', discountMinor: 0, count: 35 },
    ])
    expect(await count(`select uses::int from discounts where code = 'RUSH'`)).toEqual({ uses: 5 })
  })

  test('with one id are one order', async () => {
    const letter = await order('mug')
    const answers = await postAll(Array.from({ length: 30 }, () => letter))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(29).fill(200), 201])
    expect(new Set(answers.map(({ number }) => number)).size).toBe(1)
  })

  test('with one id in two processes are one order, and nobody is answered that the server failed', async () => {
    const second = await openDatabase({ url: database.url })
    const other = await createParent({
      ...app.parent,
      database: second,
      log: pino({ level: 'silent' }),
      folders: { widget: 'none' },
    })
    const apps = [app, { ...app, app: other.app }]
    const letters = await Promise.all(Array.from({ length: 20 }, () => order('mug', 1, { id: newId('order') })))
    const storm = letters.flatMap((letter) => Array.from({ length: 10 }, (_, index) => ({ letter, at: apps[index % 2] as TestApp })))
    const statuses = await Promise.all(storm.map(async ({ letter, at }) => (await postOrder(at, letter)).status))
    expect(statuses.filter((status) => status === 201).length).toBe(20)
    expect(statuses.filter((status) => status === 200).length).toBe(180)
    const ids = letters.map(({ id }) => id)
    expect(await count('select count(*)::int from orders where id = any ($1)', [ids])).toEqual({ count: 20 })
    await second.close()
  })

  test('when the database drops every connection are answered “try again” and stored not at all, and are there once after they are sent again', async () => {
    await setLevel('mug', 1_000)
    const letters = await Promise.all(Array.from({ length: 40 }, () => order('mug')))
    const holder = new pg.Client({ connectionString: database.url })
    holder.on('error', () => {})
    await holder.connect()
    // Held, so that the batch is in its middle: ids and orders are written, their stock is waited for.
    await holder.query('begin')
    await holder.query(`select from stocks join variants using (program_id, variant_id) where sku = 'mug' for update of stocks`)
    const posted = postAll(letters)
    await vi.waitFor(async () => {
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      expect((await holder.query(waiting)).rowCount).toBeGreaterThan(0)
    }, 20_000)
    await holder.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await holder.query('commit')
    const answers = await posted
    await holder.end()
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(0)
    expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true)
    const again = await postAll(letters)
    expect(again.every(({ status }) => status === 201 || status === 200)).toBe(true)
    for (const [index, { status }] of answers.entries()) if (status === 201) expect(again[index]?.status).toBe(200)
    const ids = letters.map(({ id }) => id)
    expect(await count('select count(*)::int, count(distinct id)::int as ids from orders where id = any ($1)', [ids])).toEqual({
      count: 40,
      ids: 40,
    })
    expect(await count(`select level::int from stocks join variants using (program_id, variant_id) where sku = 'mug'`)).toEqual({
      level: 960,
    })
  })
})
