import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lastLineEnd } from '@tributary/parent/core/csv-line-end'
import { createJsonCutter } from '@tributary/parent/core/json-cutter'
import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../../support/read-catalogue.ts'
import { buildWooCommerce } from '../../support/woocommerce.ts'

const EUR = { code: 'EUR', digits: 2 }
const WHOLE = 10_000_000
const EXAMPLE = readFileSync(fileURLToPath(new URL('../../../examples/parent/catalogue.json', import.meta.url)), 'utf8')

const WOO = buildWooCommerce([
  { SKU: 'mug', Name: 'Müg “€”', Description: 'two\nlines, and a "quoted" one' },
  { SKU: 'shirt-m', Name: 'Shirt M', Type: 'variation', Parent: 'shirt', 'Attribute 1 name': 'Size', 'Attribute 1 value(s)': 'M' },
  { SKU: 'cheap', Name: 'Cheap', 'Regular price': 'cheap' },
  { SKU: 'shirt', Name: 'Shirt', Type: 'variable', 'Attribute 1 name': 'Size', 'Attribute 1 value(s)': 'M, L' },
  { SKU: 'orphan', Name: 'Orphan', Type: 'variation', Parent: 'nobody' },
])
const SHOPIFY = [
  'Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src',
  'mug,Mug,"<p>a ""good""\none</p>",Title,Default Title,mug,14.90,https://x.example/1.jpg',
  'cup,Cup,,Colour,Red,cup-red,9.90,',
  'mug,,,,,,,https://x.example/2.jpg',
  'cup,,,,Blue,cup-blue,9.90,',
].join('\n')
const GOOGLE = `<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel>
<item><g:id>a</g:id><title>Shoe &amp; boot</title><g:price>10.00 EUR</g:price><g:item_group_id>s</g:item_group_id><g:color>red</g:color></item>
<item><g:id>c</g:id><title><![CDATA[Häat]]></title><g:price>5.00 EUR</g:price></item>
<item><g:id>b</g:id><title>Shoe</title><g:price>11.00 EUR</g:price><g:item_group_id>s</g:item_group_id><g:color>blue</g:color></item>
</channel></rss>`

describe('a file is the same in whatever pieces it arrives:', () => {
  test.each([
    ['WooCommerce’s', WOO],
    ['WooCommerce’s with Windows line ends', WOO.replaceAll('\n', '\r\n')],
    ['WooCommerce’s with old Mac line ends', WOO.replaceAll('\n', '\r')],
    ['Shopify’s', SHOPIFY],
    ['Google’s', GOOGLE],
    ['ours', EXAMPLE],
  ])('%s', (_, text) => {
    const whole = readCatalogue(text, EUR, WHOLE)
    expect(whole).toMatchObject({ ok: true })
    for (const length of [1, 2, 3, 7, 64, 1_001]) expect(readCatalogue(text, EUR, length)).toEqual(whole)
  })

  test('rows that belong together are found wherever they stand', () => {
    const read = readCatalogue(WOO, EUR, 5)
    expect(read).toMatchObject({
      ok: true,
      value: {
        offers: [
          { title: 'Müg “€”', description: 'two\nlines, and a "quoted" one' },
          { title: 'Shirt', variants: [{ sku: 'shirt-m' }] },
        ],
        bad: [
          { line: 5, column: 'Regular price' },
          { line: 7, reason: 'The variable product “nobody” is not in this file.' },
        ],
      },
    })
  })

  test('a Windows line end inside quotes is one line', () => {
    const text = buildWooCommerce([
      { SKU: 'a', Description: 'one\ntwo\nthree' },
      { SKU: 'b', 'Regular price': 'cheap' },
    ]).replaceAll('\n', '\r\n')
    expect(readCatalogue(text, EUR)).toMatchObject({ ok: true, value: { bad: [{ line: 5 }] } })
  })
})

describe('the end of the last whole row', () => {
  test.each([
    ['is after the last line end', 'a\nb\nc', '\n', 4],
    ['is not inside quotes', 'a\n"b\nc', '\n', 2],
    ['is after quotes that were closed, and doubled ones', 'a\n"b""\n"\nc', '\n', 9],
    ['needs both characters of a pair', 'a\nb\r\nc\r', '\r\n', 5],
  ])('%s', (_, text, lineEnd, end) => {
    const whole = lastLineEnd(lineEnd)
    expect(whole.after(text)).toBe(end)
    const byLetter = lastLineEnd(lineEnd)
    expect([...text].map((letter) => byLetter.after(letter)).at(-1)).toBe(end)
  })
})

describe('offers are cut out of JSON', () => {
  const cut = (text: string) => {
    const cutter = createJsonCutter('offers')
    const pieces = [...text].map((letter) => cutter.write(letter))
    const failure = pieces.find((piece) => !piece.ok)
    return failure ?? { elements: pieces.flatMap((piece) => (piece.ok ? piece.value : [])), rest: cutter.rest() }
  }

  test('one by one, with the lines in which they begin, and what is left is the rest', () => {
    expect(cut('{ "a": "offers",\n"offers": [ {"x": [1, "]}"]},\n\n 7 , "\\"," ], "b": [1, 2] }')).toEqual({
      elements: [
        { line: 2, text: '{"x": [1, "]}"]}' },
        { line: 4, text: '7 ' },
        { line: 4, text: '"\\"," ' },
      ],
      rest: '{ "a": "offers",\n"offers": [], "b": [1, 2] }',
    })
  })

  test('of that list only, and not of one deeper', () => {
    expect(cut('{"a": {"offers": [1]}, "offers": []}')).toEqual({ elements: [], rest: '{"a": {"offers": [1]}, "offers": []}' })
  })

  test.each([
    ['two without a comma', '{"offers": [{} {}]}'],
    ['a comma too many', '{"offers": [{},,{}]}'],
    ['a comma at the end', '{"offers": [{},]}'],
  ])('and %s are no JSON', (_, text) =>
    expect(readCatalogue(text, EUR)).toMatchObject({ ok: false, error: { detail: expect.stringMatching(/not whole JSON/) } }),
  )
})
