import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../../support/read-catalogue.ts'

const EUR = { code: 'EUR', digits: 2 }

type Attributes = Readonly<Record<string, string | readonly string[]>>

const MUG: Attributes = {
  id: 'mug-1',
  title: 'Enamel mug',
  description: 'Holds &lt;b&gt;350&lt;/b&gt; ml.',
  link: 'https://x.example/mug',
  image_link: 'https://x.example/mug.jpg',
  price: '14.90 EUR',
  availability: 'in stock',
  shipping_weight: '0.2 kg',
  product_type: 'Kitchen &gt; Mugs',
}

const item = (attributes: Attributes): string =>
  `<item>\n${Object.entries(attributes)
    .flatMap(([name, values]) => [values].flat().map((value) => `<g:${name}>${value}</g:${name}>`))
    .join('\n')}\n</item>`
const feed = (...items: Attributes[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>\n${items.map(item).join('\n')}\n</channel></rss>`
const columns = (rows: readonly Attributes[], delimiter = '\t'): string => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [
    names.map((name) => name.replaceAll('_', ' ')).join(delimiter),
    ...rows.map((row) => names.map((name) => row[name] ?? '').join(delimiter)),
  ].join('\n')
}

function read(text: string, currency = EUR) {
  const catalogue = readCatalogue(text, currency)
  if (!catalogue.ok) throw new Error(`expected a catalogue, received ${catalogue.error.detail}`)
  return catalogue.value
}
const badOf = (...items: Attributes[]) => read(feed(...items)).bad.map(({ column, reason }) => `${column}: ${reason}`)

describe('Google Merchant’s feed', () => {
  test('has an item as one article', () => {
    expect(read(feed(MUG))).toMatchObject({
      format: 'google-merchant-xml',
      bad: [],
      notSold: [],
      offers: [
        {
          handle: 'enamel-mug',
          title: 'Enamel mug',
          description: 'Holds 350 ml.',
          collections: ['Kitchen', 'Kitchen > Mugs', 'Mugs'],
          images: [{ src: 'https://x.example/mug.jpg', alt: 'Enamel mug' }],
          options: [],
          variants: [{ sku: 'mug-1', amountMinor: 1_490, weightGrams: 200, stock: null, backorder: false }],
        },
      ],
    })
  })

  test('is read as columns, with tabs or commas, and spaces for underscores', () => {
    for (const [delimiter, format] of [
      ['\t', 'google-merchant-tsv'],
      [',', 'google-merchant-tsv'],
    ] as const) {
      const { description: _html, product_type: _path, ...plain } = MUG
      expect(read(columns([plain], delimiter))).toMatchObject({
        format,
        bad: [],
        offers: [{ variants: [{ sku: 'mug-1', amountMinor: 1_490 }] }],
      })
    }
  })

  test('is read as Atom, too', () => {
    const entry = `<entry><g:id>a</g:id><title>Mug</title><summary>Good.</summary><link href="https://x.example/a"/><g:price>EUR 3.00</g:price></entry>`
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>${entry}</feed>`
    expect(read(atom).offers).toMatchObject([{ title: 'Mug', description: 'Good.', variants: [{ amountMinor: 300 }] }])
  })

  test('has the items of a group as one offer, told apart by what differs, each with its own picture', () => {
    const shirt = (id: string, size: string, color: string): Attributes => ({
      ...MUG,
      ...{ id, size, color, item_group_id: 'shirt', gender: 'unisex', image_link: `https://x.example/${color}.jpg` },
    })
    expect(read(feed(shirt('a', 'S', 'Red'), shirt('b', 'M', 'Red'), shirt('c', 'M', 'Blue'))).offers).toMatchObject([
      {
        options: [
          { name: 'Colour', values: ['Red', 'Blue'] },
          { name: 'Size', values: ['S', 'M'] },
        ],
        variants: [
          { sku: 'a', options: ['Red', 'S'], image: 0 },
          { sku: 'b', options: ['Red', 'M'], image: 0 },
          { sku: 'c', options: ['Blue', 'M'], image: 1 },
        ],
      },
    ])
  })

  test('tells the items of a group apart by their titles where nothing else does', () => {
    const { offers } = read(feed({ ...MUG, item_group_id: 'm' }, { ...MUG, id: 'mug-2', title: 'Large mug', item_group_id: 'm' }))
    expect(offers).toMatchObject([{ options: [{ name: 'Model', values: ['Enamel mug', 'Large mug'] }] }])
  })

  test('has what the unit price is made of, and sells what has a measure that nobody knows', () => {
    const measured = { ...MUG, unit_pricing_measure: '750ml', unit_pricing_base_measure: '1l' }
    expect(read(feed(measured)).offers[0]?.variants[0]).toMatchObject({ measure: { amount: 750_000, base: 1_000_000, label: '1 l' } })
    const { offers, notSold } = read(feed({ ...MUG, unit_pricing_measure: 'a handful' }))
    expect(offers[0]?.variants[0]?.measure).toBeUndefined()
    expect(notSold).toMatchObject([{ column: 'unit_pricing_measure' }])
  })

  test('has the sale within its dates', () => {
    const sale = { sale_price: '9.90 EUR', sale_price_effective_date: '2026-11-01T00:00+0100/2026-11-30T23:59+0100' }
    expect(read(feed({ ...MUG, ...sale })).offers[0]?.variants[0]).toMatchObject({
      saleMinor: 990,
      saleStartsAt: '2026-10-31T23:00:00.000Z',
      saleEndsAt: '2026-11-30T22:59:00.000Z',
    })
  })

  test.each([
    ['in_stock', { stock: null, backorder: false }],
    ['out of stock', { stock: 0, backorder: false }],
    ['preorder', { stock: null, backorder: true }],
    ['backorder', { stock: null, backorder: true }],
  ])('sells what is %s as that', (availability, variant) =>
    expect(read(feed({ ...MUG, availability })).offers[0]?.variants[0]).toMatchObject(variant),
  )

  test('tells of a GTIN that is mistyped, and sells the article', () => {
    const { offers, notSold } = read(feed({ ...MUG, gtin: '698615070528' }))
    expect([offers.length, notSold[0]?.reason]).toEqual([1, expect.stringContaining('its last digit would be 7')])
  })

  test('says in which line an item is wrong', () =>
    expect(read(feed(MUG, { ...MUG, id: 'mug-2', price: 'ask' })).bad).toMatchObject([{ line: 14, column: 'price' }]))

  test.each<[string, Attributes[], string]>([
    ['another currency', [{ ...MUG, price: '14.90 USD' }], 'price: “14.90 USD” is in USD; this program sells in EUR.'],
    ['no price', [{ ...MUG, price: '' }], 'price: The price is missing.'],
    ['no id', [{ ...MUG, id: '' }], 'id: The id is missing; without it the article cannot be told from others.'],
    [
      'a sale above the price',
      [{ ...MUG, sale_price: '20 EUR' }],
      'sale_price: The sale price 20.00 is not below the regular price 14.90.',
    ],
    [
      'a weight in stones',
      [{ ...MUG, shipping_weight: '2 st' }],
      'shipping_weight: “st” is not a unit that we know; we know kg, g, lb and oz.',
    ],
    [
      'a picture that is none',
      [{ ...MUG, additional_image_link: 'file:///etc/passwd' }],
      'additional_image_link: “file:///etc/passwd” is not a web address of a picture (https://…).',
    ],
    [
      'two of a group that nobody can tell apart',
      [
        { ...MUG, item_group_id: 'm', size: 'S' },
        { ...MUG, id: 'b', item_group_id: 'm', size: 'M' },
        { ...MUG, id: 'c', item_group_id: 'm', size: 'M' },
      ],
      'item_group_id: M stands in line 16 already.',
    ],
    [
      'one of a group that does not say what others say',
      [
        { ...MUG, item_group_id: 'm', size: 'S' },
        { ...MUG, id: 'b', item_group_id: 'm' },
      ],
      'size: Others of its group say their size; this one does not.',
    ],
  ])('names the attribute and the remedy: %s', (_, items, complaint) => expect(badOf(...items)).toEqual([complaint]))

  test.each([
    ['cut in the middle', feed(MUG).slice(0, 400), /^Line \d+: The XML is not whole/],
    ['with an entity of its own', feed(MUG).replace('<rss', '<!DOCTYPE x [<!ENTITY a "b">]>\n<rss').replace('Enamel', '&a;'), /not whole/],
    ['without an item', feed(), /The feed holds no item\./],
    ['of a web page', '<!doctype html><html></html>', /web page, not a catalogue/],
  ])('is refused as a whole %s', (_, text, detail) =>
    expect(readCatalogue(text, EUR)).toMatchObject({ ok: false, error: { detail: expect.stringMatching(detail) } }),
  )
})
