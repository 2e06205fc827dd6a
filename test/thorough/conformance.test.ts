import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { newId, type SiteKey } from '@tributary/protocol/id'
import type { Quote } from '@tributary/protocol/quote'
import { createTestParent } from '@tributary/sdk/testing'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runConformance } from '../../scripts/conformance/runner.mjs'
import { createTestApp } from '../support/app.ts'
import { BROKEN } from '../support/breakages.ts'
import { type StandIn, startBroken } from '../support/broken-parent.ts'
import { buildCatalogue } from '../support/build.ts'
import { openShop } from '../support/order-load.ts'
import { startServer, type TestServer } from '../support/server.ts'

const SCRIPT = fileURLToPath(new URL('../../scripts/conformance.mjs', import.meta.url))
const PAGE = 'https://blog.example'
const DAY_MS = 24 * 60 * 60 * 1_000

let server: TestServer
let site: SiteKey
const standIns: StandIn[] = []
beforeAll(async () => {
  server = await startServer()
  site = (await openShop(server, [PAGE], true)).site
})
afterAll(async () => {
  await Promise.all(standIns.map((standIn) => standIn.close()))
  await server.stop()
})

async function standIn(...request: Parameters<typeof startBroken>): Promise<string> {
  const started = await startBroken(...request)
  standIns.push(started)
  return started.origin
}

/** Runs the command as somebody would who has it installed. */
function conformance(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args])
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) child[stream].on('data', (data) => (said[stream] += data))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })))
}

describe('npm run conformance', () => {
  test('finds nothing broken in our server', async () => {
    const { code, stdout } = await conformance(server.origin, '--site', site, '--origin', PAGE, '--json')
    const { failed, results } = JSON.parse(stdout) as { failed: number; results: { id: string; outcome: string }[] }
    expect({ failed, code, broken: results.filter(({ outcome }) => outcome === 'failed') }).toEqual({ failed: 0, code: 0, broken: [] })
    // There is no service in this catalogue, and no quote of last week.
    const skipped = results.filter(({ outcome }) => outcome === 'skipped').map(({ id }) => id)
    expect(skipped).toEqual(['quotes.service-refused', 'orders.quote-expired'])
  })

  test('names the broken rule, the sentence of the contract, and the request that shows it', async () => {
    const broken = BROKEN.find(({ does }) => does === 'leaves unknown ids out silently')
    if (!broken) throw new Error('expected this breakage in the table')
    const url = await standIn(server.origin, broken.breakage(PAGE))
    const { code, stdout } = await conformance(url, '--site', site, '--origin', PAGE)
    expect(code).toBe(1)
    expect(stdout).toMatch(/FAILED {3}offers\.unknown-named: expected `unknown` to be no-such-handle, off_\S+, received an empty one/)
    expect(stdout).toContain('A parent names in `unknown` each of `ids` that is not sold, word for word, and answers the others')
    expect(stdout).toContain('(packages/protocol/README.md#offers)')
    expect(stdout).toMatch(
      /> GET \/v1\/offers\?site=site_test_\S+&ids=no-such-handle,\S+\n *> Origin: https:\/\/blog\.example\n *< 200 application\/json/,
    )
    expect(stdout).toMatch(/\n95 ok, 1 failed, 2 skipped\./)
  })

  test.each([
    ['nothing', [], 'Name the parent, once: npm run conformance'],
    ['no page', ['https://shop.example', '--site', 'site_test_V1StGXR8_Z5jdHi6B-myT'], 'Say by --origin which page'],
    ['a live site', ['https://shop.example', '--site', 'site_V1StGXR8_Z5jdHi6B-myT', '--origin', PAGE], 'a test site is needed'],
    ['half a key', ['https://shop.example', '--site', 'site_test_V1', '--origin', PAGE], 'Copy it whole'],
    [
      'a path for an origin',
      ['https://shop.example', '--site', 'site_test_V1StGXR8_Z5jdHi6B-myT', '--origin', `${PAGE}/`],
      'An origin is scheme',
    ],
    ['another scheme', ['ftp://shop.example'], 'begins with http:// or https://'],
    ['an option that there is not', ['https://shop.example', '--frob'], "Unknown option '--frob'"],
  ])('given %s says what is missing', async (_, args, sentence) => {
    const { code, stdout, stderr } = await conformance(...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr).not.toContain('    at ')
  })
})

describe('the suite', () => {
  test('says that nobody answers', async () => {
    const { origin, close } = await startBroken(server.origin, (asked, pass) => pass(asked))
    await close()
    await expect(runConformance({ url: origin, site, origin: PAGE })).rejects.toThrow(/cannot be reached: .*ECONNREFUSED/)
  })

  test('says that somebody else answers', async () => {
    const url = await standIn(server.origin, async () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<h1>Welcome</h1>',
    }))
    await expect(runConformance({ url, site, origin: PAGE })).rejects.toThrow(/does not speak this protocol.*received 200 text\/html/)
  })

  test('says why the parent lets nobody in', async () => {
    const asked = runConformance({ url: server.origin, site, origin: 'https://elsewhere.example' })
    await expect(asked).rejects.toThrow(/403 origin_unregistered\. .*add https:\/\/elsewhere\.example/)
  })

  test('places no order where the parent does not say that the site is a test', async () => {
    const url = await standIn(server.origin, async (asked, pass) => {
      const answered = await pass(asked)
      return { ...answered, body: answered.body.replace('"test":true', '"test":false') }
    })
    await expect(runConformance({ url, site, origin: PAGE })).rejects.toThrow('they would be real')
  })

  test('asks all rules of a parent that has a service and a quote of last week', async () => {
    const service = {
      handle: 'planning',
      kind: 'service',
      title: 'Planning',
      description: '',
      images: [],
      service: { price: { kind: 'on_request' } },
    }
    const catalogue = buildCatalogue() as { offers: object[] }
    const app = await createTestApp({ catalogue: { ...catalogue, offers: [...catalogue.offers, service] } })
    // Without a port nobody unpacks what is answered.
    const fetch = (async (input, init) => {
      const headers = new Headers(init?.headers)
      headers.delete('Accept-Encoding')
      return app.app.request(String(input), { ...init, headers })
    }) as typeof globalThis.fetch
    const url = await standIn(app.origin, (asked, pass) => pass(asked), fetch)
    const cart = { site: app.testSite.key, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' }
    const { token } = (await (await globalThis.fetch(`${url}/v1/quotes`, { method: 'POST', body: JSON.stringify(cart) })).json()) as Quote
    app.clock.now += 9 * DAY_MS
    const results = await runConformance({ url, site: app.testSite.key, origin: PAGE, expiredQuote: token })
    expect(results.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    await app.close()
  })
})

describe('the handlers of @tributary/sdk/testing', () => {
  test('keep every rule, too', async () => {
    const testSite = newId('testSite') as string as SiteKey
    const parent = createTestParent({ site: testSite, pageOrigins: [PAGE] })
    const handlers = setupServer(...parent.handlers)
    handlers.listen({ onUnhandledRequest: 'bypass' })
    // A page's own requests are caught before its browser would ask for leave, so a preflight is none of theirs.
    const preflight = await fetch(`${server.origin}/v1/quotes`, { method: 'OPTIONS' })
    const leave = { status: preflight.status, headers: Object.fromEntries(preflight.headers), body: '' }
    const url = await standIn(parent.origin, async (asked, pass) => (asked.method === 'OPTIONS' ? leave : pass(asked)))
    const results = await runConformance({ url, site: testSite, origin: PAGE })
    handlers.close()
    expect(results.filter(({ outcome }) => outcome !== 'ok')).toMatchObject([{ id: 'orders.quote-expired', outcome: 'skipped' }])
  })
})

describe('a parent that', () => {
  test.concurrent.each(BROKEN)('$does is found out', async ({ rules, breakage }) => {
    const url = await standIn(server.origin, breakage(PAGE))
    const results = await runConformance({ url, site, origin: PAGE })
    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
    expect(failed.sort()).toEqual([...rules].sort())
  })
})
