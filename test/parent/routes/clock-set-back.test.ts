import type { OrderAnswer } from '@tributary/protocol/order'
import type { Quote } from '@tributary/protocol/quote'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'

const HOUR_MS = 60 * 60 * 1_000

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ limits: 'on' })
})
afterAll(() => app.close())

const placed = async (letter: object) => {
  const answer = await postOrder(app, letter)
  return { status: answer.status, text: await answer.text() }
}

describe('when the clock is set back', () => {
  test('a repeated order is still the same order, with the same bytes', async () => {
    const letter = await buildOrder(app)
    const first = await placed(letter)
    app.clock.now -= 3 * HOUR_MS
    const again = await placed(letter)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.text).toBe(first.text)
    const rows = await app.database.query('select count(*)::int as count from orders where id = $1', [letter.id])
    expect(rows).toEqual([{ count: 1 }])
  })

  test('a quote of before is from the future, and its price is kept all the same', async () => {
    const body = JSON.stringify({ site: app.site.key, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' })
    const quote = (await (await app.fetch(`${app.origin}/v1/quotes`, { method: 'POST', body })).json()) as Quote
    app.clock.now -= 24 * HOUR_MS
    const total = quote.totals.totalMinor
    const answer = await placed(await buildOrder(app, { quote: quote.token, expectedTotalMinor: total }))
    expect(answer.status).toBe(201)
    expect((JSON.parse(answer.text) as OrderAnswer).totals.totalMinor).toBe(total)
  })

  test('who was limited is limited for what is left of the hour that it is now, and no longer', async () => {
    const order = () => buildOrder(app, { customer: buildCustomer({ email: 'ada@clock.example' }) })
    for (let index = 0; index < 30; index++) await placed(await order())
    expect((await placed(await order())).status).toBe(429)
    app.clock.now -= 2 * HOUR_MS
    expect((await placed(await order())).status).toBe(201)
    app.clock.now += 2 * HOUR_MS
    expect((await placed(await order())).status).toBe(429)
    app.clock.now += HOUR_MS
    expect((await placed(await order())).status).toBe(201)
  })
})
