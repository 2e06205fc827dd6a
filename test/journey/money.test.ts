import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ServerType } from '@hono/node-server'
import { serve } from '@hono/node-server'
import { writeServerFile } from '@tributary/parent/cli/server-file'
import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import type { Commission } from '@tributary/protocol/commission'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { PayoutBatch } from '@tributary/protocol/payout'
import type { Refund, RefundPreview } from '@tributary/protocol/refund'
import { type Statement, totalOf } from '@tributary/protocol/statement'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildOrder } from '../support/build.ts'
import { balances } from '../support/plan.ts'
import { type CommandResult, runCommand } from '../support/server.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

// Worked out by hand. Three mugs at 14.90 are 44.70 and contain 7.14 of tax (44.70 − 44.70 ÷ 1.19, half up): the base is 37.56.
// One mug goes back after the payout: 29.80 of 44.70 is still sold, so two thirds of each commission are kept, rounded down.
const TABLE = [
  // affiliate, level, rate, earned = floor(37.56 × rate), kept = floor(earned × 29.80 ÷ 44.70), reversed
  { affiliate: 'THREE', level: 0, basisPoints: 1_000, earned: 375, kept: 250, reversed: 125 },
  { affiliate: 'TW0', level: 1, basisPoints: 500, earned: 187, kept: 124, reversed: 63 },
  { affiliate: '0NE', level: 2, basisPoints: 300, earned: 112, kept: 74, reversed: 38 },
  { affiliate: 'FERNWEH', level: 3, basisPoints: 100, earned: 37, kept: 24, reversed: 13 },
]
const EARNED = 711
const REVERSED = 239

let app: TestApp
let server: ServerType
let origin: string
let order: OrderAnswer
let secondKey: string

beforeAll(async () => {
  app = await createTestApp()
  server = serve({ fetch: app.app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  writeServerFile(app.dataDir, { local: origin, origin })
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await app.close()
})

const tributary = async (...args: string[]): Promise<CommandResult> => {
  const env = { ...process.env, DATA_DIR: app.dataDir, ...(args[0] === 'as-second' && { STAFF_KEY: secondKey }) }
  const result = await runCommand(args[0] === 'as-second' ? args.slice(1) : args, env)
  if (result.code !== 0) throw new Error(`tributary ${args.join(' ')}: ${result.stderr}${result.stdout}`)
  return result
}
const commissions = async (): Promise<readonly Commission[]> => {
  const page = (await tributary('commission', 'list', '--order', order.number, '--json')).json<{ commissions: Commission[] }>()
  return page.commissions.toSorted((a, b) => a.level - b.level)
}
const byName = (account: string, of: (row: (typeof TABLE)[number]) => number): Record<string, number> =>
  Object.fromEntries(TABLE.map((row) => [`${account} ${row.affiliate}`, of(row)]))

describe('a sale by a sub-affiliate three levels deep', () => {
  test('is made under a plan that staff published', async () => {
    for (const [code, sponsor] of [
      ['ONE', 'FERNWEH'],
      ['TWO', 'ONE'],
      ['THREE', 'TWO'],
    ] as const) {
      await tributary('affiliate', 'add', '--name', code, '--email', `${code}@x.example`, '--code', code, '--sponsor', sponsor)
    }
    const levels = TABLE.map(({ basisPoints }) => ({ basisPoints }))
    const file = join(app.dataDir, 'plan.json')
    writeFileSync(file, JSON.stringify({ kind: 'unilevel', name: 'Four tiers', currencies: ['EUR'], levels }))
    expect((await tributary('plan', 'lint', file)).stdout).toBe('Nothing to say against this plan.\n')
    expect((await tributary('plan', 'publish', file)).stdout).toMatch(/^Version 1, “Four tiers”, counts from 2026-03-02T/)

    const letter = await buildOrder(app, { via: 'THREE', lines: [{ sku: 'mug', quantity: 3 }], expectedTotalMinor: 4_960 })
    const answer = await fetch(`${origin}/v1/orders`, { method: 'POST', body: JSON.stringify(letter), headers: { Origin: app.pageOrigin } })
    expect(answer.status).toBe(201)
    order = (await answer.json()) as OrderAnswer
    expect(order.attribution).toMatchObject({ affiliate: 'THREE', reason: 'placement' })
  })

  test('earns at every level once it is paid', async () => {
    await tributary('order', 'paid', order.number)
    const rows = (await commissions()).map(({ affiliate, level, earnedMinor, state }) => ({ affiliate, level, earnedMinor, state }))
    expect(rows).toEqual(TABLE.map(({ affiliate, level, earned }) => ({ affiliate, level, earnedMinor: earned, state: 'pending' })))
    expect(await balances(app)).toEqual({ ...byName('affiliate_pending', ({ earned }) => earned), commission_expense: -EARNED })
  })

  test('is held from the delivery on, and payable after the hold', async () => {
    await tributary('order', 'confirm', order.number)
    await tributary('order', 'ship', order.number, '--carrier', 'DHL')
    await tributary('order', 'deliver', order.number)
    expect(await balances(app)).toEqual({ ...byName('affiliate_held', ({ earned }) => earned), commission_expense: -EARNED })
    app.clock.now += 14 * DAY_MS
    await settleDueOrders(app.parent)
    expect(await balances(app)).toEqual({ ...byName('affiliate_payable', ({ earned }) => earned), commission_expense: -EARNED })
  })

  test('is paid out with two keys', async () => {
    secondKey = (await tributary('key', 'add', '--name', 'accounts', '--json')).json<{ key: string }>().key
    const drafted = (await tributary('payout', 'draft', '--json')).json<PayoutBatch>()
    expect(drafted.totalMinor).toBe(EARNED)
    const amounts = drafted.payouts.map(({ affiliate, amountMinor }) => [affiliate, amountMinor]).sort()
    expect(amounts).toEqual(TABLE.map(({ affiliate, earned }) => [affiliate, earned]).sort())
    await expect(tributary('payout', 'approve', drafted.batch)).rejects.toThrow(/Approve it with another one/)
    await tributary('as-second', 'payout', 'approve', drafted.batch)
    await tributary('payout', 'send', drafted.batch)
    expect(await balances(app)).toEqual({ ...byName('payout_in_transit', ({ earned }) => earned), commission_expense: -EARNED })
    await tributary('payout', 'settle', drafted.batch)
    expect(await balances(app)).toEqual({ bank: EARNED, commission_expense: -EARNED })
    expect((await commissions()).map(({ state }) => state)).toEqual(['paid', 'paid', 'paid', 'paid'])
  })

  test('is reversed at every level when a part is refunded after the payout, as the preview said', async () => {
    app.clock.now += 20 * DAY_MS
    const preview = (await tributary('refund', order.number, '--line', 'mug=1', '--preview', '--json')).json<RefundPreview>()
    expect(preview).toMatchObject({ amountMinor: 1_490, payment: 'partly_refunded' })
    expect(preview.reversals.map(({ affiliate, level, amountMinor }) => ({ affiliate, level, amountMinor }))).toEqual(
      TABLE.map(({ affiliate, level, reversed }) => ({ affiliate, level, amountMinor: reversed })),
    )
    const refund = (await tributary('refund', order.number, '--line', 'mug=1', '--json')).json<Refund>()
    expect(refund.amountMinor).toBe(1_490)
    expect((await commissions()).map(({ amountMinor }) => amountMinor)).toEqual(TABLE.map(({ kept }) => kept))
    expect(await balances(app)).toEqual({
      ...byName('affiliate_payable', ({ reversed }) => -reversed),
      bank: EARNED,
      commission_expense: -(EARNED - REVERSED),
    })
    expect((await tributary('ledger', 'check')).stdout).toMatch(/Everything agrees\.\n$/)
  })

  test('stands on the statement of its month, and the refund on the next one', async () => {
    expect((await tributary('period', 'close', '2026-03')).stdout).toBe('2026-03 is closed; 4 statements were written.\n')
    for (const { affiliate, earned, reversed } of TABLE) {
      const march = (await tributary('statement', 'show', affiliate, '2026-03', '--json')).json<Statement>()
      expect(march.lines.map(({ amountMinor }) => amountMinor)).toEqual([earned, -earned])
      expect([totalOf(march.opening), totalOf(march.closing)]).toEqual([0, 0])
      const april = (await tributary('statement', 'show', affiliate, '2026-04', '--json')).json<Statement>()
      expect(april.lines.map(({ amountMinor, entry }) => [amountMinor, entry?.why])).toEqual([
        [-reversed, 'taken back on Enamel mug: money went back to the customer'],
      ])
      expect([totalOf(april.opening), totalOf(april.closing), april.isOpen]).toEqual([0, -reversed, true])
    }
    const file = join(app.dataDir, 'march.json')
    writeFileSync(file, (await tributary('statement', 'show', 'THREE', '2026-03', '--json')).stdout)
    expect((await tributary('statement', 'verify', file)).stdout).toMatch(/^Verified: 1 statements with 2 lines/)
    const csv = (await tributary('statement', 'show', 'THREE', '2026-03', '--csv')).stdout.split('\n').map((row) => row.trim())
    expect(csv[2]).toMatch(/,sold Enamel mug,EUR,3\.75,com_/)
  })

  test('is explained so that a pocket calculator can follow', async () => {
    const direct = (await commissions())[0] as Commission
    const { stdout } = await tributary('commission', 'why', direct.id)
    const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))
    expect(lines).toContain('Enamel mug: 3 × €14.90 | €44.70')
    expect(lines).toContain('less the tax of 19 % that it contains, €7.14 | €37.56')
    expect(lines).toContain('the direct affiliate earns 10 % of €37.56, rounded down | €3.75')
    expect(lines).toContain('of €44.70 that were sold €29.80 still are: €3.75 × €29.80 ÷ €44.70, rounded down | €2.50')
  })
})
