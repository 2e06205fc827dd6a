import { verifyStatements } from '@tributary/parent/core/statement'
import { statementCsv } from '@tributary/parent/core/statement-csv'
import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { PayoutBatch } from '@tributary/protocol/payout'
import { type Statement, totalOf } from '@tributary/protocol/statement'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder, DELIVERED, publishPlan, secondKey, wrongInLedger } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let database: TestDatabase
let app: TestApp
let statements: Statement[]

const place = async (): Promise<OrderAnswer> =>
  (await (await postOrder(app, await buildOrder(app, { via: 'KNEE1' }))).json()) as OrderAnswer
const close = (period: string): Promise<Response> => app.staff('closePeriod', { parameters: { period } })
const show = async (affiliate: string, period: string): Promise<Statement> => {
  const answer = await app.staff('showStatement', { parameters: { affiliate, period, currency: 'EUR' } })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Statement
}
const summary = ({ opening, lines, closing }: Statement): unknown[] => [
  totalOf(opening),
  lines.map(({ amountMinor, entry }) => [amountMinor, entry?.why]),
  totalOf(closing),
]
const problemOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code

// March: a sale, paid, delivered. April: its hold is over, paid out; another sale. May: a refund of the first.
beforeAll(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
  await app.staff('postAffiliate', { body: { name: 'One', email: 'one@one.example', code: 'KNEE1', sponsor: 'FERNWEH' } })
  await publishPlan(app)
  const other = await secondKey(app)
  app.clock.now = Date.parse('2026-03-20T12:00:00Z')
  const first = await place()
  await changeOrder(app, first, ...DELIVERED)
  app.clock.now = Date.parse('2026-04-10T12:00:00Z')
  await settleDueOrders(app.parent)
  const { batch } = (await (await app.staff('postPayouts', { body: {} })).json()) as PayoutBatch
  await app.staff('approvePayouts', { parameters: { id: batch }, authorization: other })
  await app.staff('sendPayouts', { parameters: { id: batch } })
  await changeOrder(app, await place(), 'markOrderPaid')
  app.clock.now = Date.parse('2026-05-05T12:00:00Z')
  await changeOrder(app, first, ['postRefund', { id: `rfd_${'a'.repeat(21)}` }])
}, 60_000)
afterAll(async () => {
  await app.close()
  await database.drop()
})

describe('a month', () => {
  test('that is not over, or does not come next, is not closed', async () => {
    expect(await problemOf(await close('2026-05'))).toBe('period_open')
    expect(await problemOf(await close('2026-04'))).toBe('period_open')
    expect(await problemOf(await close('someday'))).toBe('period_open')
  })

  test('is told as far as it went while it is open', async () => {
    expect(summary(await show('KNEE1', '2026-03'))).toEqual([0, [[125, 'sold Enamel mug']], 125])
    expect((await show('KNEE1', '2026-03')).isOpen).toBe(true)
  })

  test('is closed once, and each statement opens with what the one before closed with', async () => {
    expect(await (await close('2026-03')).json()).toMatchObject({ period: '2026-03', statements: 2 })
    expect(await problemOf(await close('2026-03'))).toBe('period_closed')
    expect((await close('2026-04')).status).toBe(200)
    app.clock.now = Date.parse('2026-06-02T12:00:00Z')
    expect((await close('2026-05')).status).toBe(200)
    statements = [await show('KNEE1', '2026-03'), await show('KNEE1', '2026-04'), await show('KNEE1', '2026-05')]
    expect(statements.map(summary)).toEqual([
      [0, [[125, 'sold Enamel mug']], 125],
      [
        125,
        [
          [-125, 'paid out'],
          [125, 'sold Enamel mug'],
        ],
        125,
      ],
      [125, [[-125, 'taken back on Enamel mug: money went back to the customer']], 0],
    ])
    expect(statements[2]?.closing).toEqual({ pendingMinor: 125, heldMinor: 0, payableMinor: -125 })
    expect(summary(await show('FERNWEH', '2026-03'))).toEqual([0, [[62, 'level 1 on Enamel mug']], 62])
    expect((await app.staff('showStatement', { parameters: { affiliate: 'KNEE1', period: '2026-01', currency: 'EUR' } })).status).toBe(404)
  })

  test('that is closed takes nothing any more, and nothing of it can be changed', async () => {
    await expect(
      app.database.query(
        `insert into transactions (program_id, id, kind, cause, at) values (1, 'txn_late', 'payout_sent', 'late', '2026-05-31T12:00:00Z')`,
      ),
    ).rejects.toThrow(/closed period/)
    for (const statement of [
      `update statements set hash = 'x'`,
      'delete from statements',
      `update statement_lines set amount_minor = 1`,
      `update statement_lines set value = value || '{"why":"x"}'`,
      'delete from statement_lines',
      `delete from closed_periods`,
    ])
      await expect(app.database.query(statement)).rejects.toThrow()
  })
})

describe('a verification', () => {
  test('finds statements as they were closed', () => {
    expect(verifyStatements(statements)).toEqual({ statements: 3, lines: 4, erased: 0, broken: [] })
  })

  test('finds any letter that was changed, whatever it stands in', () => {
    const text = JSON.stringify(statements)
    const places = [...text.matchAll(/[a-z0-9](?=[^"]*"[,}\]])|(?<=Minor":-?)\d/gi)].map(({ index }) => index)
    fc.assert(
      fc.property(fc.constantFrom(...places), (place) => {
        const altered = text.slice(0, place) + (text[place] === '1' ? '2' : '1') + text.slice(place + 1)
        let read: Statement[]
        try {
          read = JSON.parse(altered) as Statement[]
        } catch {
          return true
        }
        // A statement's id and the names of fields are not part of what is hashed; a line without its entry counts as erased.
        const isSame =
          JSON.stringify(read.map(({ id: _, ...rest }) => rest)) === JSON.stringify(statements.map(({ id: _, ...rest }) => rest))
        const { broken, erased } = verifyStatements(read)
        return isSame || broken.length > 0 || erased > 0 || read.some(({ isOpen }) => isOpen !== false)
      }),
      { numRuns: 500, seed: 20_261_123 },
    )
  })

  test('says where it is broken: an amount, a line left out, a month left out', () => {
    const [march, april, may] = statements as [Statement, Statement, Statement]
    const cheaper = { ...march, lines: march.lines.map((line) => ({ ...line, amountMinor: 100 })) }
    expect(verifyStatements([cheaper]).broken).toEqual([
      '2026-03: opening and lines sum to 100, it closes with 125.',
      '2026-03: the hash is not that of this statement.',
    ])
    expect(verifyStatements([march, may]).broken).toEqual(['2026-05: it does not follow on 2026-03.'])
    expect(verifyStatements([march, { ...april, lines: april.lines.slice(1) }]).broken[0]).toMatch(/^2026-04: opening and lines sum/)
  })

  test('calls erased what was erased, and not broken', async () => {
    await app.database.query(
      `update statement_lines set value = null, salt = null where statement_key = (select min(statement_key) from statements)`,
    )
    const all = [await show('FERNWEH', '2026-03'), await show('KNEE1', '2026-03')]
    const found = all.map((one) => verifyStatements([one]))
    expect(found.map(({ erased }) => erased).sort()).toEqual([0, 1])
    expect(found.flatMap(({ broken }) => broken)).toEqual([])
  })
})

test('a statement as CSV has its lines between what it opens and closes with, amounts as numbers', () => {
  const rows = statementCsv(statements[1] as Statement).split('\r\n')
  expect(rows.map((row) => row.split(',').slice(5, 8).join(' '))).toEqual([
    'what currency amount',
    'opening EUR 1.25',
    'paid out EUR -1.25',
    'sold Enamel mug EUR 1.25',
    'closing EUR 1.25',
    '',
  ])
})

test.each([
  ['JPY', '125'],
  ['EUR', '1.25'],
  ['KWD', '0.125'],
])('a statement in %s writes its amounts with the digits of the currency', (currency, amount) => {
  const [, opening] = statementCsv({ ...(statements[1] as Statement), currency }).split('\r\n')
  expect(opening?.split(',').slice(5, 8)).toEqual(['opening', currency, amount])
})

test('whoever posts while a month is closed is in it or refused, and never between', async () => {
  app.clock.now = Date.parse('2026-06-30T21:59:59Z')
  const orders = await Promise.all(Array.from({ length: 12 }, place))
  const paying = orders.map((order) => app.staff('markOrderPaid', { parameters: { id: order.number } }))
  app.clock.now = Date.parse('2026-06-30T22:00:00Z') + DAY_MS
  const [closed] = await Promise.all([close('2026-06'), ...paying])
  expect(closed?.status).toBe(200)
  const june = await show('KNEE1', '2026-06')
  const [row] = await app.database.query<{ minor: number }>(
    `select coalesce(sum(case side when 'credit' then amount_minor else -amount_minor end), 0)::bigint as minor
       from entries join transactions using (program_id, transaction_key) join affiliates using (program_id, affiliate_id)
      where code = 'KNEE1' and account <> 'payout_in_transit' and at < '2026-06-30T22:00:00Z'`,
  )
  expect(totalOf(june.closing)).toBe(row?.minor)
  expect(verifyStatements([june]).broken).toEqual([])
  expect(await wrongInLedger(app)).toEqual([])
})
