import { balanceOf, postTransactions, takeSnapshots } from '@tributary/parent/store/ledger'
import { newId } from '@tributary/protocol/id'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { wrongInLedger } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let app: TestApp
let affiliateId: number
beforeAll(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
  const [row] = await app.database.query<{ affiliateId: number }>(
    `select affiliate_id as "affiliateId" from affiliates where code = 'FERNWEH'`,
  )
  affiliateId = row?.affiliateId ?? 0
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const pay = (amountMinor: number, cause: string) => {
  const entry = { currency: 'EUR', amountMinor, commissionKey: null }
  const entries = [
    { ...entry, account: 'write_off' as const, affiliateId: null, side: 'debit' as const },
    { ...entry, account: 'affiliate_payable' as const, affiliateId, side: 'credit' as const },
  ]
  return { id: newId('transaction'), kind: 'receivable_written_off' as const, cause, entries }
}
const balance = (): Promise<number> => balanceOf(app.database, 1, { account: 'affiliate_payable', affiliateId, currency: 'EUR' })

describe('a balance', () => {
  test('is the same with a snapshot and without, whoever writes meanwhile', async () => {
    await postTransactions(app.database, 1, new Date(), [pay(100, 'a'), pay(20, 'b')])
    expect(await balance()).toBe(120)
    // A transaction that began before the snapshot and ends after it: it must be counted once.
    const late = app.database.transaction(async (transaction) => {
      await postTransactions(transaction, 1, new Date(), [pay(3, 'c')])
      await postTransactions(app.database, 1, new Date(), [pay(4_000, 'd')])
      // It is cut below whatever is still open on the whole server, and other tests have transactions there too.
      await expect.poll(() => takeSnapshots(app.database, 1, 1), { timeout: 20_000 }).toBe(2)
      expect(await balance()).toBe(4_120)
    })
    await late
    expect(await balance()).toBe(4_123)
    await takeSnapshots(app.database, 1, 1)
    expect(await balance()).toBe(4_123)
    expect(await balanceOf(app.database, 1, { account: 'write_off', affiliateId: null, currency: 'EUR' })).toBe(-4_123)
    expect(await wrongInLedger(app)).toEqual([])
  })

  test('is compared with its entries by the check', async () => {
    await app.database.query(`update balance_snapshots set balance_minor = balance_minor + 1 where affiliate_id is not null`)
    expect(await wrongInLedger(app)).toEqual(['The snapshot of affiliate_payable of FERNWEH says 4124 EUR, its entries 4123.'])
  })

  test('of the same cause is posted once', async () => {
    await expect(postTransactions(app.database, 1, new Date(), [pay(100, 'a')])).rejects.toThrow(/cause_is_posted_once/)
  })
})
