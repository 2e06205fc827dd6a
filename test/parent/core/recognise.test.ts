import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../../support/read-catalogue.ts'

const EUR = { code: 'EUR', digits: 2 }
const HEADER = 'Type,SKU,Name,Published,Regular price'
const ROW = 'simple,mug,Mug,1,14.90'
const OFFER = { title: 'Mug', variants: [{ sku: 'mug', price: '14.90', weightGrams: 200 }] }
const json = (file: object): string => JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers: [OFFER], ...file })

describe('a catalogue file is recognised', () => {
  test.each([
    ['as WooCommerce’s by its columns', `${HEADER}\n${ROW}\n`, 'woocommerce-csv'],
    ['with a byte order mark', `\uFEFF${HEADER}\n${ROW}\n`, 'woocommerce-csv'],
    ['with quoted column names and Windows line ends', `"Type","SKU","Name","Published","Regular price"\r\n${ROW}\r\n`, 'woocommerce-csv'],
    ['as ours by its format', json({}), 'tributary-json'],
    ['as ours behind a byte order mark and empty lines', `\uFEFF\n\n${json({})}`, 'tributary-json'],
  ])('%s', (_, text, format) => {
    const read = readCatalogue(text, EUR)
    expect(read).toMatchObject({
      ok: true,
      value: { format, bad: [], offers: [{ title: 'Mug', variants: [{ sku: 'mug', amountMinor: 1_490 }] }] },
    })
  })
})

describe('a file is refused as a whole', () => {
  test.each([
    ['that is empty', '', /empty/],
    ['of white space', ' \n\t', /empty/],
    ['that names its columns and nothing more', `${HEADER}\n\n`, /holds no product/],
    ['in UTF-16', [...`${HEADER}\n${ROW}`].map((letter) => `${letter}\0`).join(''), /UTF-16/],
    ['with semicolons', `${HEADER}\n${ROW}`.replaceAll(',', ';'), /separated by semicolons/],
    ['with tabs', `${HEADER}\n${ROW}`.replaceAll(',', '\t'), /separated by tabs/],
    ['with other columns', 'Handle,Title,Body (HTML)\nmug,Mug,', /“Handle, Title, Body \(HTML\)”, which is not a format/],
    ['of XML of another kind', '<?xml version="1.0"?><svg/>', /XML/],
    ['of prose', 'Dear shop', /not a format/],
    ['of broken JSON', '{"format": "tributary/1",', /not whole JSON/],
    ['of JSON that is not ours', '{"products": []}', /does not say "format"/],
    ['of a JSON list', '[1]', /does not say "format"/],
    ['of 100,000-deep JSON', '['.repeat(100_000), /not whole JSON/],
  ])('%s', (_, text, detail) => {
    expect(readCatalogue(text, EUR)).toMatchObject({
      ok: false,
      error: { code: 'catalogue_unrecognised', detail: expect.stringMatching(detail) },
    })
  })

  test.each([
    ['whose quotation mark never closes, by the row that opens it', `${HEADER}\n${ROW}\nsimple,x,"X,1,2\n${ROW}\n`, 3, '', /never closed/],
    ['with text after a quotation mark', `${HEADER}\nsimple,x,"X"y,1,2\n`, 2, '', /twice/],
    ['with a quotation mark in plain text', `${HEADER}\nsimple,x,5" pipe,1,2\n`, 2, '', /twice/],
    ['in another currency', json({ currency: 'USD' }).replaceAll(',', ',\n'), 2, '/currency', /in USD, this program sells in EUR/],
    ['of ours without offers', json({ offers: [] }), 1, '/offers', /no offers/],
    ['of ours with a list that is none', json({ offers: {} }), 1, '/offers', /expected array/],
    ['of ours with a field that nobody knows', json({ shop: 1 }), 1, '', /"shop"/],
  ])('%s', (_, text, line, column, reason) => {
    const row = { line, column, reason: expect.stringMatching(reason) }
    expect(readCatalogue(text, EUR)).toMatchObject({ ok: false, error: { code: 'catalogue_invalid', rows: [row] } })
  })
})
