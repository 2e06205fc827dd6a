import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BACKUP_COMMANDS } from '@tributary/parent/cli/backup-commands'
import { restore } from '@tributary/parent/cli/restore'
import { type Verification, verifyStatements } from '@tributary/parent/core/statement'
import { createParent, detailsKeysOf } from '@tributary/parent/parent'
import { type Database, openDatabase } from '@tributary/parent/store/database'
import { createFileStore } from '@tributary/parent/store/files'
import { type AccountName, balanceOf } from '@tributary/parent/store/ledger'
import type { UploadAnswer } from '@tributary/protocol/conversation'
import type { EndpointName } from '@tributary/protocol/endpoint'
import { ENDPOINTS, endpointPath } from '@tributary/protocol/endpoint'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Statement } from '@tributary/protocol/statement'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { allTexts, clientOf, environmentOf } from '../../support/backup.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { addService, buildProposal, winDeal } from '../../support/deal.ts'
import { liveThrough } from '../../support/earning-history.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { addHook } from '../../support/receiver.ts'

// Each restores whole databases, and derives a key from a passphrase several times.
vi.setConfig({ testTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'tributary-backup-'))
const plain = join(folder, 'plain.tar.gz')
const sealed = join(folder, 'sealed')
const passphraseFile = join(folder, 'passphrase')
let app: TestApp
let placed: OrderAnswer
let upload: UploadAnswer
let deal: { readonly lead: string }

const FILE = Buffer.from('Room,Size\nKitchen,12\n')
const DETAILS = { holder: 'Kim Fern', account: 'DE02120300000000202051' }

beforeAll(async () => {
  app = await createTestApp({ allowsPrivateWebhooks: true })
  await liveThrough(app)
  await addService(app)
  deal = (await winDeal(app, buildProposal({ validUntil: '2027-03-31' }))) as unknown as typeof deal
  placed = (await (await postOrder(app, await buildOrder(app))).json()) as OrderAnswer
  const form = new FormData()
  form.append('file', new File([FILE], 'rooms.csv'))
  upload = (await (await app.app.request(`${app.origin}/v1/uploads`, { method: 'POST', body: form })).json()) as UploadAnswer
  await app.staff('putDetails', { parameters: { code: app.affiliate.code }, body: DETAILS })
  await app.staff('closePeriod', { parameters: { period: '2026-03' } })
  await addHook(app, 'https://receiver.example/')
  // Balances are kept up to here; another database counts its transactions from elsewhere.
  await app.database.query(
    `insert into balance_snapshots (program_id, affiliate_id, currency, account, before, balance_minor)
     select program_id, affiliate_id, currency, account, pg_snapshot_xmin(pg_current_snapshot()),
            sum(case side when 'credit' then amount_minor else -amount_minor end)
       from entries group by 1, 2, 3, 4`,
  )
  writeFileSync(passphraseFile, 'a long enough passphrase\n')
  const run = BACKUP_COMMANDS['backup']?.run
  await run?.(clientOf(app), { options: {}, rest: [plain] })
  await run?.(clientOf(app), { options: { 'passphrase-file': passphraseFile }, rest: [sealed] })
}, 120_000)
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The restored parent, as a server would start on it. */
async function reopened(database: Database, dataDir: string): Promise<Hono> {
  const options = { database, origin: app.origin, log: pino({ level: 'silent' }), folders: { widget: join(dataDir, 'none') } }
  const detailsKeys = detailsKeysOf(dataDir)
  const files = createFileStore(join(dataDir, 'files'))
  return (await createParent({ ...options, detailsKeys, files, now: () => new Date(app.clock.now) })).app
}

const authorization = () => `Bearer ${readFileSync(join(app.dataDir, 'admin.key'), 'utf8').trim()}`

const asked = async <Answer>(on: Hono, name: EndpointName, parameters: Record<string, string> = {}, query = ''): Promise<Answer> => {
  const init = { method: ENDPOINTS[name].method, headers: { Authorization: authorization() } }
  const response = await on.request(`${app.origin}${endpointPath(name, parameters)}${query}`, {
    ...init,
    ...(init.method === 'POST' && { body: '{}' }),
  })
  if (!response.ok) throw new Error(`${name}: ${await response.text()}`)
  return (await response.json()) as Answer
}

const statementsOf = async (on: Hono): Promise<Statement[]> => {
  const query = `?affiliate=${app.affiliate.code}`
  const { statements } = await asked<{ statements: { period: string; currency: string; affiliate: string }[] }>(
    on,
    'listStatements',
    {},
    query,
  )
  const found: Statement[] = []
  for (const { period, currency, affiliate } of statements.filter((one) => one.affiliate === app.affiliate.code))
    found.push(await asked<Statement>(on, 'showStatement', { affiliate, period, currency }))
  return found
}

async function expectEverything(database: Database, dataDir: string): Promise<void> {
  expect(await allTexts(database)).toEqual(await allTexts(app.database))
  const on = await reopened(database, dataDir)

  const names: [EndpointName, Record<string, string>][] = [
    ['checkLedger', {}],
    ['listOrders', {}],
    ['listCommissions', {}],
    ['getPayouts', {}],
    ['getDetails', { code: app.affiliate.code }],
    ['verifyProposals', { id: deal.lead }],
    ['listWebhooks', {}],
  ]
  for (const [name, parameters] of names) expect(await asked(on, name, parameters)).toEqual(await asked(app.app, name, parameters))
  const statements = await statementsOf(on)
  expect(statements).toEqual(await statementsOf(app.app))
  const verification: Verification = verifyStatements(statements)
  expect(verification).toMatchObject({ statements: expect.any(Number), broken: [] })
  expect(verification.statements).toBeGreaterThan(0)

  // Though the transactions have other numbers here, and the sums up to them are not there any more.
  expect(await balances(database)).toEqual(await balances(app.database))
  // Links and seal keys that were handed out stay good.
  expect((await on.request(placed.statusUrl)).status).toBe(200)
  const bytes = await createFileStore(join(dataDir, 'files')).read(upload.id)
  expect(Buffer.from(bytes ?? [])).toEqual(FILE)
}

const balances = async (database: Database): Promise<Record<string, number>> => {
  const accounts = await database.query<AccountName & { programId: number }>(
    'select distinct program_id as "programId", account, affiliate_id as "affiliateId", currency from entries order by 1, 2, 3, 4',
  )
  const found: Record<string, number> = {}
  for (const name of accounts) found[`${name.account} ${name.affiliateId}`] = await balanceOf(database, name.programId, name)
  return found
}

describe('backup, destroy, restore: every number and proof is equal', () => {
  test('in an embedded database', async () => {
    const dataDir = mkdtempSync(join(folder, 'embedded-'))
    expect(await restore(environmentOf(dataDir), [plain])).toContain('The ledger is checked')
    const database = await openDatabase({ folder: dataDir })
    await expectEverything(database, dataDir)
    await database.close()
  })

  describe('in PostgreSQL, where a trial moves to', () => {
    let postgres: TestDatabase
    beforeAll(async () => {
      postgres = await createTestDatabase()
    })
    afterAll(() => postgres.drop())

    test('from a sealed backup, which opens with its passphrase alone', async () => {
      const dataDir = mkdtempSync(join(folder, 'postgres-'))
      const environment = environmentOf(dataDir, postgres.url)
      await expect(restore(environment, [sealed])).rejects.toThrow('sealed')
      const wrong = join(folder, 'wrong')
      writeFileSync(wrong, 'quite another passphrase')
      await expect(restore(environment, [sealed, '--passphrase-file', wrong])).rejects.toThrow('The passphrase is another one')
      expect(readFileSync(sealed).includes('Ada')).toBe(false)

      await restore(environment, [sealed, '--passphrase-file', passphraseFile])
      const database = await openDatabase({ url: postgres.url })
      await expectEverything(database, dataDir)
      await database.close()
    })

    test('and the restored parent goes on: it takes orders, signs webhooks with their secrets, and its ledger balances', async () => {
      const database = await openDatabase({ url: postgres.url })
      const dataDir = mkdtempSync(join(folder, 'postgres-'))
      writeFileSync(join(dataDir, 'details.key'), readFileSync(join(app.dataDir, 'details.key')))
      const on = await reopened(database, dataDir)
      const letter = await buildOrder(app)
      const init = { method: 'POST', body: JSON.stringify(letter), headers: { Origin: app.pageOrigin } }
      const answer = (await (await on.request(`${app.origin}/v1/orders`, init)).json()) as OrderAnswer
      for (const name of ['confirmOrder', 'markOrderPaid'] as const) await asked(on, name, { id: answer.number })
      expect(await asked(on, 'checkLedger')).toMatchObject({ wrong: [] })
      const [made] = await database.query<{ highest: number; before: number }>(
        `select max(entry_key) as highest, (select count(*) from deliveries where type = 'commission.created') as before from entries`,
      )
      expect(made?.before).toBeGreaterThan(0)
      const [hook] = await database.query<{ id: string; secret: Buffer }>('select id, secret from webhooks')
      const [source] = await app.database.query<{ secret: Buffer }>('select secret from webhooks')
      expect(hook?.secret).toEqual(source?.secret)
      await database.close()
    })

    test('is refused while somebody else is connected, and over a program that is there', async () => {
      const environment = environmentOf(mkdtempSync(join(folder, 'postgres-')), postgres.url)
      await expect(restore(environment, [plain])).rejects.toThrow('--replace')
      const other = await openDatabase({ url: postgres.url })
      await other.query('select 1')
      await expect(restore(environment, [plain, '--replace'])).rejects.toThrow('1 other connections')
      await other.close()
      await expect(restore(environment, [plain, '--replace'])).resolves.toContain('Restored')
    })
  })

  test('an archive that was altered or cut off changes nothing', async () => {
    const dataDir = mkdtempSync(join(folder, 'embedded-'))
    await restore(environmentOf(dataDir), [plain])
    const cut = join(folder, 'cut')
    const whole = readFileSync(plain)
    writeFileSync(cut, whole.subarray(0, whole.length - 2_000))
    await expect(restore(environmentOf(dataDir), [cut, '--replace'])).rejects.toThrow('ends early')
    const bytes = readFileSync(sealed)
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
    writeFileSync(cut, bytes)
    await expect(restore(environmentOf(dataDir), [cut, '--replace', '--passphrase-file', passphraseFile])).rejects.toThrow('altered')
    const database = await openDatabase({ folder: dataDir })
    expect(await allTexts(database)).toEqual(await allTexts(app.database))
    await database.close()
  })
})
