import { type StaffClient, staffClientOf } from '@tributary/parent/cli/staff-client'
import { STOCK_COMMANDS } from '@tributary/parent/cli/stock-commands'
import type { Problem } from '@tributary/protocol/problem'
import type { Stock } from '@tributary/protocol/stock'
import { stock as stockShape } from '@tributary/protocol/stock.schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { buildWooCommerce } from '../../support/woocommerce.ts'

let app: TestApp
let client: StaffClient
beforeAll(async () => {
  app = await createTestApp()
  const { key } = (await (await app.staff('postKey', { body: { name: 'count' } })).json()) as { key: string }
  client = { origin: app.origin, ...staffClientOf(app.origin, key, async (request) => app.app.request(request)), close: async () => {} }
})
afterAll(() => app.close())

const file = (stock: string, backorder = '0') =>
  buildWooCommerce([{ SKU: 'rope/5 m', Name: 'Rope', Stock: stock, 'Backorders allowed?': backorder }])
const bring = async (stock: string, backorder?: string) =>
  expect((await app.staff('postCatalogue', { body: file(stock, backorder) })).status).toBe(200)
const show = async (query = '', sku = 'rope/5 m'): Promise<Stock> =>
  stockShape.parse(await (await app.staff('getStock', { parameters: { sku }, query })).json())
const correct = (body: object, sku = 'rope/5 m') => app.staff('postStock', { parameters: { sku }, body })
const levels = ({ movements }: Stock) => movements.map(({ cause, quantity, level }) => `${cause} ${quantity}: ${level}`)
const typed = async (verb: string, rest: string[], options = {}): Promise<string> => {
  const command = STOCK_COMMANDS[verb]
  if (!command) throw new Error(`expected the verb ${verb}`)
  return command.print(await command.run(client, { options, rest }))
}

describe('stock is movements, and its level is their sum:', () => {
  beforeEach(async () => {
    const own = `where variant_id in (select variant_id from variants where sku = 'rope/5 m')`
    await app.database.query(`delete from stock_movements ${own}`)
    await app.database.query(`delete from stocks ${own}`)
    await bring('10')
  })

  test('an import, a correction, another import each say why', async () => {
    const answer = await correct({ level: 7, reason: 'Counted on the shelf' })
    expect(answer.status).toBe(200)
    await correct({ by: -2, reason: 'Broken' })
    await bring('10')
    expect(levels(await show())).toEqual(['correct -2: 5', 'correct -3: 7', 'import 10: 10'])
    await bring('12')
    const stock = await show()
    expect(stock).toMatchObject({ level: 12, imported: 12, backorder: false })
    expect(levels(stock)).toEqual(['import 7: 12', 'correct -2: 5', 'correct -3: 7', 'import 10: 10'])
    expect(stock.movements[1]).toMatchObject({ reason: 'Broken', actor: 'staff:admin' })
  })

  test('an order takes and its cancellation returns, each by its id', async () => {
    const order = await buildOrder(app)
    const placed = (await (await postOrder(app, order)).json()) as { orderId: string; number: string }
    await app.staff('cancelOrder', { parameters: { id: placed.number }, body: {} })
    const { movements } = await show('', 'mug')
    expect(movements.slice(0, 2)).toMatchObject([
      { cause: 'cancel', quantity: 1, order: placed.orderId },
      { cause: 'order', quantity: -1, order: placed.orderId },
    ])
  })

  test('pages of movements go on where the one before ended', async () => {
    for (let by = 1; by <= 5; by++) await correct({ by, reason: 'Came in' })
    const first = await show('?limit=2')
    expect(levels(first)).toEqual(['correct 5: 25', 'correct 4: 20'])
    const second = await show(`?limit=2&cursor=${first.next}`)
    expect(levels(second)).toEqual(['correct 3: 16', 'correct 2: 13'])
    expect(levels(await show(`?limit=3&cursor=${second.next}`))).toEqual(['correct 1: 11', 'import 10: 10'])
  })

  test('twenty corrections at once lose none', async () => {
    await Promise.all(Array.from({ length: 20 }, () => correct({ by: 1, reason: 'Came in' })))
    const [sum] = await app.database.query<{ sum: number }>(
      `select sum(quantity)::bigint as sum from stock_movements join variants using (program_id, variant_id) where sku = 'rope/5 m'`,
    )
    expect([(await show()).level, sum?.sum]).toEqual([30, 30])
  })

  test('a count of what was there moves nothing', async () => {
    await correct({ level: 10, reason: 'Counted' })
    expect(levels(await show())).toEqual(['import 10: 10'])
  })

  test.each([
    [
      'below nothing',
      { by: -11, reason: 'Gone' },
      'The level of “rope/5 m” would be -1; below 0 is only what is sold on backorder. It is 10 now.',
      '/by',
    ],
    [
      'a level below nothing',
      { level: -1, reason: 'Gone' },
      'The level of “rope/5 m” would be -1; below 0 is only what is sold on backorder. It is 10 now.',
      '/level',
    ],
  ])('%s is refused', async (_, body, detail, pointer) => {
    const answer = await correct(body)
    const problem = (await answer.json()) as Problem
    expect([answer.status, problem.detail, problem.errors?.[0]?.pointer]).toEqual([422, detail, pointer])
    expect((await show()).level).toBe(10)
  })

  test('what is not counted is counted first', async () => {
    await bring('')
    expect((await show()).level).toBeUndefined()
    const refused = (await (await correct({ by: 1, reason: 'Came in' })).json()) as Problem
    expect(refused.detail).toBe(
      'The stock of “rope/5 m” is not counted, so nothing can be added to it. Count it first: tributary stock set rope/5 m 12 --reason …',
    )
    await correct({ level: 3, reason: 'Counted' })
    expect([(await show()).level, levels(await show())[0]]).toEqual([3, 'correct 3: 3'])
  })

  test('a correction without a reason, and an article that nobody has, are told', async () => {
    expect((await correct({ by: 1 })).status).toBe(422)
    expect((await correct({ by: 1, reason: '' })).status).toBe(422)
    const unknown = (await (await app.staff('getStock', { parameters: { sku: 'nobody' } })).json()) as Problem
    expect(unknown).toMatchObject({
      code: 'sku_unknown',
      detail: 'No article has the SKU “nobody”. A SKU is written as in the catalogue, capitals and all.',
    })
  })

  test('the database takes no correction without its reason', async () => {
    const bare = `insert into stock_movements (program_id, variant_id, quantity, cause, reason) select program_id, variant_id, 1, 'correct', '' from stocks limit 1`
    await expect(app.database.query(bare)).rejects.toThrow('correction_says_why_and_who')
  })

  test('staff do it by verbs', async () => {
    expect(await typed('stock set', ['rope/5 m', '4'], { reason: 'Counted' })).toBe('rope/5 m: 4 left.')
    expect(await typed('stock adjust', ['rope/5 m', '+6'], { reason: 'Came in' })).toBe('rope/5 m: 10 left.')
    expect(await typed('stock adjust', ['rope/5 m', '-1'], { reason: 'Broken' })).toBe('rope/5 m: 9 left.')
    const shown = await typed('stock show', ['rope/5 m'])
    expect(shown).toMatch(/^rope\/5 m: 9 left\. The last file counted 10\.\n/)
    expect(shown).toMatch(/-1 +9 +correct +Broken \(staff:count\)/)
    await expect(typed('stock set', ['rope/5 m', '4'])).rejects.toThrow('--reason')
    await expect(typed('stock set', ['rope/5 m', 'four'], { reason: 'x' })).rejects.toThrow('“four” is not a number of pieces')
  })
})
