import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { CATALOGUE_COMMANDS } from '@tributary/parent/cli/catalogue-commands'
import { staffClientOf } from '@tributary/parent/cli/staff-client'
import { watchAgainAt } from '@tributary/parent/core/watch'
import { fetchDueWatch } from '@tributary/parent/jobs/catalogues'
import type { WatchOptions } from '@tributary/parent/routes/watch-fetch'
import type { Problem } from '@tributary/protocol/problem'
import type { Watch } from '@tributary/protocol/watch'
import { watch as watchShape } from '@tributary/protocol/watch.schema'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildWooCommerce } from '../../support/woocommerce.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const FILE = buildWooCommerce([
  { SKU: 'a', Name: 'Anchor' },
  { SKU: 'b', Name: 'Buoy' },
])

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let app: TestApp
let source: Server
let answer: Answer
let asked: IncomingMessage[]
let url: string
beforeEach(async () => {
  app = await createTestApp({ allowsPrivateWebhooks: true })
  asked = []
  answer = sends(FILE)
  source = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(source.address() as AddressInfo).port}/products.csv`
})
afterEach(async () => {
  source.closeAllConnections()
  await new Promise((resolve) => source.close(resolve))
  await app.close()
})

const sends =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end(body)
const add = async (more: object = {}) => app.staff('postWatch', { body: { url, ...more } })
const watches = async (): Promise<Watch[]> => {
  const { watches: all } = (await (await app.staff('listWatches')).json()) as { watches: unknown[] }
  return all.map((one) => watchShape.parse(one))
}
const handles = async () =>
  (
    await app.database.query<{ handle: string }>(`select handle from offers where published and source <> 'tributary-json' order by handle`)
  ).map(({ handle }) => handle)
const mails = async () =>
  (await app.database.query<{ kind: string }>(`select kind from messages where kind like 'catalogue%' order by message_id`)).map(
    ({ kind }) => kind,
  )
/** Lets the time come at which it is due, and fetches. */
const pass = async (options: WatchOptions = {}): Promise<Watch> => {
  const [{ dueAt } = { dueAt: '' }] = await watches()
  app.clock.now = Math.max(app.clock.now, Date.parse(dueAt))
  expect(await fetchDueWatch(app.parent, options)).toBe(true)
  return (await watches())[0] as Watch
}

describe('a watched address', () => {
  test('is fetched at once, then as often as staff said, and not between', async () => {
    expect((await add({ everySeconds: 600 })).status).toBe(201)
    expect(await pass()).toMatchObject({ failures: 0, importedAt: '2026-03-02T10:00:00.000Z', dueAt: '2026-03-02T10:10:00.000Z' })
    expect(await handles()).toEqual(['anchor', 'buoy'])
    expect(await fetchDueWatch(app.parent)).toBe(false)
    app.clock.now += 10 * MINUTE_MS
    expect(await fetchDueWatch(app.parent)).toBe(true)
    expect(asked).toHaveLength(2)
  })

  test('is asked whether its file changed, by what its server said of the one imported last', async () => {
    answer = sends(FILE, { ETag: '"one"', 'Last-Modified': 'Mon, 02 Mar 2026 09:00:00 GMT' })
    await add()
    await pass()
    answer = sends('', {}, 304)
    const before = await app.database.query('select count(*) from imports')
    expect(await pass()).toMatchObject({ failures: 0, checkedAt: '2026-03-02T11:00:00.000Z', importedAt: '2026-03-02T10:00:00.000Z' })
    expect(asked[1]?.headers).toMatchObject({ 'if-none-match': '"one"', 'if-modified-since': 'Mon, 02 Mar 2026 09:00:00 GMT' })
    expect(await app.database.query('select count(*) from imports')).toEqual(before)
    // A file that cannot be imported is asked for again, as is one that staff fetch themselves.
    answer = sends('no catalogue', { ETag: '"two"' })
    await pass()
    answer = sends(FILE, { ETag: '"three"' })
    await pass()
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"one"', '"one"', '"one"'])
    await app.staff('fetchWatch', { parameters: { id: (await watches())[0]?.id as string } })
    expect(asked[4]?.headers['if-none-match']).toBeUndefined()
  })

  test('that fails keeps what was imported last; staff are told at the third failure, once, and when it works again', async () => {
    await add()
    await pass()
    answer = sends('gone', {}, 500)
    const delays: number[] = []
    const told: string[][] = []
    for (let failures = 1; failures <= 5; failures++) {
      const failed = await pass()
      delays.push(Math.floor((Date.parse(failed.dueAt) - app.clock.now) / MINUTE_MS))
      told.push(await mails())
      expect(failed).toMatchObject({
        failures,
        failure: 'The address answered 500. Look whether the file is still there, and needs no signing in.',
      })
    }
    expect(delays.map((delay, index) => 2 ** index <= delay && delay <= 1.1 * 2 ** index)).toEqual([true, true, true, true, true])
    expect(told).toEqual([[], [], ['catalogue_failing'], ['catalogue_failing'], ['catalogue_failing']])
    expect(await handles()).toEqual(['anchor', 'buoy'])
    answer = sends(buildWooCommerce([{ SKU: 'a', Name: 'Anchor' }]))
    expect(await pass()).toMatchObject({ failures: 0 })
    expect([await mails(), await handles()]).toEqual([['catalogue_failing', 'catalogue_works'], ['anchor']])
    const [mail] = await app.database.query<{ recipient: string; text: string }>(
      `select recipient, body_text as text from messages where kind = 'catalogue_failing'`,
    )
    expect(mail?.recipient).toBe('staff@acme.example')
    expect(mail?.text).toContain('The address answered 500.')
    expect(mail?.text).toMatch(/tributary catalogue fetch wch_/)
  })

  test.each<[string, () => Answer, RegExp, WatchOptions]>([
    [
      'a zip bomb',
      () => sends(gzipSync(`${FILE}${'simple,x\n'.repeat(3_000_000)}`), { 'Content-Encoding': 'gzip' }),
      /^The file is packed with gzip and grows beyond 2 MB; so much is no catalogue\. Look at what is packed in it\. Nothing was changed\.$/,
      { limits: { bytes: 2 * 1_024 * 1_024, silentMs: 5_000 } },
    ],
    [
      'a page to sign in',
      () => sends('<!doctype html><title>Sign in</title>'),
      /^This is a web page, not a catalogue; .* without signing in\. Nothing was changed\.$/,
      {},
    ],
    [
      'a redirect',
      () => sends('', { Location: 'http://127.0.0.1:1/' }, 302),
      /^The address answered 302 and leads to http:\/\/127\.0\.0\.1:1\/\. Redirects are not followed: watch that address instead\.$/,
      {},
    ],
    [
      'a file that breaks off',
      () => (_, response) => {
        response.writeHead(200, { 'Content-Length': '1000' }).write(FILE.slice(0, 50))
        setTimeout(() => response.destroy(), 50)
      },
      /^The file did not arrive whole: the connection broke\. Send it again\. Nothing was changed\.$/,
      {},
    ],
    [
      'a file that never ends',
      () => (_, response) => {
        response.writeHead(200)
        const timer = setInterval(() => response.write(FILE), 20)
        response.once('close', () => clearInterval(timer))
      },
      /^The file did not arrive whole within 0\.3 seconds\. Make it smaller, or its server faster\. Nothing was changed\.$/,
      { wholeMs: 300 },
    ],
    [
      'no answer',
      () => () => {},
      /^The address could not be reached: did not answer within 0\.2 s\. Look whether it opens in a browser\.$/,
      { timeoutMs: 200 },
    ],
    [
      'a bad row',
      () => sends(buildWooCommerce([{ SKU: 'a', Name: 'Anchor', 'Regular price': 'cheap' }])),
      /^One row cannot be imported; nothing was changed\. Line 2, Regular price/,
      {},
    ],
  ])('that answers with %s says so, and nothing of the old catalogue is lost', async (_, bad, failure, options) => {
    await add()
    await pass()
    answer = bad()
    expect((await pass(options)).failure).toMatch(failure)
    expect(await handles()).toEqual(['anchor', 'buoy'])
    const [left] = await app.database.query<{ count: number }>(
      'select (select count(*) from import_rows) + (select count(*) from import_offers) as count',
    )
    expect(left?.count).toBe(0)
  })

  test('is taken up by another process where the one that fetched it died', async () => {
    await add()
    await app.database.query(`update watches set due_at = $1`, [new Date(app.clock.now + 30 * MINUTE_MS)])
    expect(await fetchDueWatch(app.parent)).toBe(false)
    app.clock.now += 30 * MINUTE_MS
    expect(await fetchDueWatch(app.parent)).toBe(true)
  })

  test('may be packed, with or without its server saying so', async () => {
    answer = sends(gzipSync(FILE))
    await add()
    expect(await pass()).toMatchObject({ failures: 0 })
    answer = sends(gzipSync(FILE), { 'Content-Encoding': 'gzip' })
    expect(await pass()).toMatchObject({ failures: 0 })
    expect(await handles()).toEqual(['anchor', 'buoy'])
  })
})

describe('an address', () => {
  test('in a private network, or by plain http, is refused where that is not allowed, now and at each look', async () => {
    const guarded = await createTestApp()
    try {
      for (const bad of [url, 'https://127.0.0.1/x', 'https://[::ffff:10.0.0.1]/x', 'https://2130706433/x', 'ftp://shop.example/x']) {
        const refused = await guarded.staff('postWatch', { body: { url: bad } })
        expect([bad, refused.status, ((await refused.json()) as Problem).code]).toEqual([bad, 422, 'watch_url_refused'])
      }
      expect((await guarded.staff('postWatch', { body: { url: 'https://rebinding.example/products.csv' } })).status).toBe(201)
      const rebind: WatchOptions = { findAddresses: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) }
      expect(await fetchDueWatch(guarded.parent, rebind)).toBe(true)
      const { watches: all } = (await (await guarded.staff('listWatches')).json()) as { watches: Watch[] }
      expect(all[0]?.failure).toMatch(/rebinding\.example leads to 127\.0\.0\.1, which is not on the public internet/)
      expect(asked).toHaveLength(0)
    } finally {
      await guarded.close()
    }
  })

  test('is watched once, and no more than every five minutes', async () => {
    expect((await add()).status).toBe(201)
    expect((await add()).status).toBe(409)
    expect((await app.staff('postWatch', { body: { url: `${url}?b`, everySeconds: 60 } })).status).toBe(422)
  })

  test('is watched, looked at, fetched and left by verbs', async () => {
    const { key } = (await (await app.staff('postKey', { body: { name: 'test' } })).json()) as { key: string }
    const client = {
      origin: app.origin,
      ...staffClientOf(app.origin, key, async (request) => app.app.request(request)),
      close: async () => {},
    }
    const typed = async (verb: string, rest: string[] = [], options = {}) => {
      const command = CATALOGUE_COMMANDS[verb]
      if (!command) throw new Error(`expected the verb ${verb}`)
      const said = await command.run(client, { options, rest })
      return { text: command.print(said), failed: command.failed?.(said) ?? false }
    }
    expect((await typed('catalogue watches')).text).toMatch(/^Nothing is watched/)
    expect((await typed('catalogue watch', [url], { every: '2h' })).text).toMatch(/is fetched at once by the server, then every 2 h\.$/)
    const [{ id } = { id: '' }] = await watches()
    expect(await typed('catalogue fetch', [id])).toEqual({
      text: 'Imported. It is fetched again at 2026-03-02T12:00:00.000Z.',
      failed: false,
    })
    answer = sends('', {}, 404)
    expect(await typed('catalogue fetch', [id])).toMatchObject({ failed: true, text: expect.stringMatching(/answered 404/) })
    expect((await typed('catalogue watches')).text).toMatch(/every 2 h .* failed 1 times: The address answered 404/)
    expect((await typed('catalogue imports')).text).toMatch(/done +woocommerce-csv +2 rows +http.* 2 added/)
    expect((await typed('catalogue unwatch', [id])).text).toBe(`${id} is watched no more.`)
    expect(await watches()).toEqual([])
    await expect(typed('catalogue watch', [url], { every: 'often' })).rejects.toThrow('write --every 30m, 1h or 1d')
    await expect(typed('catalogue fetch', [id])).rejects.toThrow('tributary catalogue watches')
  })
})

describe('after failures', () => {
  test.each([
    ['none', 0, 3_600, 3_600],
    ['one', 1, 3_600, 60],
    ['five', 5, 3_600, 960],
    ['many, at most six hours', 40, 3_600, 21_600],
    ['many of a day’s, at most a day', 40, DAY_MS / 1_000, DAY_MS / 1_000],
  ])('%s', (_, failures, everySeconds, seconds) => {
    const now = new Date('2026-03-02T10:00:00Z')
    expect(watchAgainAt(failures, everySeconds, now, 0).getTime() - now.getTime()).toBe(seconds * 1_000)
  })
})
