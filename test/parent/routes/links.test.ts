import type { Affiliate } from '@tributary/protocol/affiliate'
import type { Link } from '@tributary/protocol/link'
import { link as linkSchema } from '@tributary/protocol/link.schema'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { AddedSite } from '@tributary/protocol/site'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'

let app: TestApp
let stranger: Affiliate
beforeAll(async () => {
  app = await createTestApp()
  const body = { name: 'Stranger', email: 'stranger@affiliate.example', code: 'STRANGER' }
  stranger = (await (await app.staff('postAffiliate', { body })).json()) as Affiliate
})
afterAll(() => app.close())

const addLink = async (more: object = {}): Promise<Link> => {
  const body = { affiliate: app.affiliate.code, offer: 'mug', campaign: 'spring', subId: 'a1', ...more }
  return linkSchema.parse(await (await app.staff('postLink', { body })).json())
}
const follow = (id: string): Promise<Response> => Promise.resolve(app.app.request(`${app.origin}/l/${id}`))
const postTouch = (body: object, origin = app.pageOrigin): Promise<Response> =>
  Promise.resolve(app.app.request(`${app.origin}/v1/touches`, { method: 'POST', body: JSON.stringify(body), headers: { Origin: origin } }))
const attributionOf = async (more: object): Promise<OrderAnswer['attribution']> =>
  ((await (await postOrder(app, await buildOrder(app, more))).json()) as OrderAnswer).attribution
const lastTouch = async () =>
  (
    await app.database.query(
      'select code, campaign, sub_id as "subId", t.test from touches t join affiliates using (program_id, affiliate_id) order by touch_id desc limit 1',
    )
  )[0]

describe('a link', () => {
  test('leads to an offer’s page and says who sent the visitor', async () => {
    const { id, url, target } = await addLink()
    expect(id).toMatch(/^ZZ[0-9A-HJKMNP-TV-Z]{8}$/)
    expect([url, target]).toEqual([`${app.origin}/l/${id}`, `${app.origin}/o/mug`])
    const answer = await follow(id)
    expect([answer.status, answer.headers.get('Location')]).toEqual([302, `${app.origin}/o/mug?via=${id}`])
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  })

  test.each([
    ['https://blog.example/', 'https://blog.example/?via=ID'],
    ['https://blog.example/a?b=%20c&via=OLD&d#e', 'https://blog.example/a?b=%20c&d&via=ID#e'],
    ['https://blog.example?viable=1', 'https://blog.example/?viable=1&via=ID'],
  ])('to %s keeps the rest of its query', async (to, location) => {
    const { id } = await addLink({ offer: undefined, to })
    expect((await follow(id)).headers.get('Location')).toBe(location.replace('ID', id))
  })

  test('is found however its id is written', async () => {
    const { id } = await addLink()
    const typed = `${id.slice(0, 2).toLowerCase()}-${id.slice(2).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')}.`
    expect((await follow(typed)).headers.get('Location')).toContain(`via=${id}`)
  })

  test.each(['ZZ00000000', 'FERNWEH', '%00', 'x'.repeat(2_000), '%ED%A0%80'])('that is unknown is a page that says so: %s', async (id) => {
    const answer = await follow(id)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('Content-Type')).toContain('text/html')
  })

  test.each([
    ['two targets', { to: 'https://a.example' }, '/to'],
    ['none', { offer: undefined }, '/to'],
    ['a script as its target', { offer: undefined, to: 'javascript:alert(1)' }, '/to'],
    ['an offer that is not sold', { offer: 'gone' }, '/offer'],
    ['an affiliate that is not there', { affiliate: 'NOBODY' }, '/affiliate'],
    ['a label that is too long', { campaign: 'ä'.repeat(21) }, '/campaign'],
  ])('with %s is refused', async (_, more, pointer) => {
    const body = { affiliate: app.affiliate.code, offer: 'mug', ...more }
    const answer = await app.staff('postLink', { body })
    expect((await answer.json()) as Problem).toMatchObject({ errors: [{ pointer }] })
  })

  test('stands in the list', async () => {
    const added = await addLink({ campaign: undefined })
    const { links } = (await (await app.staff('listLinks')).json()) as { links: Link[] }
    expect(links[0]).toEqual(added)
  })
})

describe('a link’s short id works as via', () => {
  test('of a touch, with its labels unless the visit says its own', async () => {
    const { id } = await addLink()
    expect((await postTouch({ site: app.site.key, via: id.toLowerCase() })).status).toBe(201)
    expect(await lastTouch()).toEqual({ code: app.affiliate.code, campaign: 'spring', subId: 'a1', test: false })
    await postTouch({ site: app.site.key, via: id, campaign: 'winter' })
    expect(await lastTouch()).toMatchObject({ campaign: 'winter', subId: 'a1' })
  })

  test('of a placement, of the code field and of an unsigned visit', async () => {
    const { id } = await addLink()
    expect(await attributionOf({ via: id })).toMatchObject({ affiliate: app.affiliate.code, reason: 'placement' })
    expect(await attributionOf({ code: ` ${id}. ` })).toMatchObject({ affiliate: app.affiliate.code, reason: 'code' })
    expect(await attributionOf({ visit: { via: id } })).toMatchObject({ affiliate: app.affiliate.code, reason: 'unsigned_touch' })
    const { id: strangers } = await addLink({ affiliate: stranger.code })
    expect((await attributionOf({ via: strangers })).candidates[0]).toEqual({ evidence: 'placement', outcome: 'not_in_network' })
  })

  test('and a test link’s touch is marked', async () => {
    const { id } = await addLink({ test: true })
    await postTouch({ site: app.site.key, via: id })
    expect(await lastTouch()).toMatchObject({ test: true })
  })
})

describe('a site of the parent itself', () => {
  let own: AddedSite
  const shop = 'https://shop.example'
  beforeAll(async () => {
    own = (await (await app.staff('postSite', { body: { own: true, name: 'Our shop', origins: [shop] } })).json()) as AddedSite
  })
  const orderThere = async (more: object = {}): Promise<OrderAnswer> => {
    const body = JSON.stringify(await buildOrder(app, { site: own.key, ...more }))
    const answer = await app.app.request(`${app.origin}/v1/orders`, { method: 'POST', body, headers: { Origin: shop } })
    expect(answer.status).toBe(201)
    return (await answer.json()) as OrderAnswer
  }

  test('has no affiliate, in the answer and in the list', async () => {
    expect(own).not.toHaveProperty('affiliate')
    const { sites } = (await (await app.staff('listSites')).json()) as { sites: AddedSite[] }
    expect(sites.find(({ key }) => key === own.key)).toEqual(own)
  })

  test.each([
    ['both an affiliate and the parent', { affiliate: 'FERNWEH', own: true }],
    ['neither', {}],
  ])('is said whose it is: %s is refused', async (_, whose) => {
    const answer = await app.staff('postSite', { body: { ...whose, name: 'X', origins: [shop] } })
    expect((await answer.json()) as Problem).toMatchObject({ status: 422, errors: [{ pointer: '/affiliate' }] })
  })

  test('shows offers, quotes and its studio', async () => {
    const headers = { Origin: shop }
    const offers = await app.app.request(`${app.origin}/v1/offers?site=${own.key}`, { headers })
    const body = JSON.stringify({ site: own.key, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' })
    const quote = await app.app.request(`${app.origin}/v1/quotes`, { method: 'POST', body, headers })
    const snippet = await app.app.request(own.snippetUrl)
    expect([offers.status, quote.status, snippet.status]).toEqual([200, 200, 200])
    expect(await snippet.text()).toContain('a site of the shop itself')
  })

  test('takes orders: without evidence nobody is attributed them, and there is no site to fall to', async () => {
    expect((await orderThere()).attribution).toEqual({ reason: 'no_affiliate', candidates: [] })
    expect((await orderThere({ via: own.key })).attribution).toEqual({ reason: 'no_affiliate', candidates: [] })
  })

  test('lets any affiliate earn by a touch, and none by an unsigned one', async () => {
    const answer = await postTouch({ site: own.key, via: stranger.code }, shop)
    const { token } = (await answer.json()) as { token: string }
    expect((await orderThere({ touches: [token] })).attribution).toMatchObject({ affiliate: stranger.code, reason: 'touch' })
    expect((await orderThere({ visit: { via: stranger.code } })).attribution.candidates).toEqual([
      { evidence: 'unsigned_touch', outcome: 'not_in_network' },
    ])
  })

  test('refuses a touch that nobody sent, by name', async () => {
    for (const via of [undefined, own.key]) {
      expect((await (await postTouch({ site: own.key, via }, shop)).json()) as Problem).toMatchObject({
        code: 'touch_unsent',
        status: 422,
        detail: expect.stringContaining('one of the shop’s own sites'),
      })
    }
  })
})
