import { gzipSync } from 'node:zlib'
import { withProgress } from '@tributary/parent/cli/import-progress'
import { staffClientOf } from '@tributary/parent/cli/staff-client'
import { bodyBytes, FILE_LIMITS } from '@tributary/parent/http/file-bytes'
import { endInterrupted } from '@tributary/parent/jobs/catalogues'
import { runImport } from '@tributary/parent/routes/catalogue-import'
import { stageRows } from '@tributary/parent/store/import-staging'
import { openImport } from '@tributary/parent/store/imports'
import { firstProgram } from '@tributary/parent/store/programs'
import type { ImportReport } from '@tributary/protocol/catalogue'
import { newId } from '@tributary/protocol/id'
import type { CatalogueImport } from '@tributary/protocol/import'
import { catalogueImport } from '@tributary/protocol/import.schema'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCatalogue } from '../../support/build.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { buildWooCommerce, type WooCommerceRow } from '../../support/woocommerce.ts'

let app: TestApp
let key: string
beforeAll(async () => {
  app = await createTestApp()
  key = ((await (await app.staff('postKey', { body: { name: 'bytes' } })).json()) as { key: string }).key
  await app.staff('postCatalogue', { body: CSV })
})
afterAll(() => app.close())

const ROWS: WooCommerceRow[] = [
  { SKU: 'woo-1', Name: 'Tent' },
  { SKU: 'woo-2', Name: 'Rope' },
]
const CSV = buildWooCommerce(ROWS)
const MORE = buildWooCommerce([...ROWS, { SKU: 'woo-3', Name: 'Lamp, “bright”' }])
const FEED = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>g-1</g:id><title>Shoe</title><g:price>10.00 EUR</g:price></item></channel></rss>`
const SERVED = ['hoodie', 'lamp', 'mug', 'rope', 'tent']

const send = (body: Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array>, query = ''): Promise<Response> =>
  Promise.resolve(
    app.app.request(
      new Request(`${app.origin}/v1/admin/catalogue${query}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}` },
        body,
        ...{ duplex: 'half' },
      }),
    ),
  )
const handles = async (): Promise<string[]> =>
  (await app.database.query<{ handle: string }>('select handle from offers where published order by handle')).map(({ handle }) => handle)
const putAside = async (): Promise<number> => {
  const [row] = await app.database.query<{ count: number }>(
    'select (select count(*) from import_rows) + (select count(*) from import_offers) + (select count(*) from import_variants) + (select count(*) from import_handles) as count',
  )
  return row?.count ?? -1
}
const latest = async (): Promise<CatalogueImport | undefined> =>
  ((await (await app.staff('listImports')).json()) as { imports: CatalogueImport[] }).imports[0]
const utf16 = (text: string, isBig: boolean): Uint8Array<ArrayBuffer> => {
  const bytes = Buffer.from(text, 'utf16le')
  return new Uint8Array(isBig ? bytes.swap16() : bytes)
}
const UTF16 = 'The file is UTF-16. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”) and try again. Nothing was changed.'
const lastColumn = (text: string): number => text.trimEnd().length

describe('bad input is told with its remedy, and the catalogue stays as it was:', () => {
  afterEach(async () => {
    expect(await handles()).toEqual(SERVED)
    expect(await putAside()).toBe(0)
  })

  test.each<[string, Uint8Array<ArrayBuffer> | string, string]>([
    [
      'a CSV file cut in the middle of a row',
      MORE.slice(0, lastColumn(MORE) - 30),
      'Line 4: The file ends in the middle of this row, after 6 of 25 cells: it was cut short. Send it whole. Nothing was changed.',
    ],
    [
      'a file cut in the middle of a character',
      new Uint8Array(Buffer.from(`${CSV}simple,ü`).subarray(0, -1)),
      'The file ends in the middle of a character: it was cut short. Send it whole. Nothing was changed.',
    ],
    [
      'a feed cut in the middle',
      FEED.slice(0, 112),
      'Line 1: The XML is not whole: unclosed tag: g:price. The feed may be cut short; send it whole. Nothing was changed.',
    ],
    ['UTF-16 little-endian with a mark', utf16(`\uFEFF${CSV}`, false), UTF16],
    ['UTF-16 big-endian with a mark', utf16(`\uFEFF${CSV}`, true), UTF16],
    ['UTF-16 little-endian without a mark', utf16(CSV, false), UTF16],
    ['UTF-16 big-endian without a mark', utf16(CSV, true), UTF16],
    ['an empty file', '', 'The file is empty. Export it again, and look whether it holds anything. Nothing was changed.'],
    [
      'a web page',
      '<!DOCTYPE html>\n<html><title>Sign in</title></html>',
      'This is a web page, not a catalogue; it may be a page to sign in. Export the file itself, or name the address at which it is without signing in. Nothing was changed.',
    ],
    [
      'a spreadsheet',
      new Uint8Array([0x50, 0x4b, 0x03, 0x04, 20, 0, 6, 0]),
      'The file is a ZIP archive, as spreadsheets are (.xlsx). Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”) and try again. Nothing was changed.',
    ],
    [
      'quotes that are never closed',
      `${CSV}simple,"woo-3,Lamp\n${'more\n'.repeat(10)}`,
      'Line 4: A quotation mark in this row is opened and never closed; the file may be cut short. Nothing was changed.',
    ],
    [
      'a row of 10 MB',
      `${buildWooCommerce([...ROWS, { SKU: 'woo-3', Name: 'Lamp', Description: 'x'.repeat(10_000_000) }])}`,
      'One row cannot be imported; nothing was changed. Line 4: This row is 10000033 characters long; at most 1000000 are taken. Shorten its texts. Mend them, or import the rest with skipBad (--skip-bad).',
    ],
    [
      'gzip cut short',
      new Uint8Array(gzipSync(MORE).subarray(0, 100)),
      'The file is packed with gzip and cannot be unpacked (unexpected end of file): it was cut short or damaged. Send it whole. Nothing was changed.',
    ],
  ])('%s', async (_, body, detail) => {
    const answer = await send(body)
    expect(((await answer.json()) as Problem).detail).toBe(detail)
    expect(answer.status).toBe(422)
    expect(await latest()).toMatchObject({ state: 'failed', failure: detail })
  })

  test('a file cut in the middle of a row even where bad rows may be left out, since what comes after it would be taken for gone', async () => {
    const answer = await send(CSV.slice(0, lastColumn(CSV) - 30), '?skipBad=true')
    expect([answer.status, ((await answer.json()) as Problem).detail]).toEqual([422, expect.stringMatching(/^Line 3: .* cut short/)])
  })

  test('quotes that are never closed, for more than is waited for', async () => {
    const more = new Uint8Array(Buffer.from('more and more\n'.repeat(72_000)))
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(sent === 0 ? new Uint8Array(Buffer.from(`${CSV}simple,"woo-3,Lamp\n`)) : more)
        sent++
      },
    })
    expect(((await (await send(body)).json()) as Problem).detail).toBe(
      'Line 4: This row is longer than 16000000 characters. A quotation mark in it may be opened and never closed. Nothing was changed.',
    )
    expect(sent).toBeLessThan(20)
  })

  test('JSON cut in the middle', async () => {
    const text = JSON.stringify(buildCatalogue())
    const { detail } = (await (await send(text.slice(0, -40))).json()) as Problem
    expect(detail).toMatch(
      /^The file is not whole JSON: .*\. It may be cut short, or written by hand; write it again and send it whole\. Nothing was changed\.$/,
    )
  })

  test('gzip that grows beyond what is taken: it is not unpacked further', async () => {
    const program = await firstProgram(app.database)
    if (!program) throw new Error('expected a program')
    const bomb = gzipSync(`${CSV}${`${'a'.repeat(99)}\n`.repeat(1_000_000)}`)
    let read = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (bomb.length <= read) return controller.close()
        controller.enqueue(new Uint8Array(bomb.subarray(read, (read += 1_024))))
      },
    })
    const request = { id: newId('import'), startedBy: 'test', dryRun: false, skipBad: true }
    const outcome = await runImport(app.parent, program, {
      ...request,
      bytes: bodyBytes(body, FILE_LIMITS),
      limits: { bytes: 4 * 1_024 * 1_024 },
    })
    expect(outcome).toEqual({
      ok: false,
      error: {
        code: 'body_too_large',
        detail:
          'The file is packed with gzip and grows beyond 4 MB; so much is no catalogue. Look at what is packed in it. Nothing was changed.',
      },
    })
    expect(read).toBeLessThan(bomb.length / 2)
  })

  test('a file that is larger than is taken', async () => {
    const bytes = bodyBytes(new Response('x'.repeat(3_000_000)).body, { bytes: 1_024 * 1_024, silentMs: 1_000 })
    const read = []
    for await (const piece of bytes) read.push(piece)
    expect(read.at(-1)).toMatchObject({
      error: { code: 'body_too_large', detail: 'At most 1 MB are taken of a file. Split it, or leave out what is not sold.' },
    })
  })

  test('a sender that falls silent, and one whose connection breaks', async () => {
    const silent = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) })
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) })
    const failures = []
    for (const body of [silent, broken]) for await (const piece of bodyBytes(body, { bytes: 100, silentMs: 50 })) failures.push(piece)
    expect(failures).toMatchObject([
      { error: { code: 'body_timeout', detail: 'Nothing of the file arrived for 0.05 seconds. Send it again.' } },
      { error: { code: 'catalogue_unrecognised', detail: 'The file did not arrive whole: the connection broke. Send it again.' } },
    ])
  })
})

describe('an import', () => {
  const reportOf = async (response: Response): Promise<ImportReport> => (await response.json()) as ImportReport

  test('takes a file with a mark, with 200 columns, and packed with gzip', async () => {
    const unchanged = { added: [], changed: [], unpublished: [], unchanged: 2, bad: [] }
    expect(await reportOf(await send(`\uFEFF${CSV}`))).toMatchObject(unchanged)
    const more = Array.from({ length: 175 }, (_, index) => `Meta: field ${index}`)
    const wide = CSV.trimEnd()
      .split('\n')
      .map((line, index) => `${line},${(index === 0 ? more : more.map(() => '"a, b"')).join(',')}`)
    expect(wide[0]?.split(',')).toHaveLength(200)
    expect(await reportOf(await send(wide.join('\n')))).toMatchObject(unchanged)
    expect(await reportOf(await send(new Uint8Array(gzipSync(CSV))))).toMatchObject(unchanged)
  })

  test('of many rows finds those that belong together over the whole file', async () => {
    const filler = Array.from({ length: 1_200 }, (_, index) => ({ SKU: `filler-${index}`, Name: `Filler ${index}` }))
    const size = { 'Attribute 1 name': 'Size' }
    const file = buildWooCommerce([
      { SKU: 'shirt-m', Name: 'Shirt M', Type: 'variation', Parent: 'id:77', ...size, 'Attribute 1 value(s)': 'M' },
      ...filler.slice(0, 700),
      { ID: '77', SKU: 'shirt', Name: 'Shirt', Type: 'variable', ...size, 'Attribute 1 value(s)': 'M, L' },
      ...filler.slice(700),
      { SKU: 'shirt-l', Name: 'Shirt L', Type: 'variation', Parent: 'shirt', ...size, 'Attribute 1 value(s)': 'L' },
      { SKU: 'lost', Name: 'Lost', Type: 'variation', Parent: 'nobody' },
      { SKU: 'filler-3', Name: 'Twice' },
    ])
    const report = await reportOf(await send(file, '?dryRun=true'))
    expect(report.added).toHaveLength(1_201)
    expect(report.added[700]).toBe('shirt')
    expect(report.bad).toEqual([
      { line: 1_205, column: 'Parent', reason: 'The variable product “nobody” is not in this file.' },
      { line: 1_206, column: 'SKU', reason: 'The SKU “filler-3” stands in line 6 already; each article needs its own.' },
    ])
    expect([await handles(), await putAside()]).toEqual([SERVED, 0])
  })

  test('tells how far it came while its file arrives, and afterwards what it did', async () => {
    const id = newId('import')
    const rows = Array.from({ length: 2_000 }, (_, index) => ({ SKU: `slow-${index}`, Name: `Slow ${index}` }))
    const file = buildWooCommerce(rows)
    let arrive: () => void = () => {}
    const rest = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(file.slice(0, -20)))
        await rest
        controller.enqueue(Buffer.from(file.slice(-20)))
        controller.close()
      },
    })
    const answer = send(body, `?dryRun=true&id=${id}`)
    const shown = async () => catalogueImport.parse(await (await app.staff('showImport', { parameters: { id } })).json())
    await expect.poll(async () => (await app.staff('showImport', { parameters: { id } })).status).toBe(200)
    await expect.poll(async () => (await shown()).rows, { timeout: 10_000 }).toBe(1_500)
    expect(await shown()).toMatchObject({ state: 'reading', dryRun: true, startedBy: 'staff:bytes' })
    expect(await handles()).toEqual(SERVED)
    arrive()
    expect((await answer).status).toBe(200)
    expect(await shown()).toMatchObject({
      state: 'done',
      format: 'woocommerce-csv',
      rows: 2_000,
      offers: 2_000,
      report: { added: 2_000, unpublished: 2 },
    })
    expect((await send(CSV, `?id=${id}`)).status).toBe(409)
    expect((await app.staff('showImport', { parameters: { id: newId('import') } })).status).toBe(404)
  })

  test('is told about on a terminal while it goes on', async () => {
    const said: string[] = []
    const client = {
      origin: app.origin,
      ...staffClientOf(app.origin, key, async (request) => app.app.request(request)),
      close: async () => {},
    }
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(CSV))
        await expect.poll(() => said.length, { timeout: 10_000 }).toBe(1)
        controller.close()
      },
    })
    const answer = await withProgress(
      client,
      (id) => client.call('postCatalogue', { query: { id }, body }),
      (text) => said.push(text),
      20,
    )
    expect([answer, said[0]]).toEqual([expect.objectContaining({ unchanged: 2 }), 'reading: 0 rows'])
  })

  test('whose answer does not come tells by its id what became of it', async () => {
    const client = {
      origin: app.origin,
      ...staffClientOf(app.origin, key, async (request) => app.app.request(request)),
      close: async () => {},
    }
    const lost = (body: string) =>
      withProgress(
        client,
        async (id) => {
          await client.call('postCatalogue', { query: { id }, body }).catch(() => {})
          throw new TypeError('fetch failed')
        },
        () => {},
        20,
      )
    expect(await lost(CSV)).toMatchObject({ state: 'done', report: { unchanged: 2 } })
    await expect(lost('no catalogue')).rejects.toThrow('not a format that we know')
    await expect(
      withProgress(
        client,
        () => Promise.reject(new TypeError('fetch failed')),
        () => {},
        20,
      ),
    ).rejects.toThrow('fetch failed')
  })

  test('whose process is gone is ended ten minutes later, and what it put aside is removed', async () => {
    const program = await firstProgram(app.database)
    const opened = { id: newId('import'), startedBy: 'gone', dryRun: false, startedAt: new Date(app.clock.now) }
    const importKey = (await openImport(app.database, program?.programId as number, opened)) as number
    const row = { position: 0, line: 2, names: ['a'], joins: null, content: '[]' }
    await stageRows(app.database, { programId: program?.programId as number, importKey }, [row])
    expect([await endInterrupted(app.parent), await putAside()]).toEqual([0, 1])
    await app.database.query(`update imports set heard_at = now() - interval '11 minutes' where import_key = $1`, [importKey])
    expect([await endInterrupted(app.parent), await putAside()]).toEqual([1, 0])
    expect(await latest()).toMatchObject({
      state: 'failed',
      failure: 'The server ended while it went on. Import the file again: what it changed already is not changed twice.',
    })
  })
})

describe('readers on PostgreSQL', () => {
  let postgres: TestDatabase
  let shop: TestApp
  beforeAll(async () => {
    postgres = await createTestDatabase()
    shop = await createTestApp({ place: { url: postgres.url } })
  })
  afterAll(async () => {
    await shop.close()
    await postgres.drop()
  })

  test('see the old catalogue or the new one, and orders for it are taken meanwhile', async () => {
    const file = (title: string, stock: string) =>
      buildWooCommerce(Array.from({ length: 3_000 }, (_, index) => ({ SKU: `sku-${index}`, Name: `${title} ${index}`, Stock: stock })))
    expect((await shop.staff('postCatalogue', { body: file('Old', '5') })).status).toBe(200)
    let isOver = false
    const seen = new Set<string>()
    const look = async () => {
      while (!isOver) {
        const rows = await shop.database.query<{ word: string; count: number }>(
          `select split_part(title, ' ', 1) as word, count(*) from offers where source = 'woocommerce-csv' group by 1 order by 1`,
        )
        seen.add(rows.map(({ word, count }) => `${word} ${count}`).join(', '))
      }
    }
    const looking = look()
    const answer = await shop.staff('postCatalogue', { body: file('New', '7') })
    isOver = true
    await looking
    expect(((await answer.json()) as ImportReport).changed).toHaveLength(3_000)
    expect([...seen]).toContain('Old 3000')
    expect([...seen].filter((one) => one !== 'Old 3000' && one !== 'New 3000')).toEqual([])
  })

  test('keep the old one where the database forgot what was put aside, which is not logged', async () => {
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(buildWooCommerce([{ SKU: 'a', Name: 'A' }])))
        controller.close()
      },
    })
    // As after a crash of the database, in the moment before the swap.
    await shop.database.query(
      `create function forget() returns trigger language plpgsql as $$ begin delete from import_variants; return null; end $$`,
    )
    await shop.database.query(
      `create trigger forget after update on imports for each row when (new.state = 'swapping') execute function forget()`,
    )
    const answer = await shop.app.request(
      new Request(`${shop.origin}/v1/admin/catalogue`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${((await (await shop.staff('postKey', { body: { name: 'b' } })).json()) as { key: string }).key}`,
        },
        body,
        ...{ duplex: 'half' },
      }),
    )
    expect(answer.status).toBe(500)
    const [kept] = await shop.database.query<{ count: number }>(
      `select count(*) from offers where published and source = 'woocommerce-csv'`,
    )
    expect(kept?.count).toBe(3_000)
  })
})
