import { describe, expect, test } from 'vitest'
import { type Catalogue, readCatalogue } from '../../support/read-catalogue.ts'
import { buildWooCommerce, variable, variation, type WooCommerceRow } from '../../support/woocommerce.ts'

const read = (rows: readonly WooCommerceRow[]): Catalogue => {
  const catalogue = readCatalogue(buildWooCommerce(rows), { code: 'EUR', digits: 2 })
  if (!catalogue.ok) throw new Error(catalogue.error.detail)
  return catalogue.value
}
const variantsOf = ({ offers }: Catalogue) => offers.flatMap(({ variants }) => variants.map(({ sku, options }) => [sku, ...options]))

const TEE = variable({ ID: '7' }, ['Colour', 'Blue, Green'], ['Size', 'M, L'])

describe('a variable product', () => {
  test('has a variant for each variation, and only the values that are sold', () => {
    const catalogue = read([TEE, variation({ SKU: 'tee-bm' }, ['Colour', 'Blue'], ['Size', 'M'])])
    expect(variantsOf(catalogue)).toEqual([['tee-bm', 'Blue', 'M']])
    expect(catalogue.offers[0]?.options).toEqual([
      { name: 'Colour', values: ['Blue'] },
      { name: 'Size', values: ['M'] },
    ])
    expect([catalogue.bad, catalogue.notSold]).toEqual([[], []])
  })

  test.each(['tee', 'id:7'])('is found by its variations, before or after them, by %s', (Parent) => {
    const rows = [variation({ SKU: 'tee-bm', Parent }, ['Colour', 'Blue'], ['Size', 'M']), TEE]
    expect(variantsOf(read(rows))).toEqual([['tee-bm', 'Blue', 'M']])
  })

  test('sells a variation without a value in each value, with the value in its SKU, and says so', () => {
    const catalogue = read([TEE, variation({ SKU: 'tee-b', Name: 'Tee - Blue' }, ['Colour', 'Blue'], ['Size', ''])])
    expect(variantsOf(catalogue)).toEqual([
      ['tee-b-m', 'Blue', 'M'],
      ['tee-b-l', 'Blue', 'L'],
    ])
    const reason = '“Tee - Blue” fits any Size; it is sold as 2 variants, with the value added to the SKU.'
    expect(catalogue.notSold).toEqual([{ line: 3, column: 'Attribute value(s)', reason }])
  })

  test('lets a variation of its own go before one without a value, whichever comes first', () => {
    const any = variation({ SKU: 'tee-b', 'Regular price': '10' }, ['Colour', 'Blue'], ['Size', ''])
    const large = variation({ SKU: 'tee-bl', 'Regular price': '12' }, ['Colour', 'Blue'], ['Size', 'L'])
    for (const rows of [
      [any, large],
      [large, any],
    ]) {
      const { offers, bad } = read([TEE, ...rows])
      const prices = offers[0]?.variants.map(({ sku, amountMinor }) => [sku, amountMinor]).sort()
      expect(prices).toEqual([
        ['tee-b-m', 1_000],
        ['tee-bl', 1_200],
      ])
      expect(bad).toEqual([])
    }
  })

  test('names values in a script without ASCII letters by their place', () => {
    const hat = variable({}, ['Colour', '赤, 青'])
    expect(variantsOf(read([hat, variation({ SKU: 'hat' }, ['Colour', ''])]))).toEqual([
      ['hat-1', '赤'],
      ['hat-2', '青'],
    ])
  })

  test('keeps a comma inside a value', () => {
    const rows = [variable({}, ['Size', 'S\\, slim, M']), variation({ SKU: 'a' }, ['Size', 'S\\, slim'])]
    expect(variantsOf(read(rows))).toEqual([['a', 'S, slim']])
  })

  test('leaves out an attribute that tells no variation apart', () => {
    const rows = [
      variable({}, ['Size', 'M, L'], ['Material', 'Wool']),
      variation({ SKU: 'a' }, ['Size', 'M']),
      variation({ SKU: 'b' }, ['Size', 'L']),
    ]
    expect(variantsOf(read(rows))).toEqual([
      ['a', 'M'],
      ['b', 'L'],
    ])
  })

  test('gives its variations its tax, its weight, and its pictures with words of their own', () => {
    const product = { ...TEE, 'Tax class': 'reduced-rate', 'Weight (kg)': '0.2', Images: 'https://a.example/tee.png' }
    const rows = [
      product,
      variation({ SKU: 'a', 'Tax class': 'parent', Images: 'https://a.example/blue.png' }, ['Colour', 'Blue'], ['Size', 'M']),
      variation(
        { SKU: 'b', 'Tax class': '', 'Weight (kg)': '0.3', Images: 'https://a.example/tee.png' },
        ['Colour', 'Blue'],
        ['Size', 'L'],
      ),
    ]
    const [offer] = read(rows).offers
    expect(offer?.images).toEqual([
      { src: 'https://a.example/tee.png', alt: 'Tee' },
      { src: 'https://a.example/blue.png', alt: 'Tee, Blue, M' },
    ])
    expect(offer?.variants).toMatchObject([
      { taxClass: 'reduced', weightGrams: 200, image: 1 },
      { taxClass: 'standard', weightGrams: 300, image: 0 },
    ])
  })

  test('whose variations share its stock is sold uncounted, and says so; without any left it is sold out', () => {
    const shared = variation({ SKU: 'a', Stock: 'parent' }, ['Colour', 'Blue'], ['Size', 'M'])
    const inStock = read([{ ...TEE, Stock: '5' }, shared])
    expect(inStock.offers[0]?.variants[0]?.stock).toBeNull()
    expect(inStock.notSold).toMatchObject([
      { line: 3, column: 'Stock', reason: expect.stringMatching(/counted for all variations together/) },
    ])
    expect(read([{ ...TEE, Stock: '0' }, shared]).offers[0]?.variants[0]?.stock).toBe(0)
  })

  test.each([
    [
      'the same values as another',
      [
        ['Colour', 'Blue'],
        ['Size', 'M'],
      ],
      {},
      /Blue, M stands in line 3 already/,
    ],
    [
      'a value that the product has not',
      [
        ['Colour', 'Red'],
        ['Size', 'M'],
      ],
      {},
      /“Red” is not one of the product’s values for Colour: Blue, Green/,
    ],
    [
      'two values for one attribute',
      [
        ['Colour', 'Blue, Green'],
        ['Size', 'M'],
      ],
      {},
      /has one value for Colour, this one has 2: Blue, Green/,
    ],
    [
      'an attribute that the product has not',
      [
        ['Fit', 'Slim'],
        ['Size', 'L'],
      ],
      {},
      /no values for Fit; this variation says “Slim”/,
    ],
  ] satisfies [string, [string, string][], WooCommerceRow, RegExp][])(
    'refuses a variation with %s, and sells the others',
    (_, attributes, row, reason) => {
      const good = variation({ SKU: 'good' }, ['Colour', 'Blue'], ['Size', 'M'])
      const { bad, badSkus, ...catalogue } = read([TEE, good, variation({ SKU: 'odd', ...row }, ...attributes)])
      expect(bad).toEqual([{ line: 4, column: 'Attribute value(s)', reason: expect.stringMatching(reason) }])
      expect(variantsOf({ ...catalogue, bad, badSkus })).toEqual([['good', 'Blue', 'M']])
      expect(badSkus).toContain('odd')
    },
  )

  test('names the skus of a bad variation with the values that it stands for', () => {
    const { badSkus } = read([TEE, variation({ SKU: 'tee-b', 'Regular price': 'x' }, ['Colour', 'Blue'], ['Size', ''])])
    expect(badSkus).toEqual(['tee-b', 'tee-b-m', 'tee-b-l'])
  })

  test('that is not published is told with its variations, and stops nothing', () => {
    const { offers, bad, notSold } = read([{ ...TEE, Published: '0' }, variation({ SKU: 'a' }, ['Colour', 'Blue'], ['Size', 'M'])])
    expect([offers, bad]).toEqual([[], []])
    expect(notSold.map(({ line, column }) => [line, column])).toEqual([
      [2, 'Published'],
      [3, 'Parent'],
    ])
  })

  test('without a variation that is sold is told', () => {
    const hidden = variation({ SKU: 'a', Published: '0' }, ['Colour', 'Blue'], ['Size', 'M'])
    expect(read([TEE]).notSold).toMatchObject([{ line: 2, reason: expect.stringMatching(/no variation that can be sold/) }])
    expect(read([TEE, hidden]).notSold).toMatchObject([{ line: 2 }, { line: 3, column: 'Published' }])
  })

  test('that is not there, or is none, is missed by its variations', () => {
    const lost = variation({ SKU: 'a', Parent: 'gone' }, ['Size', 'M'])
    const stray = variation({ SKU: 'b', Parent: 'mug' }, ['Size', 'M'])
    const nobody = variation({ SKU: 'c', Parent: '' }, ['Size', 'M'])
    expect(read([lost, { SKU: 'mug' }, stray, nobody]).bad).toMatchObject([
      { line: 2, column: 'Parent', reason: expect.stringMatching(/“gone” is not in this file/) },
      { line: 4, column: 'Parent', reason: expect.stringMatching(/“Mug” is not a variable product/) },
      { line: 5, column: 'Parent', reason: expect.stringMatching(/names no product/) },
    ])
  })

  test('of more variants than a page can show is refused', () => {
    const many = Array.from({ length: 40 }, (_, index) => `v${index}`).join(', ')
    const { bad } = read([variable({}, ['One', many], ['Two', many]), variation({ SKU: 'a' }, ['One', ''], ['Two', ''])])
    expect(bad).toMatchObject([{ line: 3, reason: expect.stringMatching(/stands for 1600 variants; at most 1000/) }])
  })
})
