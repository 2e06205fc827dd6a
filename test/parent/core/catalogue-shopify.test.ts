import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../../support/read-catalogue.ts'

const EUR = { code: 'EUR', digits: 2 }

const COLUMNS = [
  ...['Handle', 'Title', 'Body (HTML)', 'Type', 'Tags', 'Published', 'Option1 Name', 'Option1 Value', 'Option2 Name', 'Option2 Value'],
  ...['Variant SKU', 'Variant Grams', 'Variant Inventory Tracker', 'Variant Inventory Qty', 'Variant Inventory Policy', 'Variant Price'],
  ...['Variant Compare At Price', 'Variant Requires Shipping', 'Variant Taxable', 'Variant Barcode', 'Image Src', 'Image Position'],
  ...['Image Alt Text', 'Gift Card', 'Variant Image', 'Status'],
] as const

type Row = Partial<Record<(typeof COLUMNS)[number], string>>

/** A product without a choice; a test states what matters to it. */
const MUG: Row = {
  Handle: 'mug',
  Title: 'Enamel mug',
  'Body (HTML)': '<p>Holds <b>350</b> ml.</p>',
  Published: 'true',
  'Option1 Name': 'Title',
  'Option1 Value': 'Default Title',
  'Variant SKU': 'MUG-1',
  'Variant Grams': '200',
  'Variant Price': '14.90',
}

const csv = (...rows: Row[]): string =>
  [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((name) => `"${(row[name] ?? '').replaceAll('"', '""')}"`).join(','))].join('\r\n')

function read(...rows: Row[]) {
  const catalogue = readCatalogue(csv(...rows), EUR)
  if (!catalogue.ok) throw new Error(`expected a catalogue, received ${catalogue.error.detail}`)
  return catalogue.value
}
const badOf = (...rows: Row[]) => read(...rows).bad.map(({ line, column, reason }) => `${line} ${column}: ${reason}`)

describe('Shopify’s product CSV', () => {
  test('has a product without a choice as one article, with its text without markup', () => {
    expect(read(MUG)).toMatchObject({
      format: 'shopify-csv',
      bad: [],
      notSold: [],
      offers: [
        {
          handle: 'mug',
          isHandleStated: true,
          title: 'Enamel mug',
          description: 'Holds 350 ml.',
          options: [],
          variants: [
            { sku: 'MUG-1', options: [], amountMinor: 1_490, saleMinor: null, weightGrams: 200, stock: null, taxClass: 'standard' },
          ],
        },
      ],
    })
  })

  test('has the rows of a handle as one product with its options, pictures in their places and each variant’s own', () => {
    const shirt: Row = {
      ...MUG,
      Handle: 'shirt',
      Title: 'Shirt',
      'Variant SKU': '',
      'Image Src': 'https://x.example/2.jpg',
      'Image Position': '2',
    }
    const { offers } = read(
      { ...shirt, 'Option1 Name': 'Size', 'Option1 Value': 'S', 'Option2 Name': 'Colour', 'Option2 Value': '赤' },
      { Handle: 'shirt', 'Option1 Value': 'M', 'Option2 Value': 'Blue', 'Variant Price': '16', 'Variant Image': 'https://x.example/3.jpg' },
      { Handle: 'shirt', 'Image Src': 'https://x.example/1.jpg', 'Image Position': '1', 'Image Alt Text': 'From the front' },
    )
    expect(offers).toMatchObject([
      {
        options: [
          { name: 'Size', values: ['S', 'M'] },
          { name: 'Colour', values: ['赤', 'Blue'] },
        ],
        images: [
          { src: 'https://x.example/1.jpg', alt: 'From the front' },
          { src: 'https://x.example/2.jpg', alt: 'Shirt' },
          { src: 'https://x.example/3.jpg', alt: 'Shirt' },
        ],
        variants: [
          { sku: 'shirt-s-1', options: ['S', '赤'], amountMinor: 1_490, image: null },
          { sku: 'shirt-m-blue', options: ['M', 'Blue'], amountMinor: 1_600, image: 2 },
        ],
      },
    ])
  })

  test.each([
    ['19.90', { amountMinor: 1_990, saleMinor: 1_490 }],
    ['14.90', { amountMinor: 1_490, saleMinor: null }],
    ['9.90', { amountMinor: 1_490, saleMinor: null }],
    ['', { amountMinor: 1_490, saleMinor: null }],
  ])('takes a price to compare with (“%s”) for the regular one where it is above', (compareAt, variant) =>
    expect(read({ ...MUG, 'Variant Compare At Price': compareAt }).offers[0]?.variants[0]).toMatchObject(variant),
  )

  test.each([
    [
      { 'Variant Inventory Tracker': 'shopify', 'Variant Inventory Qty': '7' },
      { stock: 7, backorder: false },
    ],
    [
      { 'Variant Inventory Tracker': 'shopify', 'Variant Inventory Qty': '-2', 'Variant Inventory Policy': 'continue' },
      { stock: 0, backorder: true },
    ],
    [{ 'Variant Inventory Qty': '7' }, { stock: null }],
    [{ 'Variant Requires Shipping': 'FALSE' }, { weightGrams: 0 }],
    [{ 'Variant Taxable': 'false' }, { taxClass: 'none' }],
  ])('counts, weighs and taxes as %j says', (row: Row, variant) =>
    expect(read({ ...MUG, ...row }).offers[0]?.variants[0]).toMatchObject(variant),
  )

  test('puts a product into its type, its tags, and each part of its category', () =>
    expect(read({ ...MUG, Type: 'Mugs', Tags: 'camping, gift' }).offers[0]?.collections).toEqual(['Mugs', 'camping', 'gift']))

  test('is read by the names that its columns have since 2024, too', () => {
    const text =
      'Title,URL handle,Description,Published on online store,SKU,Option1 name,Option1 value,Price,Product image URL\nMug,mug,,true,m,Title,Default Title,14.90,\n'
    expect(readCatalogue(text, EUR)).toMatchObject({ ok: true, value: { format: 'shopify-csv', bad: [], offers: [{ handle: 'mug' }] } })
  })

  test('makes a handle of ours from one that is none, and keeps one that is', () =>
    expect(read({ ...MUG, Handle: 'Émail_Mug' }).offers[0]).toMatchObject({ handle: 'email-mug', isHandleStated: false }))

  test.each([
    [{ Published: 'FALSE' }, 'Published', '“Enamel mug” is not published.'],
    [{ Status: 'draft' }, 'Status', '“Enamel mug” is a draft.'],
    [{ Status: 'archived' }, 'Status', '“Enamel mug” is archived.'],
    [{ 'Gift Card': 'true' }, 'Gift Card', '“Enamel mug” is a gift card, which only the shop itself can redeem.'],
  ])('tells what is not sold: %j', (row: Row, column, reason) => {
    expect(read({ ...MUG, ...row })).toMatchObject({ offers: [], bad: [], notSold: [{ line: 2, column, reason }] })
  })

  test('tells of a barcode that is mistyped, and sells the article', () => {
    const { offers, notSold } = read({ ...MUG, 'Variant Barcode': "'4006381333932" })
    expect(offers).toHaveLength(1)
    expect(notSold[0]?.reason).toBe(
      '“4006381333932” is no GTIN: its last digit would be 1. A digit may be mistyped. The article is sold all the same.',
    )
  })

  test.each<[string, Row[], string]>([
    ['no handle', [{ ...MUG, Handle: '' }], '2 Handle: The handle is missing; it says which product a row belongs to.'],
    ['no title', [{ ...MUG, Title: '' }], '2 Title: The title is missing.'],
    ['no price', [{ ...MUG, 'Variant Price': '' }], '2 Variant Price: The price is missing.'],
    ['a price in words', [{ ...MUG, 'Variant Price': 'ask' }], '2 Variant Price: “ask” is not a price; write it like 24.90.'],
    [
      'a weight in words',
      [{ ...MUG, 'Variant Grams': 'heavy' }],
      '2 Variant Grams: “heavy” is not a weight in grams; write digits, like 250.',
    ],
    [
      'a picture that a browser must not load',
      [{ ...MUG, 'Image Src': 'javascript:alert(1)' }],
      '2 Image Src: “javascript:alert(1)” is not a web address of a picture (https://…).',
    ],
    [
      'a variant twice',
      [
        { ...MUG, 'Option1 Name': 'Size', 'Option1 Value': 'S' },
        { Handle: 'mug', 'Option1 Value': 'S', 'Variant SKU': 'b', 'Variant Price': '1' },
      ],
      '3 Option1 Value: S stands in line 2 already.',
    ],
    [
      'a variant without a value',
      [
        { ...MUG, 'Option1 Name': 'Size', 'Option1 Value': 'S' },
        { Handle: 'mug', 'Variant SKU': 'b', 'Variant Price': '1' },
      ],
      '3 Option1 Value: The value for Size is missing.',
    ],
    [
      'a SKU of two products',
      [MUG, { ...MUG, Handle: 'mug-2' }],
      '3 Variant SKU: The SKU “MUG-1” stands in line 2 already; each article needs its own.',
    ],
  ])('names the row, the column and the remedy: %s', (_, rows, complaint) => expect(badOf(...rows)).toEqual([complaint]))

  test('remembers the SKUs of bad rows, so that leaving them out unpublishes nothing', () =>
    expect(read({ ...MUG, 'Variant Price': 'ask' }).badSkus).toEqual(['MUG-1']))
})
