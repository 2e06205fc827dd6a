import type { OrderAnswer } from '@tributary/protocol/order'
import { ORDER_EXPORT_COLUMNS } from '@tributary/protocol/order-export'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let app: TestApp
const placed: OrderAnswer[] = []
beforeAll(async () => {
  app = await createTestApp()
  const lines = [
    { sku: 'mug', quantity: 1 },
    { sku: 'hoodie-blue-m', quantity: 1 },
  ]
  for (const more of [
    {},
    { customer: { ...buildCustomer(), note: '=HYPERLINK("https://evil.example","open")', phone: '+49 30 1234567' } },
    { lines, expectedTotalMinor: 8_390 },
  ]) {
    placed.push((await (await postOrder(app, await buildOrder(app, more))).json()) as OrderAnswer)
    app.clock.now += DAY_MS
  }
})
afterAll(() => app.close())

const exported = async (query: string): Promise<string> => (await app.staff('exportOrders', { query })).text()
const csv = async (query: string) => parse(await exported(query), { columns: true }) as Record<string, string>[]

describe('an export of orders', () => {
  test('has a row for each line under the columns that are documented, oldest first, and the shipping once', async () => {
    const rows = await csv('?since=2026-03-01')
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(ORDER_EXPORT_COLUMNS))
    expect(rows.map(({ number, sku }) => [number, sku])).toEqual([
      [placed[0]?.number, 'mug'],
      [placed[1]?.number, 'mug'],
      [placed[2]?.number, 'mug'],
      [placed[2]?.number, 'hoodie-blue-m'],
    ])
    const sum = rows.reduce((total, { totalMinor, shippingMinor }) => total + Number(totalMinor) + Number(shippingMinor), 0)
    expect(sum).toBe(placed.reduce((total, { totals }) => total + totals.totalMinor, 0))
  })

  test('runs nothing in a spreadsheet', async () => {
    const row = (await csv('?since=2026-03-01'))[1]
    expect(row?.['note']).toBe(`'=HYPERLINK("https://evil.example","open")`)
    expect(row?.['phone']).toBe("'+49 30 1234567")
  })

  test('begins with the time that was said, and goes on where the one before ended', async () => {
    expect((await csv('?since=2026-03-04')).map(({ number }) => number)).toEqual([placed[2]?.number, placed[2]?.number])
    const first = (await exported('?since=2026-03-01&format=jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const next = first.at(-1)?.['next']
    expect(first).toHaveLength(5)
    expect(await exported(`?since=2026-03-01&format=jsonl&after=${next}`)).toBe(`{"next":${next}}\n`)
    const later = (await (await postOrder(app, await buildOrder(app))).json()) as OrderAnswer
    const more = (await exported(`?since=2026-03-01&format=jsonl&after=${next}`)).split('\n')
    expect(JSON.parse(more[0] ?? '')).toMatchObject({ number: later.number, totalMinor: expect.any(Number) })
  })

  test('names the discount that an order holds, on each of its lines', async () => {
    await app.staff('postDiscount', { body: { title: 'Spring', kind: 'amount', amountMinor: 200, code: 'Spring-2', test: false } })
    const order = await buildOrder(app, { code: 'spring-2', expectedTotalMinor: 1_780 })
    const { number: orderNumber } = (await (await postOrder(app, order)).json()) as OrderAnswer
    const codes = (await csv('?since=2026-03-01')).map(({ number, discount }) => [number, discount])
    expect(codes.filter(([, discount]) => discount !== '')).toEqual([[orderNumber, 'Spring-2']])
  })

  test('without a time, or with one that is none, is refused by name', async () => {
    const answer = await app.staff('exportOrders', { query: '?since=yesterday' })
    expect(await answer.json()).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '?since' }] })
  })
})
