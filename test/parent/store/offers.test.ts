import { DEFAULT_POLICY } from '@tributary/parent/core/program'
import { type Database, openDatabase } from '@tributary/parent/store/database'
import type { ImportedOffer } from '@tributary/parent/store/imported-offer'
import { migrate } from '@tributary/parent/store/migrate'
import { type OfferRow, offersByName, offersPage, variantsBySku } from '@tributary/parent/store/offers'
import { addProgram } from '@tributary/parent/store/programs'
import { newId } from '@tributary/protocol/id'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importCatalogue } from '../../support/import-catalogue.ts'

const NOW = new Date('2026-03-02T10:00:00Z')

const offer = (
  handle: string,
  { sale = {}, stock = null, ...more }: { sale?: object; stock?: number | null } & Partial<ImportedOffer> = {},
): ImportedOffer => ({
  handle,
  isHandleStated: true,
  kind: 'product',
  title: handle,
  description: '',
  images: [],
  options: [],
  collections: [],
  line: 1,
  variants: [
    {
      sku: handle,
      options: [],
      amountMinor: 1_000,
      saleMinor: null,
      saleStartsAt: null,
      saleEndsAt: null,
      taxClass: 'standard',
      weightGrams: 200,
      image: null,
      stock,
      backorder: false,
      line: 1,
      ...sale,
    },
  ],
  ...more,
})

let database: Database
let programId: number
const load = async (offers: readonly ImportedOffer[]) => {
  programId = (await addProgram(database, newId('program'), DEFAULT_POLICY)).programId
  await importCatalogue(database, programId, { source: 'csv', offers, badSkus: [], dryRun: false, skipClashes: false })
}
beforeAll(async () => {
  database = await openDatabase({ memory: true })
  await migrate(database)
})
afterAll(() => database.close())

const handles = (rows: readonly OfferRow[]) => rows.map(({ handle }) => handle)

describe('a variant costs', () => {
  const sale = { saleMinor: 800 }
  const instant = (ms: number) => new Date(NOW.getTime() + ms).toISOString()
  test.each([
    ['its regular price without a sale', {}, 1_000, null],
    ['its sale price without dates', sale, 800, 1_000],
    ['its sale price from the first instant', { ...sale, saleStartsAt: instant(0) }, 800, 1_000],
    ['its regular price a millisecond before', { ...sale, saleStartsAt: instant(1) }, 1_000, null],
    ['its sale price a millisecond before the end', { ...sale, saleEndsAt: instant(1) }, 800, 1_000],
    ['its regular price from the end on', { ...sale, saleEndsAt: instant(0) }, 1_000, null],
    ['its sale price between both', { ...sale, saleStartsAt: instant(-1), saleEndsAt: instant(1) }, 800, 1_000],
    ['nothing, if that is its sale price', { saleMinor: 0 }, 0, 1_000],
  ])('%s', async (_, sale, amountMinor, regularMinor) => {
    await load([offer('mug', { sale })])
    expect(await variantsBySku(database, programId, ['mug'], NOW)).toMatchObject([{ amountMinor, regularMinor }])
    expect((await offersByName(database, programId, ['mug'], NOW))[0]?.variants).toMatchObject([{ amountMinor, regularMinor }])
  })
})

describe('variants by sku', () => {
  test('say what a quote must know, sold or not, and leave out what never was', async () => {
    await load([offer('mug', { stock: 3 }), offer('lamp')])
    await importCatalogue(database, programId, {
      source: 'csv',
      offers: [offer('mug', { stock: 3 })],
      badSkus: [],
      dryRun: false,
      skipClashes: false,
    })
    const found = await variantsBySku(database, programId, ['lamp', 'mug', 'nothing'], NOW)
    const bySku = new Map(found.map((one) => [one.sku, one]))
    expect([...bySku.keys()].sort()).toEqual(['lamp', 'mug'])
    expect(bySku.get('mug')).toMatchObject({
      title: 'mug',
      options: [],
      taxClass: 'standard',
      weightGrams: 200,
      published: true,
      level: 3,
      backorder: false,
    })
    expect(bySku.get('lamp')).toMatchObject({ published: false, level: null })
  })

  test('of another program are unknown', async () => {
    await load([offer('mug')])
    await load([offer('lamp')])
    expect(await variantsBySku(database, programId, ['mug'], NOW)).toEqual([])
  })
})

describe('a page of offers', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  beforeAll(() =>
    load([
      ...names.map((name) => offer(name, { collections: name < 'd' ? ['Camp'] : [], description: `The letter ${name.toUpperCase()}` })),
      offer('odd', { title: '100 % wool_blend \\ “x”', description: '' }),
    ]),
  )
  const page = (wanted: Parameters<typeof offersPage>[2], limit = 100) => offersPage(database, programId, wanted, limit, NOW)

  test('goes on after the last one, and repeats none', async () => {
    const seen: string[] = []
    let after: OfferRow | undefined
    for (
      let rows = await page({}, 2);
      rows.length > 0;
      rows = await page({ after: after && { key: after.position, offerId: after.offerId } }, 2)
    ) {
      seen.push(...handles(rows))
      after = rows.at(-1)
    }
    expect(seen).toEqual([...names, 'odd'])
  })

  test('of a collection is named by its exact name', async () => {
    expect(handles(await page({ collection: 'Camp' }))).toEqual(['a', 'b', 'c'])
    expect(handles(await page({ collection: 'camp' }))).toEqual([])
  })

  test.each([
    ['letter', names],
    ['LETTER b', ['b']],
    ['%', ['odd']],
    ['_', ['odd']],
    ['\\', ['odd']],
    ['wool_', ['odd']],
    ['wool%', []],
    ['“X”', ['odd']],
    ["'; drop table offers; --", []],
  ])('of what is searched by %j', async (search, expected) => expect(handles(await page({ search }))).toEqual(expected))
})
