import { readPastSales } from '@tributary/parent/core/past-sales-csv'
import { Simulation } from '@tributary/parent/core/plan-simulation'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Plan } from '@tributary/protocol/plan'
import type { PastSale, PastSalePage, SimulationReport } from '@tributary/protocol/sale'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'
import { buildPlan, changeOrder, publishPlan } from '../../support/plan.ts'

const LIVE: Partial<Plan> = {
  compression: 'dynamic',
  qualification: {
    by: 'count',
    days: 30,
    counts: 'retail',
    steps: [
      { minimum: 1, depth: 1 },
      { minimum: 3, depth: 2 },
    ],
  },
  caps: { affiliateMonthMinor: { EUR: 700 } },
}

let app: TestApp
let pages: PastSale[][]
beforeAll(async () => {
  app = await createTestApp()
  await app.staff('postAffiliate', { body: { name: 'One', email: 'one@one.example', code: 'KNEE1', sponsor: 'FERNWEH' } })
  await app.staff('postAffiliate', { body: { name: 'Two', email: 'two@two.example', code: 'KNEE2', sponsor: 'KNEE1' } })
  await publishPlan(app, LIVE)
  // Sales of everybody over weeks, so that some are qualified and some months are full; two pieces, one piece, an own order.
  const sellers = ['KNEE2', undefined, 'KNEE1', 'KNEE2', undefined, undefined, 'KNEE2', 'KNEE1', 'KNEE2', undefined, 'KNEE2', 'KNEE2']
  for (const [index, via] of sellers.entries()) {
    app.clock.now += 4 * 24 * 60 * 60 * 1_000
    const quantity = 1 + (index % 3)
    const customer = buildCustomer(index === 8 ? { email: 'one@one.example' } : {})
    const letter = { ...(via && { via }), customer, lines: [{ sku: 'mug', quantity }], expectedTotalMinor: quantity * 1_490 + 490 }
    const order = (await (await postOrder(app, await buildOrder(app, letter))).json()) as OrderAnswer
    await changeOrder(app, order, 'markOrderPaid')
  }
  pages = []
  let cursor: string | undefined
  do {
    const page = (await (await app.staff('listSales', { query: `?limit=5${cursor ? `&cursor=${cursor}` : ''}` })).json()) as PastSalePage
    pages.push([...page.sales])
    cursor = page.next
  } while (cursor !== undefined)
})
afterAll(() => app.close())

const replay = (plan: Plan): SimulationReport => {
  const simulation = new Simulation(plan, 'Europe/Berlin')
  for (const sale of pages.flat()) simulation.add(sale)
  return simulation.report()
}

describe('a replay of past sales', () => {
  test('comes page by page', () => expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]))

  test('through the live plan changes nobody’s cent, qualifications and months included', () => {
    const report = replay(buildPlan(LIVE))
    expect(report.sales).toBe(12)
    expect(report.differences.map(({ differenceMinor }) => differenceMinor)).toEqual([0, 0, 0])
    expect(report.totals[0]?.draftMinor).toBe(report.totals[0]?.liveMinor)
    expect(report.totals[0]?.liveMinor).toBeGreaterThan(0)
  })

  test('names whoever would lose most first', () => {
    const { differences } = replay(buildPlan({ ...LIVE, levels: [{ basisPoints: 500 }] }))
    const changes = differences.map(({ differenceMinor }) => differenceMinor)
    expect(changes).toEqual(changes.toSorted((a, b) => a - b))
    expect(changes[0]).toBeLessThan(0)
  })

  test('says which sales a draft would pay nothing for', () => {
    expect(replay(buildPlan({ currencies: ['CHF'] }))).toMatchObject({ unknownCurrency: { EUR: 12 }, totals: [{ draftMinor: 0 }] })
  })

  test('takes days of the program’s time zone', async () => {
    const first = pages[0]?.[0]?.placedAt ?? ''
    const day = first.slice(0, 10)
    const only = (await (await app.staff('listSales', { query: `?from=${day}&to=${day.slice(0, 8)}07` })).json()) as PastSalePage
    expect(only.sales.map(({ placedAt }) => placedAt)).toEqual([first])
    expect((await app.staff('listSales', { query: '?from=yesterday' })).status).toBe(422)
  })
})

describe('sales of another system', () => {
  const sponsors = 'affiliate,sponsor\nroot,\nmid,root\nleaf,mid\n'
  const header = 'order,placed_at,affiliate,currency,offer,quantity,base,kind,collections,paid\n'

  test('are read from two files, their lines put together', () => {
    const orders = `${header}A1,2026-01-02T10:00:00Z,leaf,EUR,mug,2,20.00,product,kitchen; gifts,1.00\nA1,,leaf,EUR,repair,1,100,service,,5\n`
    const read = readPastSales(orders.replace('A1,,leaf', 'A1,2026-01-02T10:00:00Z,leaf'), sponsors)
    expect(read).toMatchObject({
      ok: true,
      value: [
        {
          order: 'A1',
          direct: '1EAF',
          upline: ['M1D', 'R00T'],
          earned: { '1EAF': 600 },
          lines: [
            { line: 1, baseMinor: 2_000, quantity: 2, collections: ['kitchen', 'gifts'], kind: 'product' },
            { line: 2, baseMinor: 10_000, kind: 'service' },
          ],
        },
      ],
    })
  })

  test('with wrong rows are refused whole, each row named', () => {
    const orders = `${header}A1,never,,ZZZ,mug,0,1.234,,,\n`
    const read = readPastSales(orders, sponsors)
    expect(read.ok ? [] : read.error.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '2 affiliate',
      '2 placed_at',
      '2 currency',
      '2 quantity',
    ])
    expect(readPastSales('a,b\n', sponsors)).toMatchObject({
      ok: false,
      error: [{ line: 1, reason: expect.stringContaining('lacks order') }],
    })
    expect(readPastSales(header, 'affiliate,sponsor\na,b\nb,a\n')).toMatchObject({ ok: false, error: [{ column: 'sponsor' }] })
  })
})
