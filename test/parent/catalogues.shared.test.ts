import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ImportReport } from '@tributary/protocol/catalogue'
import type { OffersAnswer } from '@tributary/protocol/offer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { readCatalogue } from '../support/read-catalogue.ts'

const FILE = fileURLToPath(new URL('../../../shared/data/catalogues/woocommerce.csv', import.meta.url))
const isThere = existsSync(FILE)
if (!isThere) console.warn(`!!! ${FILE} is not there: the import of a real WooCommerce catalogue is NOT tested.`)

describe.runIf(isThere)('WooCommerce’s own sample catalogue', () => {
  let app: TestApp
  let report: ImportReport
  const post = async (query = '') =>
    (await app.staff('postCatalogue', { body: readFileSync(FILE, 'utf8'), query })).json() as Promise<ImportReport>
  beforeAll(async () => {
    app = await createTestApp()
    report = await post()
  })
  afterAll(() => app.close())

  const offers = async (query: string) =>
    ((await (await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}&limit=100${query}`)).json()) as OffersAnswer).offers

  test('is imported with every row that can be sold', () => {
    expect(report).toMatchObject({ format: 'woocommerce-csv', dryRun: false, changed: [], unpublished: [], unchanged: 0, bad: [] })
    expect(report.added).toEqual([
      't-shirt',
      'hoodie-2',
      'hoodie-with-pocket-and-logo',
      'beanie',
      'belt',
      'cap',
      'sunglasses',
      'hoodie-with-pocket',
      'album',
      'single',
      't-shirt-with-logo',
      'beanie-with-logo',
      'scarf',
    ])
  })

  test('has what is not sold, or not as it stands there, told by line', () => {
    expect(report.notSold.map(({ line, column }) => [line, column])).toEqual([
      [17, 'Type'],
      [18, 'Type'],
      [19, 'Attribute value(s)'],
      [20, 'Attribute value(s)'],
      [21, 'Attribute value(s)'],
    ])
    expect(report.notSold[0]?.reason).toContain('Logo Collection')
    expect(report.notSold[1]?.reason).toContain('ClassicPress Donation')
    expect(report.notSold[2]?.reason).toBe('“T-Shirt - Blue” fits any Size; it is sold as 3 variants, with the value added to the SKU.')
  })

  test('has every variation: six hoodies, and a shirt in three colours for each of three sizes', async () => {
    const [shirt, hoodie] = await Promise.all(['t-shirt', 'hoodie-2'].map(async (handle) => (await offers(`&ids=${handle}`))[0]))
    expect(shirt?.options).toEqual([
      { name: 'Color', values: ['Blue', 'Green', 'Red'] },
      { name: 'Size', values: ['Large', 'Medium', 'Small'] },
    ])
    expect(shirt?.variants).toHaveLength(9)
    expect(shirt?.variants.find(({ sku }) => sku === 'cc-t-shirt-green-medium')).toMatchObject({
      options: ['Green', 'Medium'],
      amountMinor: 2_500,
    })
    expect(hoodie?.variants.map(({ sku }) => sku).sort()).toEqual([
      'cc-hoodie-blue',
      'cc-hoodie-blue-logo',
      'cc-hoodie-green',
      'cc-hoodie-green-logo',
      'cc-hoodie-red',
      'cc-hoodie-red-logo',
    ])
    expect(hoodie?.variants.find(({ sku }) => sku === 'cc-hoodie-red')).toMatchObject({ amountMinor: 4_200, regularMinor: 4_500 })
  })

  test('stands in its collections, but for what the shop hides', async () => {
    const found = await Promise.all(
      ['Clothing', 'Clothing > Hoodies', 'Hoodies'].map(async (name) =>
        (await offers(`&collection=${encodeURIComponent(name)}`)).map(({ handle }) => handle),
      ),
    )
    expect(found[0]).toHaveLength(10)
    expect(found[1]).toEqual(['hoodie-2', 'hoodie-with-pocket-and-logo'])
    expect(found[2]).toEqual(found[1])
    expect((await offers('&ids=hoodie-with-pocket'))[0]?.variants).toMatchObject([{ amountMinor: 3_500, regularMinor: 4_500 }])
  })

  test('changes nothing when it is imported again', async () => {
    expect(await post()).toMatchObject({ added: [], changed: [], unpublished: [], unchanged: 13, bad: [] })
  })
})

const others = ['shopify.csv', 'google-merchant.xml'].map((name) =>
  fileURLToPath(new URL(`../../../shared/data/catalogues/${name}`, import.meta.url)),
)

describe.runIf(others.every((file) => existsSync(file)))('real files of other shops', () => {
  const read = (file: string, code: string) => readCatalogue(readFileSync(file, 'utf8'), { code, digits: 2 })

  test('of Shopify: twenty products, one in three sizes, each with its picture', () => {
    const catalogue = read(others[0] ?? '', 'USD')
    if (!catalogue.ok) throw new Error(catalogue.error.detail)
    const { format, offers, bad, notSold } = catalogue.value
    expect([format, offers.length, bad, notSold]).toEqual(['shopify-csv', 20, [], []])
    expect(offers.find(({ handle }) => handle === 'classic-varsity-top')).toMatchObject({
      title: 'Classic Varsity Top',
      options: [{ name: 'Size', values: ['Small', 'Medium', 'Large'] }],
      variants: [{ sku: 'classic-varsity-top-small', amountMinor: 6_000 }, {}, {}],
      collections: ['women'],
    })
    expect(offers.every(({ images }) => images.length > 0)).toBe(true)
  })

  test('of Google Merchant: a watch in two colours', () => {
    const catalogue = read(others[1] ?? '', 'USD')
    if (!catalogue.ok) throw new Error(catalogue.error.detail)
    expect(catalogue.value).toMatchObject({
      format: 'google-merchant-xml',
      bad: [],
      notSold: [],
      offers: [
        {
          options: [{ name: 'Colour', values: ['Black', 'White/Yellow'] }],
          variants: [{ amountMinor: 10_529, weightGrams: 43, image: 0 }, { image: 1 }],
          collections: ['accessories', 'accessories > watches', 'watches'],
        },
      ],
    })
  })

  test('of Google Merchant say in a program of another currency that they are in theirs', () => {
    const catalogue = read(others[1] ?? '', 'EUR')
    expect(catalogue.ok && catalogue.value.bad.map(({ reason }) => reason)).toContain('“105.29 USD” is in USD; this program sells in EUR.')
  })
})
