import type { Affiliate } from '@tributary/protocol/affiliate'
import type { OrderAnswer } from '@tributary/protocol/order'
import { createTouchHandler, type TouchHandlerOptions } from '@tributary/sdk/server'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildOrder, postOrder } from '../support/build.ts'

const ADDRESS = 'https://blog.example/tributary/touch'
const token = (name: string) => `v1.kid.${name}.mac`

let app: TestApp
let sub: Affiliate
beforeAll(async () => {
  app = await createTestApp()
  const body = { name: 'Sub', email: 'sub@affiliate.example', code: 'SWB', sponsor: app.affiliate.code }
  sub = (await (await app.staff('postAffiliate', { body })).json()) as Affiliate
})
afterAll(() => app.close())

// A server's own request to the parent names no origin.
const handler = (options: Partial<TouchHandlerOptions> = {}) =>
  createTouchHandler({
    parent: app.origin,
    site: app.site.key,
    fetch: async (input, init) => app.app.request(new Request(input, init)),
    ...options,
  })

/** What a page of the site asks its own server, and what it is answered. */
async function ask(method: string, { body, headers = {}, address = ADDRESS, ...options }: Asked = {}) {
  const init = { method, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers }, ...(body !== undefined && { body, duplex: 'half' }) }
  const response = await handler(options)(new Request(address, init))
  if (!response) throw new Error('expected an answer, received none')
  const text = await response.text()
  const answer = JSON.parse(text) as { tokens?: string[]; code?: string; detail?: string }
  return { status: response.status, headers: response.headers, answer, cookie: response.headers.get('Set-Cookie') }
}
type Asked = Partial<TouchHandlerOptions> & { body?: BodyInit; headers?: Record<string, string>; address?: string }

const visit = (members: object = { via: 'SWB' }) => JSON.stringify(members)

describe('a visit that is posted to the site’s own server', () => {
  test('is signed by the parent and kept in a cookie for 400 days', async () => {
    const { status, answer, cookie, headers } = await ask('POST', { body: visit({ via: 'SWB', campaign: 'spring', path: '/post' }) })
    expect(status).toBe(200)
    expect(answer.tokens).toHaveLength(1)
    expect(cookie).toBe(`tributary=${answer.tokens?.[0]}; Path=/; Max-Age=34560000; SameSite=Lax; Secure`)
    expect(headers.get('Cache-Control')).toBe('no-store')
  })

  test('earns the order that follows', async () => {
    const { answer } = await ask('POST', { body: visit() })
    const order = await postOrder(app, await buildOrder(app, { touches: answer.tokens ?? [] }))
    expect(((await order.json()) as OrderAnswer).attribution).toMatchObject({ affiliate: sub.code, reason: 'touch' })
  })

  test('joins the ones before it: the first and the last two are kept', async () => {
    const before = ['a', 'b', 'c'].map(token)
    const { answer, cookie } = await ask('POST', { body: visit(), headers: { Cookie: `x=1; tributary=${before.join('~')}; y=2` } })
    expect(answer.tokens).toEqual([token('a'), token('c'), expect.stringMatching(/^v1\./)])
    expect(cookie).toContain(`tributary=${answer.tokens?.join('~')};`)
  })

  test('gives up the middle where the cookie would grow over 1 KB, and answers what the cookie holds', async () => {
    const long = ['a', 'b'].map((name) => token(name.repeat(450)))
    const { answer, cookie } = await ask('POST', { body: visit(), headers: { Cookie: `tributary=${long.join('~')}` } })
    expect(answer.tokens).toEqual([long[0], expect.stringMatching(/^v1\./)])
    expect(cookie?.length).toBeLessThan(1_100)
  })

  test('is passed on with the site’s key and nothing of the visitor', async () => {
    const seen: Request[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      seen.push(new Request(input, init))
      return Response.json({ token: token('a') }, { status: 201 })
    }
    const headers = { Cookie: 'session=secret', 'User-Agent': 'Visitor/1', 'X-Forwarded-For': '192.0.2.7', Referer: `${ADDRESS}?q=1` }
    await ask('POST', { body: visit({ via: 'SWB', site: 'site_other', email: 'ada@customer.example' }), headers, fetch })
    expect(await seen[0]?.json()).toEqual({ via: 'SWB', site: app.site.key })
    expect([...(seen[0]?.headers.keys() ?? [])]).toEqual(['content-type'])
  })

  test.each([
    ['https://blog.example/tributary/touch', {}, true],
    ['http://blog.example/tributary/touch', {}, false],
    ['http://127.0.0.1:3000/tributary/touch', { 'X-Forwarded-Proto': 'https' }, true],
    ['http://127.0.0.1:3000/tributary/touch', { 'X-Forwarded-Proto': 'https, http' }, true],
    ['http://127.0.0.1:3000/tributary/touch', { 'X-Forwarded-Proto': 'http' }, false],
  ])('at %s with %o sets a secure cookie: %s', async (address, headers: Record<string, string>, isSecure) => {
    const { cookie } = await ask('POST', { body: visit(), address, headers })
    expect(cookie?.includes('Secure')).toBe(isSecure)
  })
})

describe('with httpOnly', () => {
  test('the cookie is out of every script’s sight, and the page reads its tokens by GET', async () => {
    const { cookie, answer } = await ask('POST', { body: visit(), httpOnly: true })
    expect(cookie).toMatch(/; HttpOnly$/)
    const read = await ask('GET', { httpOnly: true, headers: { Cookie: cookie?.split(';')[0] ?? '' } })
    expect(read.answer).toEqual(answer)
    expect(read.cookie).toBeNull()
  })
})

describe('consent that is withdrawn', () => {
  test.each([true, false])('takes the cookie away (httpOnly: %s)', async (httpOnly) => {
    const { answer, cookie } = await ask('DELETE', { httpOnly, headers: { Cookie: `tributary=${token('a')}` } })
    expect(answer).toEqual({ tokens: [] })
    expect(cookie).toBe(`tributary=; Path=/; Max-Age=0; SameSite=Lax; Secure${httpOnly ? '; HttpOnly' : ''}`)
  })
})

describe('nothing is changed', () => {
  test('where the parent refuses: its problem is passed on', async () => {
    const { status, answer, cookie } = await ask('POST', { body: visit({ via: 'nobody' }) })
    expect({ status, cookie, ...answer }).toMatchObject({ status: 404, cookie: null, code: 'affiliate_unknown' })
    expect(answer.detail).toBe('No affiliate has the code “nobody”.')
  })

  test.each<[string, () => Promise<Response>]>([
    ['cannot be reached', () => Promise.reject(new TypeError('offline'))],
    ['is a captive portal', async () => new Response('<html>Log in</html>')],
    ['answers something else', async () => Response.json({ token: '<script>' })],
    ['answers nothing at all', async () => Response.json(null)],
  ])('where the parent %s', async (_, fetch) => {
    const { status, answer, cookie } = await ask('POST', { body: visit(), fetch })
    expect([status, answer.code, cookie]).toEqual([503, 'unavailable', null])
  })

  test('where the parent asks to wait: for how long is passed on', async () => {
    const document = { type: '/problems#rate_limited', code: 'rate_limited', title: 'Later.', status: 429, final: false }
    const fetch = async () => Response.json(document, { status: 429, headers: { 'Retry-After': '7' } })
    const { status, headers, cookie } = await ask('POST', { body: visit(), fetch })
    expect([status, headers.get('Retry-After'), cookie]).toEqual([429, '7', null])
  })

  test.each<[string, () => BodyInit, number, string]>([
    ['is no JSON', () => 'via=SWB', 400, 'body_not_json'],
    ['is null', () => 'null', 400, 'body_not_json'],
    ['is empty', () => '', 400, 'body_not_json'],
    ['is over 4 KB', () => visit({ via: 'x'.repeat(4_096) }), 413, 'body_too_large'],
    ['is over 4 KB and tells no length', () => endless(), 413, 'body_too_large'],
    ['breaks off', () => breaking(), 400, 'body_not_json'],
  ])('where the body %s', async (_, body, status, code) => {
    const asked = await ask('POST', { body: body() })
    expect([asked.status, asked.answer.code, asked.cookie]).toEqual([status, code, null])
  })

  test('where the body was read by somebody before', async () => {
    const request = new Request(ADDRESS, { method: 'POST', body: visit(), headers: { 'Sec-Fetch-Site': 'same-origin' } })
    await request.text()
    expect((await handler()(request))?.status).toBe(400)
  })

  test('where the body or the parent takes more than five seconds', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    const asked = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(20))
    const stalling = new ReadableStream({ pull: () => new Promise(() => {}) })
    expect((await ask('POST', { body: stalling })).answer.code).toBe('body_timeout')
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
    expect((await ask('POST', { body: visit(), fetch })).answer.code).toBe('unavailable')
    expect(asked.mock.calls).toEqual([[5_000], [5_000]])
    asked.mockRestore()
  })
})

describe('a request', () => {
  test.each(['https://blog.example/', `${ADDRESS}/more`, 'https://blog.example/Tributary/touch'])('for %s is not ours', async (address) => {
    expect(await handler()(new Request(address, { method: 'POST', body: visit() }))).toBeUndefined()
  })

  test('for another path is ours where the site says so', async () => {
    const options = { path: '/api/touch', address: 'https://blog.example/api/touch?cache=no' }
    expect((await ask('GET', options)).answer).toEqual({ tokens: [] })
  })

  test('with another method is told which there are', async () => {
    const { status, headers, answer } = await ask('PUT')
    expect([status, answer.code, headers.get('Allow')]).toEqual([405, 'method_not_allowed', 'POST, GET, DELETE'])
  })

  const from = (headers: Record<string, string>) => async (method: string) => {
    const response = await handler()(new Request(ADDRESS, { method, headers, ...(method === 'POST' && { body: visit() }) }))
    return response?.status
  }
  test.each<[Record<string, string>, number]>([
    [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ 'Sec-Fetch-Site': 'none' }, 403],
    [{ Origin: 'https://evil.example' }, 403],
    [{ Origin: 'null' }, 403],
    [{ Origin: 'https://blog.example' }, 200],
    [{ Origin: 'https://www.blog.example', 'X-Forwarded-Host': 'www.blog.example' }, 200],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 200],
    [{}, 200],
  ])('with %o is answered %i', async (headers, status) => {
    expect(await Promise.all(['POST', 'GET', 'DELETE'].map(from(headers)))).toEqual([status, status, status])
  })
})

test.each([{ parent: 'shop.example' }, { site: 'YOUR_KEY' }, { path: 'touch' }])('the malformed option %o is told at once', (option) => {
  expect(() => handler(option)).toThrow(/^expected /)
})

describe('the recipe for Hono', () => {
  afterAll(() => {
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
  })

  test('keeps a visit and leaves every other path to the site', async () => {
    vi.stubEnv('TRIBUTARY_PARENT', app.origin)
    vi.stubEnv('TRIBUTARY_SITE', app.site.key)
    vi.stubGlobal('fetch', async (input: string, init: RequestInit) => app.app.request(new Request(input, init)))
    const { app: site } = await import('../../examples/server-cookie/hono.ts')
    const answer = await site.request(ADDRESS, { method: 'POST', body: visit(), headers: { 'Sec-Fetch-Site': 'same-origin' } })
    const { tokens } = (await answer.json()) as { tokens: string[] }
    expect(tokens).toHaveLength(1)
    expect(answer.headers.get('Set-Cookie')).toContain(`tributary=${tokens[0]}; Path=/`)
    expect(await (await site.request('/')).text()).toBe('<h1>A blog</h1>')
  })
})

const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000)) })
const breaking = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"via":')),
    pull: (controller) => controller.error(new Error('gone')),
  })
