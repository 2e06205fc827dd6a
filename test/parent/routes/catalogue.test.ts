import type { ImportReport } from '@tributary/protocol/catalogue'
import { importReport } from '@tributary/protocol/catalogue.schema'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCatalogue } from '../../support/build.ts'
import { buildWooCommerce, type WooCommerceRow } from '../../support/woocommerce.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const post = (body: unknown, query = ''): Promise<Response> => app.staff('postCatalogue', { body, query })
const reportOf = async (response: Response): Promise<ImportReport> => importReport.parse(await response.json())
const problemOf = async (response: Response): Promise<Problem> => (await response.json()) as Problem
const handles = async (): Promise<string[]> => {
  const rows = await app.database.query<{ handle: string }>('select handle from offers where published order by handle')
  return rows.map(({ handle }) => handle)
}

const GOOD: WooCommerceRow = { SKU: 'woo-1', Name: 'Tent' }
const BAD: WooCommerceRow = { SKU: 'woo-2', Name: 'Rope', 'Regular price': 'cheap' }

describe('a catalogue', () => {
  test('that is imported again changes nothing', async () => {
    expect(await reportOf(await post(buildCatalogue()))).toMatchObject({
      format: 'tributary-json',
      added: [],
      changed: [],
      unpublished: [],
      unchanged: 3,
    })
  })

  test('with a bad row is refused whole: the first rows are named in the sentence, all of them beside it', async () => {
    const rows = [GOOD, ...['a', 'b', 'c', 'd'].map((SKU) => ({ ...BAD, SKU }))]
    const answer = await post(buildWooCommerce(rows))
    const problem = await problemOf(answer)
    expect([answer.status, problem.code, problem.rows?.length]).toEqual([422, 'catalogue_invalid', 4])
    expect(problem.detail).toMatch(
      /^4 rows cannot be imported; nothing was changed\. Line 3, Regular price: “cheap” is not a price; .* Line 5, .* … Mend them/,
    )
    expect(await handles()).toEqual(['hoodie', 'lamp', 'mug'])
  })

  test('is looked at by a dry run with everything that is wrong, and nothing is changed', async () => {
    const report = await reportOf(await post(buildWooCommerce([GOOD, BAD, { ...GOOD, SKU: 'mug', Name: 'Other' }]), '?dryRun=true'))
    expect(report).toMatchObject({
      dryRun: true,
      added: ['tent'],
      bad: [
        { line: 3, column: 'Regular price' },
        { line: 4, column: 'sku', reason: 'The SKU “mug” came from a file of another format; an article comes from one file only.' },
      ],
    })
    expect(await handles()).toEqual(['hoodie', 'lamp', 'mug'])
  })

  test('is imported without its bad rows where that is asked for, and told what was left out', async () => {
    const file = buildWooCommerce([GOOD, BAD, { SKU: 'woo-3', Name: 'Set', Type: 'grouped' }, { ...GOOD, SKU: 'mug', Name: 'Other' }])
    expect((await post(file)).status).toBe(422)
    const report = await reportOf(await post(file, '?skipBad=true'))
    expect(report).toMatchObject({
      dryRun: false,
      added: ['tent'],
      bad: [{ line: 3 }, { line: 5 }],
      notSold: [{ line: 4, column: 'Type' }],
    })
    expect(await handles()).toEqual(['hoodie', 'lamp', 'mug', 'tent'])
  })

  test('keeps what an earlier import brought of a row that is bad now', async () => {
    const report = await reportOf(await post(buildWooCommerce([{ ...GOOD, 'Regular price': 'cheap' }]), '?skipBad=true'))
    expect(report).toMatchObject({ bad: [{ line: 2 }], unpublished: [], changed: [] })
    expect(await handles()).toContain('tent')
  })

  test('in another currency is refused even where bad rows may be left out, since nothing of it is right', async () => {
    const problem = await problemOf(await post({ ...buildCatalogue(), currency: 'USD' }, '?skipBad=true'))
    expect(problem).toMatchObject({ code: 'catalogue_invalid', rows: [{ column: '/currency' }] })
    expect(problem.detail).toBe('The file is in USD, this program sells in EUR. Nothing was changed.')
    expect(await handles()).toContain('mug')
  })

  test('that states another handle for a known article keeps the one in the links, and says so', async () => {
    const catalogue = buildCatalogue() as { offers: { handle: string }[] }
    const renamed = { ...catalogue, offers: catalogue.offers.map((offer) => ({ ...offer, handle: `new-${offer.handle}` })) }
    const report = await reportOf(await post(renamed, '?dryRun=true'))
    expect(report).toMatchObject({ added: [], changed: [], unchanged: 3 })
    expect(report.notSold[0]?.reason).toBe('The handle “new-mug” is not taken: links to this article name it “mug”, and they stay good.')
  })

  test.each([
    ['no catalogue', 'hello', 'catalogue_unrecognised', /not a format that we know/],
    ['nothing', '', 'catalogue_unrecognised', /empty/],
    ['a row with U+0000', buildWooCommerce([{ Name: 'a\0b' }]), 'catalogue_invalid', /U\+0000/],
    ['a quotation mark that never closes', buildWooCommerce([GOOD]).concat('simple,"x'), 'catalogue_invalid', /never closed/],
  ])('that is %s is answered with its reason', async (_, body, code, detail) => {
    const answer = await post(body)
    expect([answer.status, await problemOf(answer)]).toMatchObject([422, { code, final: true, detail: expect.stringMatching(detail) }])
  })

  test.each([
    ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${buildWooCommerce([GOOD])}`, 'utf16le')],
    ['Latin-1', Buffer.from(buildWooCommerce([{ ...GOOD, Name: 'Käse' }]), 'latin1')],
  ])('in %s is refused with the remedy', async (_, bytes) => {
    const { key } = (await (await app.staff('postKey', { body: { name: 'bytes' } })).json()) as { key: string }
    const answer = await app.app.request(`${app.origin}/v1/admin/catalogue`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}` },
      body: new Uint8Array(bytes),
    })
    expect([answer.status, await problemOf(answer)]).toMatchObject([
      422,
      { code: 'catalogue_unrecognised', detail: expect.stringMatching(/CSV UTF-8/) },
    ])
  })
})
