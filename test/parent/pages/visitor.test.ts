import { readTouch } from '@tributary/parent/core/touch'
import { newId } from '@tributary/protocol/id'
import type { Link } from '@tributary/protocol/link'
import type { OrderRecord } from '@tributary/protocol/order'
import type { AttributionPolicy } from '@tributary/protocol/program'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildPolicy } from '../../support/build.ts'

const DAY = 24 * 60 * 60 * 1_000

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await app.staff('postAffiliate', { body: { name: 'Other', email: 'other@affiliate.example', code: 'PARTNER' } })
})
afterAll(() => app.close())

const open = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(app.app.request(`${app.origin}${path}`, { headers }))
const touches = () =>
  app.database.query<{ campaign: string; subId: string; path: string; referrer: string; siteId: number | null; code: string }>(
    `select code, campaign, sub_id as "subId", t.path, referrer, site_id as "siteId"
       from touches t join affiliates using (program_id, affiliate_id) order by touch_id`,
  )
const cookieOf = (answer: Response): string => (answer.headers.get('Set-Cookie') ?? '').replace(/;.*$/, '')
const tokensOf = (answer: Response): string[] => cookieOf(answer).replace('tributary=', '').split('~')
const setRule = (rule: Partial<AttributionPolicy>) =>
  app.staff('putProgram', { body: buildPolicy({ attribution: { ...buildPolicy().attribution, ...rule } }) })

/** Buys a mug by the plain form, as a browser without a script does; answers the order as staff see it. */
async function buy(headers: Record<string, string> = {}, via = ''): Promise<OrderRecord> {
  const post = async (path: string, fields: Record<string, string>) =>
    app.app.request(`${app.origin}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers })
  const filled = { via, sku: 'mug', quantity: '1', email: 'ada@customer.example', name: 'Ada', line1: 'Lindenweg 3' }
  const fields = { ...filled, postcode: '10115', city: 'Berlin', country: 'DE' }
  const review = await (await post('/o/mug', fields)).text()
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(review)?.[1] ?? ''
  const orderId = hidden('orderId')
  const placed = await post('/o/mug/order', { ...fields, orderId, quote: hidden('quote'), shipping: 'standard' })
  expect(placed.status).toBe(303)
  return (await (await app.staff('showOrder', { parameters: { id: orderId } })).json()) as OrderRecord
}

describe('a hosted page that somebody sent a visitor to', () => {
  test('records the visit and keeps its token for 400 days, without a script', async () => {
    const referrer = { Referer: 'https://news.example/a?b=secret' }
    const answer = await open('/o/mug?via=fernweh&utm_campaign=spring&via_sub=a1', referrer)
    const visit = { code: app.affiliate.code, campaign: 'spring', subId: 'a1', path: '/o/mug', referrer: 'news.example', siteId: null }
    expect((await touches()).at(-1)).toEqual(visit)
    const [token = ''] = tokensOf(answer)
    expect(answer.headers.get('Set-Cookie')).toBe(`tributary=${token}; Path=/; Max-Age=34560000; SameSite=Lax; Secure`)
    expect(answer.headers.get('Cache-Control')).toBe('private, no-cache')
    const [program] = await app.database.query<{ programId: number }>('select program_id as "programId" from programs')
    const read = readTouch(await app.parent.keyring(program?.programId ?? 0), token)
    expect(read).toMatchObject({ site: '', affiliateId: app.affiliate.id, campaign: 'spring', subId: 'a1' })
  })

  test('knows site keys, codes and links', async () => {
    const body = { affiliate: 'PARTNER', offer: 'mug', campaign: 'autumn' }
    const { id } = (await (await app.staff('postLink', { body })).json()) as Link
    for (const via of [app.site.key, 'PARTNER', id]) expect(cookieOf(await open(`/o/mug?via=${via}`))).not.toBe('')
    expect((await touches()).slice(-3).map(({ code, campaign }) => [code, campaign])).toEqual([
      [app.affiliate.code, ''],
      ['PARTNER', ''],
      ['PARTNER', 'autumn'],
    ])
  })

  test('credits whoever sent somebody days ago, once it is ordered without their name', async () => {
    const cookie = cookieOf(await open('/o/mug?via=PARTNER'))
    app.clock.now += 5 * DAY
    expect((await buy({ Cookie: cookie })).attribution).toMatchObject({ affiliate: 'PARTNER', reason: 'touch' })
    expect((await buy()).attribution).toMatchObject({ reason: 'no_affiliate' })
  })

  test('takes the name in the form for stronger evidence than the memory', async () => {
    const cookie = cookieOf(await open('/o/mug?via=PARTNER'))
    app.clock.now += DAY
    const { attribution } = await buy({ Cookie: cookie }, app.affiliate.code)
    expect(attribution).toMatchObject({ affiliate: app.affiliate.code, reason: 'placement' })
    expect(attribution.candidates).toContainEqual({ evidence: 'touch', outcome: 'superseded' })
  })

  test('keeps the first and the last two, in less than 1,000 bytes', async () => {
    let cookie = ''
    const seen: string[] = []
    for (let visit = 0; visit < 5; visit++) {
      app.clock.now += 1_000
      const answer = await open(`/o/mug?via=fernweh&via_campaign=${visit}`, { Cookie: cookie })
      cookie = cookieOf(answer)
      seen.push(tokensOf(answer).at(-1) ?? '')
    }
    expect(cookie).toBe(`tributary=${[seen[0], seen[3], seen[4]].join('~')}`)
    for (let visit = 0; visit < 4; visit++) {
      app.clock.now += 1_000
      const label = encodeURIComponent('\u0001'.repeat(39) + visit)
      cookie = cookieOf(await open(`/o/mug?via=fernweh&via_campaign=${label}&via_sub=${label}`, { Cookie: cookie }))
      expect(cookie.length).toBeLessThan(1_000 + 'tributary='.length)
      expect(cookie).not.toBe('')
    }
  })
})

describe('a hosted page records a visit and keeps nothing', () => {
  test.each([
    ['where the browser says no', { 'Sec-GPC': '1' }, {}],
    ['where the program says no', {}, { hostedCookie: 'denied' as const }],
  ])('%s', async (_, headers, rule) => {
    await setRule(rule)
    const cookie = cookieOf(await open('/o/mug?via=PARTNER', { 'Sec-GPC': '0' }))
    const before = (await touches()).length
    expect(cookieOf(await open('/o/mug?via=PARTNER', headers))).toBe('')
    expect(await touches()).toHaveLength(before + 1)
    // Nor is what lies there from earlier days read.
    const order = await buy({ ...headers, Cookie: cookie })
    expect(order.attribution.reason).toBe('no_affiliate')
    await setRule({})
  })

  test('by a test site: a test must not earn a real order later', async () => {
    const answer = await open(`/o/mug?via=${app.testSite.key}`)
    expect(cookieOf(answer)).toBe('')
    expect(await answer.text()).toContain('Test: nothing here')
  })
})

describe('it is no visit', () => {
  const cases: [string, string, Record<string, string>][] = [
    ['without a name', '/o/mug', {}],
    ['with a campaign alone', '/o/mug?utm_campaign=x', {}],
    ['of nobody known', '/o/mug?via=nobody', {}],
    ['of a site that is not there', `/o/mug?via=${newId('site')}`, {}],
    ['of a name too long', `/o/mug?via=${'F'.repeat(5_000)}`, {}],
    ['when a browser fetches ahead', '/o/mug?via=fernweh', { 'Sec-Purpose': 'prefetch' }],
    ['when a browser renders ahead', '/o/mug?via=fernweh', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['as a picture of another page', '/o/mug?via=fernweh', { 'Sec-Fetch-Dest': 'image' }],
    ['as a frame of another page', '/o/mug?via=fernweh', { 'Sec-Fetch-Dest': 'iframe' }],
  ]
  test.each(cases)('%s, and the page is shown', async (_, path, headers) => {
    const before = (await touches()).length
    const answer = await open(path, headers)
    expect([answer.status, cookieOf(answer)]).toEqual([200, ''])
    expect(await touches()).toHaveLength(before)
  })

  test('to ask for the headers only', async () => {
    const before = (await touches()).length
    await app.app.request(`${app.origin}/o/mug?via=fernweh`, { method: 'HEAD' })
    expect(await touches()).toHaveLength(before)
  })
})
