import { DEFAULT_POLICY } from '@tributary/parent/core/program'
import { type Database, openDatabase } from '@tributary/parent/store/database'
import type { ImportedOffer, ImportedVariant } from '@tributary/parent/store/imported-offer'
import { migrate } from '@tributary/parent/store/migrate'
import { addProgram } from '@tributary/parent/store/programs'
import { returnStock, takeStock } from '@tributary/parent/store/stock'
import { newId } from '@tributary/protocol/id'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ImportOrder, importCatalogue } from '../../support/import-catalogue.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const variant = (sku: string, more: Partial<ImportedVariant> = {}): ImportedVariant => ({
  sku,
  options: [],
  amountMinor: 1_490,
  saleMinor: null,
  saleStartsAt: null,
  saleEndsAt: null,
  taxClass: 'standard',
  weightGrams: 200,
  image: null,
  stock: 10,
  backorder: false,
  line: 2,
  ...more,
})

const offer = (handle: string, more: Partial<ImportedOffer> = {}): ImportedOffer => ({
  handle,
  isHandleStated: false,
  kind: 'product',
  title: handle,
  description: '',
  images: [{ src: 'media/mug.svg', alt: 'A mug', width: 800, height: 1_000 }],
  options: [{ name: 'Size', values: ['M', 'L'] }],
  collections: ['camp'],
  line: 2,
  variants: [variant(handle)],
  ...more,
})

describe.each(['PGlite', 'PostgreSQL'] as const)('an import on %s', (engine) => {
  let database: Database
  let postgres: TestDatabase | undefined
  let programId: number

  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await createTestDatabase() : undefined
    database = await openDatabase(postgres ? { url: postgres.url } : { memory: true })
    await migrate(database)
  })
  afterAll(async () => {
    await database.close()
    await postgres?.drop()
  })
  beforeEach(async () => {
    programId = (await addProgram(database, newId('program'), DEFAULT_POLICY)).programId
  })
  afterEach(async () => expect(await driftedStocks()).toEqual([]))

  const run = (offers: readonly ImportedOffer[], more: Partial<ImportOrder> = {}) =>
    importCatalogue(database, programId, { source: 'csv', offers, badSkus: [], dryRun: false, skipClashes: false, ...more })

  const tables = () =>
    database.query(
      `select o.handle, o.title, o.published, o.position, o.source, o.id, o.changed_at, v.sku, v.amount_minor, v.published as sold, s.level, s.imported,
              s.backorder, (select count(*) from stock_movements m where m.program_id = o.program_id) as movements
         from offers o
         join variants v using (program_id, offer_id)
         join stocks s using (program_id, variant_id)
        where o.program_id = $1
        order by v.sku`,
      [programId],
    )
  const level = async (sku: string) =>
    (
      await database.query<{ level: number | null }>(
        'select level from stocks join variants using (program_id, variant_id) where program_id = $1 and sku = $2',
        [programId, sku],
      )
    )[0]?.level
  const published = async () =>
    (
      await database.query<{ sku: string }>(
        'select sku from variants v join offers o using (program_id, offer_id) where program_id = $1 and v.published and o.published order by sku',
        [programId],
      )
    ).map(({ sku }) => sku)
  const handles = async () =>
    (
      await database.query<{ handle: string }>('select handle from offers where program_id = $1 order by position, offer_id', [programId])
    ).map(({ handle }) => handle)
  // The level is the sum of its movements, whatever happened (`ORDER.md`, 6).
  const driftedStocks = () =>
    database.query(
      `select variant_id, coalesce(level, 0) as level, coalesce(sum(quantity), 0) as moved
         from stocks
         left join stock_movements using (program_id, variant_id)
        where program_id = $1
        group by program_id, variant_id, level
       having coalesce(level, 0) <> coalesce(sum(quantity), 0)`,
      [programId],
    )
  const sell = async (sku: string, quantity: number, orderId = newId('order')) => {
    const [row] = await database.query<{ variantId: number }>(
      'select variant_id as "variantId" from variants where program_id = $1 and sku = $2',
      [programId, sku],
    )
    const pieces = [{ variantId: row?.variantId as number, quantity }]
    const short = await database.transaction((transaction) => takeStock(transaction, programId, orderId, pieces))
    expect(short).toBeUndefined()
    return () => database.transaction((transaction) => returnStock(transaction, programId, orderId, pieces))
  }

  test('leaves the counts alone that a newer file has settled meanwhile', async () => {
    await run([offer('mug', { variants: [variant('mug', { stock: 10 })] })])
    const order = { source: 'csv', badSkus: [], dryRun: false, skipClashes: false }
    const older = [offer('mug', { variants: [variant('mug', { stock: 7 })] })]
    const newer = () => run([offer('mug', { variants: [variant('mug', { stock: 4 })] })])
    const finish = `update imports set state = 'done', ended_at = now() where import_key = (select max(import_key) from imports where program_id = $1)`
    await importCatalogue(database, programId, { ...order, offers: older }, async () => {
      await newer()
      await database.query(finish, [programId])
    })
    expect(await level('mug')).toBe(4)
    await run([offer('mug', { variants: [variant('mug', { stock: 5 })] })])
    expect(await level('mug')).toBe(5)
  })

  test('adds what is new, in the file’s order', async () => {
    const report = await run([offer('mug'), offer('lamp', { variants: [variant('lamp-1'), variant('lamp-2', { options: ['L'] })] })])
    expect(report).toEqual({ added: ['mug', 'lamp'], changed: [], unpublished: [], unchanged: 0, keptHandles: [], clashes: [] })
    expect(await published()).toEqual(['lamp-1', 'lamp-2', 'mug'])
    expect(await handles()).toEqual(['mug', 'lamp'])
  })

  test('a second time changes nothing', async () => {
    const sale = { saleMinor: 990, saleStartsAt: '2026-11-27T00:00:00.000Z', saleEndsAt: '2026-12-01T00:00:00+01:00' }
    const offers = [offer('mug'), offer('lamp', { variants: [variant('lamp-1', sale), variant('lamp-2', { stock: null, image: 0 })] })]
    await run(offers)
    const before = await tables()
    expect(await run(offers)).toMatchObject({ added: [], changed: [], unpublished: [], unchanged: 2 })
    expect(await tables()).toEqual(before)
  })

  test.each([
    ['title', { title: 'Other' }],
    ['description', { description: 'Other' }],
    ['picture', { images: [] }],
    ['options', { options: [] }],
    ['collections', { collections: ['home'] }],
    ['price', { variants: [variant('mug', { amountMinor: 1 })] }],
    ['sale price', { variants: [variant('mug', { saleMinor: 1 })] }],
    ['sale date', { variants: [variant('mug', { saleEndsAt: '2027-01-01T00:00:00Z' })] }],
    ['tax class', { variants: [variant('mug', { taxClass: 'reduced' })] }],
    ['weight', { variants: [variant('mug', { weightGrams: 1 })] }],
    ['values', { variants: [variant('mug', { options: ['M'] })] }],
    ['stock', { variants: [variant('mug', { stock: 9 })] }],
    ['backorders', { variants: [variant('mug', { backorder: true })] }],
    ['variants, by one more', { variants: [variant('mug'), variant('mug-2')] }],
  ] satisfies [string, Partial<ImportedOffer>][])('reports a changed %s, once', async (_, more) => {
    const rest = [offer('lamp')]
    await run([offer('mug'), ...rest])
    expect(await run([offer('mug', more), ...rest])).toMatchObject({ added: [], changed: ['mug'], unpublished: [], unchanged: 1 })
    expect(await run([offer('mug', more), ...rest])).toMatchObject({ changed: [], unchanged: 2 })
  })

  test('does not call an offer changed for what stands before it now', async () => {
    await run([offer('mug'), offer('lamp')])
    expect(await run([offer('new'), offer('lamp'), offer('mug')])).toMatchObject({ added: ['new'], changed: [], unchanged: 2 })
    expect(await handles()).toEqual(['new', 'lamp', 'mug'])
  })

  test('unpublishes what the file no longer holds, and publishes it again when it is back', async () => {
    const lamp = offer('lamp', { variants: [variant('lamp-1'), variant('lamp-2')] })
    await run([offer('mug'), lamp])
    const oneLess = offer('lamp', { variants: [variant('lamp-1')] })
    expect(await run([oneLess])).toMatchObject({ changed: ['lamp'], unpublished: ['mug'] })
    expect(await published()).toEqual(['lamp-1'])
    expect(await run([oneLess])).toMatchObject({ changed: [], unpublished: [] })
    expect(await run([offer('mug'), lamp])).toMatchObject({ added: [], changed: ['mug', 'lamp'], unpublished: [] })
    expect(await published()).toEqual(['lamp-1', 'lamp-2', 'mug'])
  })

  test('leaves as it is what the file names in rows that are left out', async () => {
    await run([offer('mug'), offer('lamp', { variants: [variant('lamp-1'), variant('lamp-2')] })])
    const report = await run([offer('lamp', { variants: [variant('lamp-1')] })], { badSkus: ['mug', 'lamp-2'] })
    expect(report).toMatchObject({ changed: [], unpublished: [], unchanged: 1 })
    expect(await published()).toEqual(['lamp-1', 'lamp-2', 'mug'])
  })

  test('leaves other sources alone', async () => {
    await run([offer('mug')])
    await run([offer('lamp')], { source: 'json' })
    expect(await published()).toEqual(['lamp', 'mug'])
    expect(await run([], { source: 'json' })).toMatchObject({ unpublished: ['lamp'] })
    expect(await published()).toEqual(['mug'])
  })

  test('is nothing where a sku or a stated handle belongs to another source, or leaves that out', async () => {
    await run([offer('mug')])
    const foreign = [
      offer('cup', { variants: [variant('cup'), variant('mug', { line: 7 })] }),
      offer('mug', { isHandleStated: true, line: 9, variants: [variant('other')] }),
      offer('lamp'),
    ]
    const clashes = [
      { kind: 'sku', value: 'mug', line: 7 },
      { kind: 'handle', value: 'mug', line: 9 },
    ]
    const before = await tables()
    expect(await run(foreign, { source: 'json' })).toMatchObject({ added: [], clashes })
    expect(await tables()).toEqual(before)
    expect(await run(foreign, { source: 'json', skipClashes: true })).toMatchObject({ added: ['lamp'], clashes })
    expect(await published()).toEqual(['lamp', 'mug'])
  })

  test('dry does the same and leaves nothing behind', async () => {
    await run([offer('mug'), offer('lamp')])
    const before = await tables()
    const next = [offer('mug', { title: 'Other', variants: [variant('mug', { stock: 3 })] }), offer('new')]
    const dry = await run(next, { dryRun: true })
    expect(dry).toMatchObject({ added: ['new'], changed: ['mug'], unpublished: ['lamp'], unchanged: 0 })
    expect(await tables()).toEqual(before)
    expect(await run(next)).toEqual(dry)
  })

  test('that fails in the middle leaves nothing behind', async () => {
    await run([offer('mug')])
    const before = await tables()
    await expect(run([offer('new'), offer('lamp', { variants: [variant('lamp', { amountMinor: -1 })] })])).rejects.toThrow(
      'price_is_not_negative',
    )
    expect(await tables()).toEqual(before)
  })

  describe('keeps handles good:', () => {
    test('an offer keeps the handle that its sku had, whatever it is called now', async () => {
      await run([offer('mug')])
      expect(await run([offer('cup', { variants: [variant('mug')] })])).toMatchObject({ added: [], changed: ['mug'], keptHandles: [] })
      const stated = offer('beaker', { isHandleStated: true, line: 4, title: 'cup', variants: [variant('mug')] })
      expect(await run([stated])).toMatchObject({ changed: [], keptHandles: [{ line: 4, stated: 'beaker', kept: 'mug' }] })
      expect(await handles()).toEqual(['mug'])
    })

    test('two offers that swap their names keep theirs', async () => {
      await run([offer('mug'), offer('lamp')])
      await run([offer('lamp', { variants: [variant('mug')] }), offer('mug', { variants: [variant('lamp')] })])
      expect(await handles()).toEqual(['mug', 'lamp'])
    })

    test('an offer of new skus keeps the handle by which its own source calls it', async () => {
      await run([offer('mug')])
      expect(await run([offer('mug', { variants: [variant('mug-2027')] })])).toMatchObject({ added: [], changed: ['mug'] })
      expect(await published()).toEqual(['mug-2027'])
    })

    test('a handle that nobody stated gives way to one of another source', async () => {
      await run([offer('mug')])
      expect(await run([offer('mug', { variants: [variant('other')] })], { source: 'json' })).toMatchObject({ added: ['mug-2'] })
      expect(await run([offer('mug', { variants: [variant('other')] })], { source: 'json' })).toMatchObject({ added: [], unchanged: 1 })
    })

    test('a variant that moves to another offer changes both', async () => {
      await run([offer('mug', { variants: [variant('a'), variant('b')] }), offer('cup', { variants: [variant('c')] })])
      const moved = [offer('mug', { variants: [variant('a')] }), offer('cup', { variants: [variant('c'), variant('b')] })]
      expect(await run(moved)).toMatchObject({ changed: ['mug', 'cup'] })
      expect(await run(moved)).toMatchObject({ changed: [] })
    })
  })

  describe('sets stock', () => {
    const stocked = (stock: number | null, backorder = false) => [offer('mug', { variants: [variant('mug', { stock, backorder })] })]

    test('to what the file counts, at first', async () => {
      await run(stocked(10))
      expect(await level('mug')).toBe(10)
    })

    test('no second time, so that a file which repeats itself resurrects nothing', async () => {
      await run(stocked(10))
      await sell('mug', 4)
      await run(stocked(10))
      expect(await level('mug')).toBe(6)
    })

    test('to the file’s new count, whatever was sold meanwhile', async () => {
      await run(stocked(10))
      await sell('mug', 4)
      await run(stocked(25))
      expect(await level('mug')).toBe(25)
      await sell('mug', 1)
      await run(stocked(10))
      expect(await level('mug')).toBe(10)
    })

    test('to nothing counted and back, and a piece returned in between is not counted', async () => {
      await run(stocked(10))
      const cancel = await sell('mug', 4)
      await run(stocked(null))
      expect(await level('mug')).toBeNull()
      await cancel()
      await sell('mug', 50)
      expect(await level('mug')).toBeNull()
      await run(stocked(7))
      expect(await level('mug')).toBe(7)
    })

    test('to what is left where only backorders are allowed or no longer', async () => {
      await run(stocked(2, true))
      await sell('mug', 5)
      expect(await level('mug')).toBe(-3)
      await run(stocked(2, false))
      expect(await level('mug')).toBe(0)
      await run(stocked(2, true))
      expect(await level('mug')).toBe(0)
    })

    test('while pieces are sold, without losing one', async () => {
      await run(stocked(100))
      const sales = Array.from({ length: 20 }, () => sell('mug', 1))
      await Promise.all([...sales, run(stocked(50)), run(stocked(60))])
      expect(await level('mug')).toBeLessThanOrEqual(60)
    })
  })

  test('two imports at once leave the catalogue of one of them', async () => {
    await Promise.all([run([offer('mug'), offer('lamp')]), run([offer('mug'), offer('cup')])])
    expect([
      ['lamp', 'mug'],
      ['cup', 'mug'],
    ]).toContainEqual(await published())
  })

  // The embedded database has one connection, so nothing runs beside an import there.
  test.runIf(engine === 'PostgreSQL')('lets an order be written meanwhile', async () => {
    await run([offer('mug')])
    const meanwhile = database.transaction(async (transaction) => {
      await transaction.query('select from programs where program_id = $1 for key share', [programId])
      return run([offer('mug', { title: 'Other' })])
    })
    expect(await meanwhile).toMatchObject({ changed: ['mug'] })
  })
})
