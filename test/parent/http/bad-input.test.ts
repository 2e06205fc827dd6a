import { ENDPOINTS } from '@tributary/protocol/endpoint'
import { isId, newId } from '@tributary/protocol/id'
import { isProblemCode, PROBLEMS, type Problem } from '@tributary/protocol/problem'
import { problemDocument } from '@tributary/protocol/problem.schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder } from '../../support/build.ts'
import { allRows } from '../../support/rows.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const PATHS = ['/v1/orders', '/v1/quotes', '/v1/touches']
const MOST_BYTES = 32 * 1_024

/** A body that would be accepted at this path. */
const goodBody = async (path: string): Promise<Record<string, unknown>> => {
  if (path === '/v1/orders') return { ...(await buildOrder(app)) }
  if (path === '/v1/quotes') return { site: app.site.key, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' }
  return { site: app.site.key }
}

const post = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}): Promise<Response> =>
  app.fetch(app.origin + path, { method: 'POST', body, headers, ...(body instanceof ReadableStream && { duplex: 'half' as const }) })

/** The problem of an answer that keeps all the promises: a document of the table that any page may read. */
const problemOf = async (answer: Response): Promise<Problem> => {
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
  const problem = problemDocument.parse(await answer.json()) as Problem
  expect(isProblemCode(problem.code)).toBe(true)
  expect(answer.status).toBe(PROBLEMS[problem.code].status)
  expect(answer.status).toBeLessThan(500)
  return problem
}

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values)

const streamOf = (...chunks: Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })

/** A sender that says something and then nothing more, without ending. */
const stallingStream = (beginning: string): ReadableStream<Uint8Array> =>
  new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(beginning)) })

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const withMember = (value: object, member: string): string => JSON.stringify(value).replace(/}$/, `,${member}}`)

describe.each(PATHS)('POST %s changes nothing and answers with a problem', (path) => {
  const bodies: [string, (good: Record<string, unknown>) => NonNullable<RequestInit['body']>, string, string?][] = [
    ['more than 32 KiB, with its length', (good) => JSON.stringify(good).padEnd(MOST_BYTES + 1), 'body_too_large'],
    ['100,000-deep JSON', () => nested(100_000), 'body_too_large'],
    ['JSON as deep as 32 KiB can be', () => nested(MOST_BYTES / 2), 'request_invalid', ''],
    ['JSON as deep as 32 KiB can be, never closed', () => '['.repeat(MOST_BYTES), 'body_not_json'],
    ['deep JSON in an unknown field', (good) => withMember(good, `"deep":${nested(10_000)}`), 'request_invalid', '/deep'],
    ['invalid UTF-8', () => bytes(0x22, 0xff, 0xfe, 0x22), 'body_not_json'],
    ['an overlong encoding of a slash', () => bytes(0x22, 0xc0, 0xaf, 0x22), 'body_not_json'],
    ['half of a surrogate pair in UTF-8', () => bytes(0x22, 0xed, 0xa0, 0x80, 0x22), 'body_not_json'],
    ['a byte order mark', (good) => `\uFEFF${JSON.stringify(good)}`, 'body_not_json'],
    ['UTF-16', (good) => Uint8Array.from(Buffer.from(`\uFEFF${JSON.stringify(good)}`, 'utf16le')), 'body_not_json'],
    ['no body at all', () => '', 'body_not_json'],
    ['a form', () => new URLSearchParams({ site: app.site.key }), 'body_not_json'],
    ['null', () => 'null', 'request_invalid', ''],
    ['a list', () => '[]', 'request_invalid', ''],
    ['a __proto__ key', (good) => withMember(good, '"__proto__":{"isAdmin":true}'), 'request_invalid', '/__proto__'],
    ['a __proto__ key that holds the whole', (good) => `{"__proto__":${JSON.stringify(good)}}`, 'request_invalid'],
    ['a constructor key', (good) => withMember(good, '"constructor":{"prototype":{}}'), 'request_invalid', '/constructor'],
    ['an unknown field whose name needs escaping in a pointer', (good) => withMember(good, '"a/b~c":1'), 'request_invalid', '/a~1b~0c'],
  ]
  test.each(bodies)('to %s', async (_, bodyOf, code, pointer) => {
    const before = await allRows(app.database)
    const problem = await problemOf(await post(path, bodyOf(await goodBody(path))))
    expect(problem.code).toBe(code)
    if (pointer !== undefined) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer)
    expect(await allRows(app.database)).toEqual(before)
  })

  test('to more than 32 KiB in pieces, without a length, and to a false length', async () => {
    const before = await allRows(app.database)
    const half = new TextEncoder().encode(' '.repeat(MOST_BYTES / 2 + 1))
    expect((await problemOf(await post(path, streamOf(half, half)))).code).toBe('body_too_large')
    expect((await problemOf(await post(path, '{}', { 'Content-Length': String(MOST_BYTES + 1) }))).code).toBe('body_too_large')
    expect(await allRows(app.database)).toEqual(before)
  })

  test('to a body that stalls, soon, and lets go of it', async () => {
    const before = await allRows(app.database)
    let isLetGo = false
    const beginning = JSON.stringify(await goodBody(path)).slice(0, -1)
    const stalled = stallingStream(beginning).pipeThrough(new TransformStream())
    const watched = new ReadableStream<Uint8Array>({
      start: async (controller) => {
        for await (const chunk of stalled) controller.enqueue(chunk)
      },
      cancel: () => {
        isLetGo = true
      },
    })
    const startedAt = performance.now()
    const problem = await problemOf(await post(path, watched))
    expect(problem).toMatchObject({ code: 'body_timeout', final: false })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    await expect.poll(() => isLetGo).toBe(true)
    expect(await allRows(app.database)).toEqual(before)
  })

  test('to a body whose sender goes away', async () => {
    const broken = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error('the connection was reset')) })
    expect((await problemOf(await post(path, broken))).code).toBe('body_not_json')
  })

  test('to texts that cannot be stored, wherever a text may stand', async () => {
    const before = await allRows(app.database)
    for (const [place, body] of textPlaces(await goodBody(path))) {
      for (const unstorable of ['a\u0000b', 'a\ud800b', '\udc00']) {
        const answer = await post(path, JSON.stringify(withNewId(body(unstorable))))
        expect.soft({ place, status: answer.status }, JSON.stringify(unstorable)).toEqual({ place, status: 422 })
      }
    }
    expect(await allRows(app.database)).toEqual(before)
  })

  test('nothing but that somebody is unknown, to a reference that cannot be a name', async () => {
    const before = await allRows(app.database)
    const good = await goodBody(path)
    const answer = await post(path, JSON.stringify({ ...good, via: 'a\u0000\ud800' }))
    // An order is worth more than knowing who earned it.
    expect(answer.status).toBe({ '/v1/orders': 201, '/v1/quotes': 422, '/v1/touches': 404 }[path])
    if (!answer.ok) expect(await allRows(app.database)).toEqual(before)
  })

  test('to values of another type, wherever a value may stand', async () => {
    const before = await allRows(app.database)
    for (const [place, body] of places(await goodBody(path), () => true)) {
      for (const other of [null, true, -1, Number.MAX_VALUE, 2 ** 53, [], {}, [[]], { toString: 'x' }]) {
        // An order without touches is a good one.
        if (place === '/touches' && JSON.stringify(other) === '[]') continue
        const answer = await post(path, JSON.stringify(withNewId(body(other))))
        expect.soft({ place, status: answer.status }, JSON.stringify(other)).toEqual({ place, status: 422 })
      }
    }
    expect(await allRows(app.database)).toEqual(before)
  })

  test('and takes a body of exactly 32 KiB, whatever its content type says', async () => {
    const body = JSON.stringify(await goodBody(path)).padEnd(MOST_BYTES)
    expect((await post(path, body, { 'Content-Type': 'image/png' })).ok).toBe(true)
    expect((await post(path, streamOf(new TextEncoder().encode(body)))).ok).toBe(true)
  })
})

// A repeated order id would be refused for that alone; a broken one stays as it is.
const withNewId = (body: unknown): unknown => {
  const { id } = body as { id?: unknown }
  return typeof id === 'string' && isId('order', id) ? { ...(body as object), id: newId('order') } : body
}

type Place = [pointer: string, withValue: (value: unknown) => unknown]

/** Each place of a body that holds such a value, with a copy of the body that holds another value there. */
function places(body: unknown, isWanted: (value: unknown) => boolean, pointer = ''): Place[] {
  const own: Place[] = pointer !== '' && isWanted(body) ? [[pointer, (value) => value]] : []
  if (typeof body !== 'object' || body === null) return own
  const inner = Object.entries(body).flatMap(([key, member]) =>
    places(member, isWanted, `${pointer}/${key}`).map(
      ([place, withValue]): Place => [
        place,
        (value) =>
          Array.isArray(body)
            ? body.map((one, index) => (String(index) === key ? withValue(value) : one))
            : { ...body, [key]: withValue(value) },
      ],
    ),
  )
  return [...own, ...inner]
}

/** The same for every text, those that may be left out included. */
function textPlaces(good: Record<string, unknown>): Place[] {
  const { customer } = good as { customer?: { delivery: object } }
  const whole = customer
    ? {
        ...good,
        code: 'FERNWEH',
        locale: 'en',
        customer: {
          ...customer,
          phone: '1234567',
          note: 'x',
          delivery: { ...customer.delivery, line2: 'x', region: 'x' },
          billing: { ...customer.delivery, line2: 'x', region: 'x' },
        },
      }
    : 'lines' in good
      ? { ...good, postcode: '10115', region: 'x', shipping: 'standard' }
      : { ...good, campaign: 'x', subId: 'x', path: '/', referrer: 'x' }
  return places(whole, (value) => typeof value === 'string')
}

describe('the API answers', () => {
  test('a wrong method with 405 and the methods that there are', async () => {
    for (const path of new Set(Object.values(ENDPOINTS).map((endpoint) => endpoint.path))) {
      const allowed = Object.values(ENDPOINTS).flatMap((endpoint) => (endpoint.path === path ? [endpoint.method] : []))
      const answer = await app.fetch(app.origin + path.replace(/:\w+/g, 'x'), { method: 'DELETE' })
      expect([path, answer.status, answer.headers.get('Allow')]).toEqual([path, 405, allowed.join(', ')])
      expect(((await answer.json()) as Problem).code).toBe('method_not_allowed')
    }
  })

  test.each([
    '/v1/nothing',
    '/v1/orders/',
    '/v2/offers',
    '/v1/admin/nothing',
    '/nothing',
    '/v1/%00',
    '/v1/%E0%A4%A',
    '/v1/../v1/x',
    '/v1/tributary.js%00',
  ])('an unknown path (%s) with 404', async (path) => {
    const answer = await app.fetch(app.origin + path)
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([404, 'not_found'])
  })

  test('a preflight with 204 for everybody, and none for staff', async () => {
    for (const path of PATHS) {
      const answer = await app.fetch(app.origin + path, { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'POST' } })
      expect([answer.status, await answer.text()]).toEqual([204, ''])
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
      expect(answer.headers.get('Access-Control-Allow-Headers')).toBe('Content-Type, Idempotency-Key, Tributary-Version')
      expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
    }
    const staff = await app.fetch(`${app.origin}/v1/admin/orders`, { method: 'OPTIONS' })
    expect([staff.status, staff.headers.get('Access-Control-Allow-Origin')]).toEqual([404, null])
  })
})

describe('GET /v1/offers refuses', () => {
  const queries: [string, (site: string) => string, string, string | undefined][] = [
    ['an unknown field', (site) => `?site=${site}&colour=red`, 'request_invalid', '?colour'],
    ['no site', () => '', 'request_invalid', '?site'],
    ['a malformed site', () => '?site=site_x', 'request_invalid', '?site'],
    ['an unknown site', () => `?site=${newId('site')}`, 'site_unknown', undefined],
    ['limit 0', (site) => `?site=${site}&limit=0`, 'request_invalid', '?limit'],
    ['limit 101', (site) => `?site=${site}&limit=101`, 'request_invalid', '?limit'],
    ['limit 1.5', (site) => `?site=${site}&limit=1.5`, 'request_invalid', '?limit'],
    ['a limit that is no number', (site) => `?site=${site}&limit=all`, 'request_invalid', '?limit'],
    ['a cursor that nobody made', (site) => `?site=${site}&cursor=x`, 'request_invalid', '?cursor'],
    ['a cursor beyond every number', (site) => `?site=${site}&cursor=99999999999.99999999999999999999`, 'request_invalid', '?cursor'],
    [
      '101 ids',
      (site) => `?site=${site}&ids=${Array.from({ length: 101 }, (_, index) => `id${index}`).join(',')}`,
      'request_invalid',
      '?ids',
    ],
    ['U+0000 in an id', (site) => `?site=${site}&ids=%00`, 'request_invalid', '?ids'],
    ['U+0000 in a collection', (site) => `?site=${site}&collection=%00`, 'request_invalid', '?collection'],
    ['U+0000 in a search', (site) => `?site=${site}&q=%00`, 'request_invalid', '?q'],
    ['a __proto__ parameter', (site) => `?site=${site}&__proto__=1`, 'request_invalid', '?__proto__'],
  ]
  test.each(queries)('%s', async (_, queryOf, code, pointer) => {
    const problem = await problemOf(await app.fetch(`${app.origin}/v1/offers${queryOf(app.site.key)}`))
    expect([problem.code, problem.errors?.[0]?.pointer]).toEqual([code, pointer])
  })

  test('an origin that is not registered, with the remedy', async () => {
    const headers = { Origin: 'https://elsewhere.example' }
    const problem = await problemOf(await app.app.request(`${app.origin}/v1/offers?site=${app.site.key}`, { headers }))
    expect([problem.code, problem.detail]).toEqual(['origin_unregistered', expect.stringContaining('add https://elsewhere.example')])
  })

  test('nothing that is only odd: broken percent signs, a parameter twice, an empty list', async () => {
    const queries = ['&q=%E0%A4%A', '&q=100%', '&limit=1&limit=2', '&ids=', '&ids=,,', '&cursor=0.0', `&q=${'%25'.repeat(60)}`]
    for (const query of queries) {
      expect([query, (await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}${query}`)).status]).toEqual([query, 200])
    }
  })
})

describe('addresses that cannot be, on pages and for staff', () => {
  const odd = ['%00', '%ED%A0%80', '%E0%A4%A', '%', '..%2f..%2fetc', '%F0%9F%98%80', 'constructor', '__proto__', 'x'.repeat(5_000)]
  test.each(odd)('are answered, and not with a failure: %s', async (part) => {
    const pages = [
      `/o/${part}`,
      `/o/mug?via=${part}`,
      `/embed/${part}`,
      `/embed/${app.site.key}?offer=${part}`,
      `/embed/${app.site.key}?kind=${part}&label=${part}&earns=${part}&size=${part}&preview-language=${part}`,
      `/embed/${app.site.key}/preview?kind=${part}&label=${part}&preview-language=${part}`,
      `/embed/${app.site.key}/qr.svg?offer=${part}`,
      `/order/${part}/${part}`,
      `/media/${part}`,
    ]
    const api = [`/v1/orders/${part}?secret=${part}`, `/v1/${part}`, `/v1.0.0/${part}`, `/dev/mail/${part}`]
    for (const path of [...pages, ...api]) {
      const { status } = await app.fetch(app.origin + path)
      expect.soft([path, status < 500]).toEqual([path, true])
    }
    for (const name of ['postOrigin', 'showOrder', 'confirmOrder', 'cancelOrder'] as const) {
      const parameters = { id: decoded(part), key: decoded(part) }
      const answer = await app.staff(name, { parameters, ...(name === 'postOrigin' && { body: { origin: 'https://x.example' } }) })
      const unknown = name === 'postOrigin' ? 'site_unknown' : 'order_unknown'
      expect.soft([name, ((await answer.json()) as Problem).code]).toEqual([name, part === '%00' ? 'request_invalid' : unknown])
    }
  })
})

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
