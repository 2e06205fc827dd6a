import { describe, expect, test } from 'vitest'
import { type Catalogue, readCatalogue } from '../../support/read-catalogue.ts'
import { buildWooCommerce, type WooCommerceRow } from '../../support/woocommerce.ts'

const read = (rows: readonly WooCommerceRow[], rename: Record<string, string> = {}, digits = 2): Catalogue => {
  const catalogue = readCatalogue(buildWooCommerce(rows, rename), { code: 'EUR', digits })
  if (!catalogue.ok) throw new Error(catalogue.error.detail)
  return catalogue.value
}
const one = (row: WooCommerceRow, rename?: Record<string, string>) => {
  const { offers, bad } = read([row], rename)
  expect(bad).toEqual([])
  return { ...offers[0], ...offers[0]?.variants[0] }
}

describe('a row of WooCommerce', () => {
  test('is an offer with one variant', () => {
    const row = { Name: 'Enamel mug', SKU: 'MUG-1', 'Short description': 'Steel.', Description: '<p>350 ml</p>', Categories: 'Camp' }
    expect(read([row])).toEqual({
      format: 'woocommerce-csv',
      offers: [
        {
          handle: 'enamel-mug',
          isHandleStated: false,
          kind: 'product',
          title: 'Enamel mug',
          description: 'Steel.\n\n350 ml',
          images: [],
          options: [],
          collections: ['Camp'],
          line: 2,
          variants: [
            {
              sku: 'MUG-1',
              options: [],
              amountMinor: 1_000,
              saleMinor: null,
              saleStartsAt: null,
              saleEndsAt: null,
              taxClass: 'standard',
              weightGrams: 0,
              image: null,
              stock: null,
              backorder: false,
              line: 2,
            },
          ],
        },
      ],
      bad: [],
      notSold: [],
      badSkus: [],
    })
  })

  test.each([
    ['a price with a point', { 'Regular price': '24.90' }, { amountMinor: 2_490 }],
    ['a price with a comma', { 'Regular price': '24,9' }, { amountMinor: 2_490 }],
    ['a price of nothing', { 'Regular price': '0' }, { amountMinor: 0 }],
    ['a sale price', { 'Sale price': '9.99' }, { amountMinor: 1_000, saleMinor: 999 }],
    [
      'a sale from the start of its first day to the end of its last, UTC',
      { 'Sale price': '9', 'Date sale price starts': '2026-11-27', 'Date sale price ends': '2026-11-30' },
      { saleStartsAt: '2026-11-27T00:00:00.000Z', saleEndsAt: '2026-11-30T23:59:59.999Z' },
    ],
    [
      'a sale by the minute',
      { 'Sale price': '9', 'Date sale price starts': '2026-11-27 08:30:00', 'Date sale price ends': '2026-11-27T12:00:00+01:00' },
      { saleStartsAt: '2026-11-27T08:30:00.000Z', saleEndsAt: '2026-11-27T11:00:00.000Z' },
    ],
    ['a weight in kilograms', { 'Weight (kg)': '0.25' }, { weightGrams: 250 }],
    ['a weight with a comma', { 'Weight (kg)': '1,5' }, { weightGrams: 1_500 }],
    ['no weight where it is virtual', { Type: 'simple, virtual', 'Weight (kg)': '2' }, { weightGrams: 0 }],
    ['its weight where it is only downloadable too', { Type: 'simple, downloadable', 'Weight (kg)': '2' }, { weightGrams: 2_000 }],
    ['the standard tax class where none is named', { 'Tax class': '' }, { taxClass: 'standard' }],
    ['a tax class by its short name', { 'Tax class': 'reduced-rate' }, { taxClass: 'reduced' }],
    ['a tax class by its long name', { 'Tax class': 'Zero rate' }, { taxClass: 'zero' }],
    ['no tax', { 'Tax status': 'none', 'Tax class': 'reduced-rate' }, { taxClass: 'none' }],
    ['no tax where only shipping is taxed', { 'Tax status': 'shipping' }, { taxClass: 'none' }],
    ['stock that is not counted', { Stock: '', 'In stock?': '1' }, { stock: null }],
    ['stock that is not counted and gone', { Stock: '', 'In stock?': '0' }, { stock: 0 }],
    ['stock that is not counted and comes later', { Stock: '', 'In stock?': 'backorder' }, { stock: null }],
    ['stock', { Stock: '7' }, { stock: 7 }],
    ['what is owed, as none left', { Stock: "'-3", 'Backorders allowed?': '1' }, { stock: 0, backorder: true }],
    ['backorders that the customer is told of', { Stock: '1', 'Backorders allowed?': 'notify' }, { backorder: true }],
    [
      'a collection by its path and by each of its parts that matter',
      { Categories: 'Wear > Hoodies > Warm, Sale' },
      {
        collections: ['Wear', 'Wear > Hoodies', 'Wear > Hoodies > Warm', 'Warm', 'Sale'],
      },
    ],
    ['a collection with a comma in its name', { Categories: 'Pots\\, pans, Sale' }, { collections: ['Pots, pans', 'Sale'] }],
    ['no collection where it is hidden', { 'Visibility in catalog': 'hidden', Categories: 'Wear' }, { collections: [] }],
    ['no collection where only searches find it', { 'Visibility in catalog': 'search', Categories: 'Wear' }, { collections: [] }],
    ['a description with written line ends', { Description: 'Warm.\\n\\nMade of wool.' }, { description: 'Warm.\n\nMade of wool.' }],
    ['a backslash that was meant', { Description: 'C:\\\\new' }, { description: 'C:\\new' }],
    ['a name that a spreadsheet would calculate', { Name: "'=SUM(1)" }, { title: '=SUM(1)', handle: 'sum-1' }],
    ['a name in another script, by its SKU', { Name: '赤い帽子', SKU: 'HAT 1' }, { title: '赤い帽子', handle: 'hat-1' }],
    [
      'pictures whose addresses hold commas',
      { Images: 'https://a.example/w_1,h_2/a.png, http://a.example/b.png' },
      {
        images: [
          { src: 'https://a.example/w_1,h_2/a.png', alt: 'Mug' },
          { src: 'http://a.example/b.png', alt: 'Mug' },
        ],
      },
    ],
  ] satisfies [string, WooCommerceRow, object][])('has %s', (_, row, expected) => expect(one(row)).toMatchObject(expected))

  test.each([
    ['Weight (g)', '250', 250],
    ['Weight (lbs)', '1', 454],
    ['Weight (oz)', '1', 28],
  ])('weighs by the unit in the header: %s', (column, typed, weightGrams) =>
    expect(one({ 'Weight (kg)': typed }, { 'Weight (kg)': column })).toMatchObject({ weightGrams }),
  )

  test('has as many decimals as the currency', () => {
    expect(read([{ 'Regular price': '1299' }], {}, 0).offers[0]?.variants[0]?.amountMinor).toBe(1_299)
    expect(read([{ 'Regular price': '12.99' }], {}, 0).bad).toMatchObject([{ column: 'Regular price' }])
  })

  test('is published where the file has no such column', () => expect(read([{}], { Published: 'Other' }).offers).toHaveLength(1))

  test.each([
    [{ SKU: '' }, 'SKU', /missing/],
    [{ SKU: 'x'.repeat(201) }, 'SKU', /longer than 200/],
    [{ Name: '' }, 'Name', /missing/],
    [{ Name: 'x'.repeat(301) }, 'Name', /longer than 300/],
    [{ 'Regular price': '' }, 'Regular price', /missing/],
    [{ 'Regular price': '-1' }, 'Regular price', /“-1” is not a price; write it like 24.90/],
    [{ 'Regular price': '1.299,00' }, 'Regular price', /“1.299,00” is not a price/],
    [{ 'Regular price': '9.999' }, 'Regular price', /“9.999” is not a price/],
    [{ 'Regular price': 'EUR 9' }, 'Regular price', /“EUR 9” is not a price/],
    [{ 'Regular price': '99999999999999999' }, 'Regular price', /is not a price/],
    [{ 'Sale price': '10' }, 'Sale price', /10.00 is not below the regular price 10.00/],
    [{ 'Sale price': 'soon' }, 'Sale price', /“soon” is not a price/],
    [{ 'Date sale price starts': '30.11.2026' }, 'Date sale price starts', /“30.11.2026” is not a date; write it like 2026-11-30/],
    [{ 'Date sale price ends': '2026-02-30' }, 'Date sale price ends', /“2026-02-30” is not a date/],
    [{ 'Date sale price ends': '2026-11-30 25:00' }, 'Date sale price ends', /is not a date/],
    [{ 'Date sale price starts': '2026-12-01', 'Date sale price ends': '2026-11-30' }, 'Date sale price ends', /ends before it starts/],
    [{ 'Weight (kg)': 'heavy' }, 'Weight (kg)', /“heavy” is not a weight/],
    [{ 'Weight (kg)': '-1' }, 'Weight (kg)', /“-1” is not a weight/],
    [{ 'Weight (kg)': '999999999' }, 'Weight (kg)', /is not a weight/],
    [{ Stock: 'many' }, 'Stock', /“many” is not a number of pieces/],
    [{ Stock: '1.5' }, 'Stock', /“1.5” is not a number of pieces/],
    [{ Images: 'javascript:alert(1)' }, 'Images', /“javascript:alert\(1\)” is not a web address/],
    [{ Type: 'smiple' }, 'Type', /“smiple” is not a type that we know/],
    [{ Type: '' }, 'Type', /is not a type/],
    [{ Description: 'x'.repeat(20_001) }, 'Description', /longer than 20000/],
    [{ Name: 'a\0b' }, '', /U\+0000/],
  ] satisfies [WooCommerceRow, string, RegExp][])('%j is refused by its column', (row, column, reason) => {
    const { offers, bad } = read([{ SKU: 'good', Name: 'Good' }, row])
    expect(bad).toEqual([{ line: 3, column, reason: expect.stringMatching(reason) }])
    expect(offers.map(({ title }) => title)).toEqual(['Good'])
  })

  test('names everything that is wrong with it at once', () => {
    const { bad } = read([{ SKU: '', 'Regular price': '', Stock: 'x', Images: 'x' }])
    expect(bad.map(({ column }) => column).sort()).toEqual(['Images', 'Regular price', 'SKU', 'Stock'])
  })

  test('with a weight in an unknown unit says so', () => {
    expect(read([{ 'Weight (kg)': '1' }], { 'Weight (kg)': 'Weight (st)' }).bad).toMatchObject([
      { column: 'Weight (st)', reason: expect.stringMatching(/kg, g, lbs/) },
    ])
  })

  test('with a cell too few is refused by its line, counted over quoted line ends', () => {
    const text = buildWooCommerce([{ Description: 'two\nlines' }]).concat('simple,x\n\n', 'simple,y\n')
    expect(readCatalogue(text, { code: 'EUR', digits: 2 })).toMatchObject({
      value: {
        bad: [{ line: 4, reason: expect.stringMatching(/has 2 cells, the header has 25/) }, { line: 6 }],
        offers: [{ title: 'Mug' }],
      },
    })
  })
})

describe('what is not sold is told by line', () => {
  test.each([
    ['grouped', { Type: 'grouped' }, 'Type', /only a list of others/],
    ['external', { Type: 'external' }, 'Type', /sold elsewhere/],
    ['a subscription', { Type: 'subscription' }, 'Type', /again and again/],
    ['private', { Published: '0' }, 'Published', /not published/],
    ['a draft', { Published: "'-1" }, 'Published', /not published/],
    ['neither published nor not', { Published: '' }, 'Published', /not published/],
  ] satisfies [string, WooCommerceRow, string, RegExp][])('%s', (_, row, column, reason) => {
    expect(read([row])).toMatchObject({ offers: [], bad: [], notSold: [{ line: 2, column, reason: expect.stringMatching(reason) }] })
  })
})

describe('a SKU that stands twice', () => {
  test('is refused with both lines, and the first is kept', () => {
    const { offers, bad, badSkus } = read([{ Name: 'First' }, { SKU: 'other', Name: 'Other' }, { Name: 'Again' }])
    expect(bad).toEqual([{ line: 4, column: 'SKU', reason: 'The SKU “mug” stands in line 2 already; each article needs its own.' }])
    expect(offers.map(({ title }) => title)).toEqual(['First', 'Other'])
    expect(badSkus).toEqual(['mug'])
  })
})

describe('two products of one name', () => {
  test('get handles of their own', () => {
    const { offers } = read([{ SKU: 'a' }, { SKU: 'b' }, { SKU: 'c' }])
    expect(offers.map(({ handle }) => handle)).toEqual(['mug', 'mug-2', 'mug-3'])
  })
})
