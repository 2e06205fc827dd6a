import { describe, expect, test } from 'vitest'
import { type Catalogue, readCatalogue } from '../../support/read-catalogue.ts'

const EUR = { code: 'EUR', digits: 2 }
const VARIANT = { sku: 'mug', price: '14.90', weightGrams: 200 }
const OFFER = { title: 'Enamel mug', variants: [VARIANT] }

const read = (...offers: unknown[]): Catalogue => {
  const catalogue = readCatalogue(JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers }, null, 2), EUR)
  if (!catalogue.ok) throw new Error(catalogue.error.detail)
  return catalogue.value
}

describe('an offer of our own file', () => {
  test('needs a title and a variant with sku, price and weight; the rest has defaults', () => {
    expect(read(OFFER).offers).toEqual([
      {
        handle: 'enamel-mug',
        isHandleStated: false,
        kind: 'product',
        title: 'Enamel mug',
        description: '',
        images: [],
        options: [],
        collections: [],
        line: 5,
        variants: [
          {
            sku: 'mug',
            options: [],
            amountMinor: 1_490,
            saleMinor: null,
            saleStartsAt: null,
            saleEndsAt: null,
            taxClass: 'standard',
            weightGrams: 200,
            image: null,
            stock: null,
            backorder: false,
            line: 8,
          },
        ],
      },
    ])
  })

  test('may say everything', () => {
    const variant = {
      ...VARIANT,
      options: ['Blue'],
      salePrice: '9,90',
      saleStartsAt: '2026-11-27T00:00:00+01:00',
      saleEndsAt: '2026-12-01T00:00:00Z',
      taxClass: 'reduced',
      image: 0,
      stock: 0,
      backorder: true,
    }
    const offer = {
      ...OFFER,
      handle: 'mug',
      kind: 'product',
      description: '<p>350 ml</p>',
      images: [{ src: 'media/mug.svg', alt: 'A mug', width: 800, height: 1_000 }],
      options: [{ name: 'Colour', values: ['Blue'] }],
      collections: ['kitchen'],
      variants: [variant],
    }
    expect(read(offer).offers).toMatchObject([
      {
        ...offer,
        isHandleStated: true,
        description: '350 ml',
        variants: [{ options: ['Blue'], amountMinor: 1_490, saleMinor: 990, taxClass: 'reduced', image: 0, stock: 0, backorder: true }],
      },
    ])
  })

  const colours = { options: [{ name: 'Colour', values: ['Blue', 'Green'] }] }
  test.each([
    ['no object', 7, '', /expected object/],
    ['no title', { ...OFFER, title: '' }, '/title', /needed/],
    ['a field that nobody knows', { ...OFFER, price: '1' }, '', /"price"/],
    [
      'a field named __proto__',
      JSON.parse('{"title":"x","variants":[{"sku":"a","price":"1","weightGrams":1,"__proto__":{"x":1}}]}'),
      '/variants/0',
      /__proto__/,
    ],
    ['a half surrogate', { ...OFFER, title: '\uD800' }, '/title', /cannot be stored/],
    ['a zero character in a sku', { ...OFFER, variants: [{ ...VARIANT, sku: 'a\0' }] }, '/variants/0/sku', /cannot be stored/],
    ['a handle with capitals', { ...OFFER, handle: 'Mug' }, '/handle', /small letters/],
    ['no variants', { ...OFFER, variants: [] }, '/variants', /at least one variant/],
    ['a price that is a number', { ...OFFER, variants: [{ ...VARIANT, price: 14.9 }] }, '/variants/0/price', /decimal in quotes/],
    ['a negative price', { ...OFFER, variants: [{ ...VARIANT, price: '-1' }] }, '/variants/0/price', /“-1” is not a price/],
    ['a price finer than a cent', { ...OFFER, variants: [{ ...VARIANT, price: '1.999' }] }, '/variants/0/price', /“1.999” is finer/],
    [
      'a sale that reduces nothing',
      { ...OFFER, variants: [{ ...VARIANT, salePrice: '14.90' }] },
      '/variants/0/salePrice',
      /14.90 is not below the regular price 14.90/,
    ],
    [
      'a sale that ends before it starts',
      {
        ...OFFER,
        variants: [{ ...VARIANT, salePrice: '1', saleStartsAt: '2026-12-01T00:00:00Z', saleEndsAt: '2026-12-01T00:30:00+01:00' }],
      },
      '/variants/0/saleEndsAt',
      /ends before it starts/,
    ],
    [
      'a date without a time',
      { ...OFFER, variants: [{ ...VARIANT, saleEndsAt: '2026-12-01' }] },
      '/variants/0/saleEndsAt',
      /2026-11-30T00:00:00Z/,
    ],
    ['a negative stock', { ...OFFER, variants: [{ ...VARIANT, stock: -1 }] }, '/variants/0/stock', />=0/],
    ['a script for a picture', { ...OFFER, images: [{ src: 'javascript:alert(1)', alt: '' }] }, '/images/0/src', /https/],
    ['a picture that is not there', { ...OFFER, variants: [{ ...VARIANT, image: 0 }] }, '/variants/0/image', /no picture 0/],
    ['options without values', { ...OFFER, ...colours }, '/variants/0/options', /each of the 1 options, received 0/],
    [
      'a value of no option',
      { ...OFFER, ...colours, variants: [{ ...VARIANT, options: ['Red'] }] },
      '/variants/0/options',
      /“Red” is not a value of Colour/,
    ],
    [
      'two variants of the same values',
      {
        ...OFFER,
        ...colours,
        variants: [
          { ...VARIANT, options: ['Blue'] },
          { ...VARIANT, sku: 'b', options: ['Blue'] },
        ],
      },
      '/variants/1/options',
      /is Blue already/,
    ],
    ['two options of the same name', { ...OFFER, options: [...colours.options, ...colours.options] }, '/options', /same name/],
    ['a value twice', { ...OFFER, options: [{ name: 'Colour', values: ['Blue', 'Blue'] }] }, '/options/0/values', /twice/],
  ])('is refused with %s, by its pointer', (_, offer, column, reason) => {
    const { offers, bad } = read({ title: 'Good', variants: [{ ...VARIANT, sku: 'good' }] }, offer)
    expect(bad).toMatchObject([{ column: `/offers/1${column}`, reason: expect.stringMatching(reason) }])
    expect(offers.map(({ title }) => title)).toEqual(['Good'])
  })

  test('is named by the line that it begins in, and its variants by theirs', () => {
    const text = `{"format":"tributary/1","currency":"EUR","offers":[
      {"title":"One","variants":[{"sku":"a","price":"1","weightGrams":1}]},
      {"title":"","variants":[
        {"sku":"b","price":"1","weightGrams":1},
        {"sku":"c","price":"x","weightGrams":1}
      ]}]}`
    expect(readCatalogue(text, EUR)).toMatchObject({
      value: {
        bad: [
          { line: 3, column: '/offers/1/title' },
          { line: 5, column: '/offers/1/variants/1/price' },
        ],
        badSkus: ['b', 'c'],
        offers: [{ line: 2, variants: [{ line: 2 }] }],
      },
    })
  })

  test('may not state the handle of another, and one that states none gives way', () => {
    const variant = (sku: string) => ({ variants: [{ ...VARIANT, sku }] })
    const { offers, bad } = read(
      { title: 'Mug', ...variant('a') },
      { title: 'First', handle: 'mug', ...variant('b') },
      { title: 'Second', handle: 'mug', ...variant('c') },
    )
    expect(offers.map(({ handle }) => handle)).toEqual(['mug-2', 'mug'])
    expect(bad).toMatchObject([{ column: 'handle', reason: expect.stringMatching(/“mug” stands in line \d+ already/) }])
  })
})
