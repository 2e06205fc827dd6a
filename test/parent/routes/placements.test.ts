import type { Affiliate } from '@tributary/protocol/affiliate'
import type { EndpointName } from '@tributary/protocol/endpoint'
import type { HeldPlacement, NewPlacement, PlacementsAnswer } from '@tributary/protocol/held-placement'
import { newId } from '@tributary/protocol/id'
import type { Problem } from '@tributary/protocol/problem'
import type { AddedSite } from '@tributary/protocol/site'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { addPlacement, asAffiliate } from '../../support/placement.ts'

let app: TestApp
let ownSite: AddedSite
beforeAll(async () => {
  app = await createTestApp()
  const body = { name: 'Stranger', email: 'stranger@affiliate.example', code: 'STRANGER' }
  expect(((await (await app.staff('postAffiliate', { body })).json()) as Affiliate).code).toBe('STRANGER')
  const site = { own: true, name: 'The shop’s blog', origins: ['https://blog.parent.example'] }
  ownSite = (await (await app.staff('postSite', { body: site })).json()) as AddedSite
})
afterAll(() => app.close())

const read = (ids: readonly string[], site: string = app.site.key, headers: Record<string, string> = {}) =>
  app.fetch(`${app.origin}/v1/placements?site=${site}&ids=${ids.join()}`, { headers })
const shown = async (...asked: Parameters<typeof read>) => ((await (await read(...asked)).json()) as PlacementsAnswer).placements
const problemOf = async (response: Response | Promise<Response>) => (await (await response).json()) as Problem
const changed = (name: EndpointName, id: string, more: { code?: string; body?: unknown } = {}) =>
  asAffiliate(app, name, { parameters: { id }, ...more })
const ofMugs = (more: Partial<NewPlacement> = {}): NewPlacement => ({
  ...{ site: app.site.key, name: 'Sidebar', kind: 'offer', attributes: { offer: 'mug' } },
  ...more,
})

describe('an affiliate', () => {
  test('keeps a placement, finds it in the list, changes and removes it', async () => {
    const added = await addPlacement(app, { name: 'Footer', attributes: { offer: 'mug', layout: 'row' } })
    expect(added).toEqual({
      id: expect.stringMatching(/^plc_[\w-]{21}$/),
      site: app.site.key,
      name: 'Footer',
      kind: 'offer',
      attributes: { offer: 'mug', layout: 'row' },
      label: 'Buy Enamel mug',
      href: `${app.origin}/p/${added.id}?via=${app.site.key}`,
      updatedAt: '2026-03-02T10:00:00.000Z',
    })
    app.clock.now += 60_000
    const body = { name: 'Footer', kind: 'collection', attributes: { collection: 'kitchen' } }
    const put = await changed('putOwnPlacement', added.id, { body })
    expect([put.status, await put.json()]).toEqual([
      200,
      { ...added, ...body, label: 'kitchen', updatedAt: new Date(app.clock.now).toISOString() },
    ])
    const listed = (await (await asAffiliate(app, 'listOwnPlacements')).json()) as PlacementsAnswer
    expect(listed.placements.find(({ id }) => id === added.id)).toMatchObject(body)
    const removed = (await (await changed('removeOwnPlacement', added.id)).json()) as PlacementsAnswer
    expect(removed.placements.map(({ id }) => id)).not.toContain(added.id)
    expect((await changed('removeOwnPlacement', added.id)).status).toBe(404)
  })

  test('is told by pointer what cannot be kept', async () => {
    const body = ofMugs({ attributes: { offer: 'mug', layout: 'grid', secret: 'x' } })
    const refused = await problemOf(asAffiliate(app, 'postOwnPlacement', { body }))
    expect(refused).toMatchObject({ code: 'request_invalid', status: 422 })
    expect(refused.errors).toEqual([
      { pointer: '/attributes/secret', detail: expect.stringContaining('keeps no secret') },
      { pointer: '/attributes/layout', detail: 'layout: use card, button or row.' },
    ])
  })

  test('works on its own sites only', async () => {
    const { id } = await addPlacement(app)
    const change = { name: 'Mine now', kind: 'cart', attributes: {} }
    for (const answer of [
      await changed('putOwnPlacement', id, { code: 'STRANGER', body: change }),
      await changed('removeOwnPlacement', id, { code: 'STRANGER' }),
      await app.staff('putPlacement', { parameters: { id }, body: change }),
      await app.staff('removePlacement', { parameters: { id } }),
    ])
      expect(await problemOf(answer)).toMatchObject({ code: 'placement_unknown', detail: expect.stringContaining(id) })
    expect(await problemOf(asAffiliate(app, 'postOwnPlacement', { code: 'STRANGER', body: ofMugs() }))).toMatchObject({
      code: 'site_unknown',
      errors: [{ pointer: '/site' }],
    })
    expect(await problemOf(app.staff('postPlacement', { body: ofMugs() }))).toMatchObject({ code: 'site_unknown' })
    expect(await (await asAffiliate(app, 'listOwnPlacements', { code: 'STRANGER' })).json()).toEqual({ placements: [] })
    expect(await shown([id])).toMatchObject([{ id, kind: 'offer' }])
  })

  test('is not let in without a key', async () => {
    const answer = app.app.request(`${app.origin}/v1/affiliate/placements`, { method: 'POST', body: JSON.stringify(ofMugs()) })
    expect(await problemOf(answer)).toMatchObject({ code: 'key_required' })
  })
})

describe('staff', () => {
  test('keep placements for the parent’s own sites', async () => {
    const added = (await (await app.staff('postPlacement', { body: ofMugs({ site: ownSite.key }) })).json()) as HeldPlacement
    expect(added).toMatchObject({ site: ownSite.key, label: 'Buy Enamel mug' })
    const { id } = added
    const body = { name: 'Shop', kind: 'join', attributes: { via: 'FERNWEH' } }
    expect(await (await app.staff('putPlacement', { parameters: { id }, body })).json()).toMatchObject({
      ...body,
      label: 'Become an affiliate',
      href: `${app.origin}/p/${id}?via=FERNWEH`,
    })
    expect(await (await app.staff('listPlacements')).json()).toMatchObject({ placements: [{ id }] })
    expect(await (await app.staff('removePlacement', { parameters: { id } })).json()).toEqual({ placements: [] })
  })
})

describe('a page', () => {
  test('is told what its placements show, and nothing that only their owner needs', async () => {
    const one = await addPlacement(app, { name: 'Secret campaign' })
    const { name: _, site: __, ...told } = one
    expect(await shown([one.id])).toEqual([told])
  })

  test('is told nothing of what it has not: an id of another site, one that is gone, one that is none', async () => {
    const other = await addPlacement(app, { site: app.testSite.key })
    const one = await addPlacement(app)
    expect(await shown([other.id, newId('placement'), 'nonsense', one.id])).toEqual([expect.objectContaining({ id: one.id })])
    expect(await shown([other.id, one.id], app.testSite.key)).toEqual([expect.objectContaining({ id: other.id })])
  })

  test('is answered 304 while nothing was changed, compressed where it can be, and to any origin of the site', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => addPlacement(app)))
    const ids = many.map(({ id }) => id)
    const first = await read(ids, app.site.key, { 'Accept-Encoding': 'br' })
    const etag = first.headers.get('ETag') ?? ''
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'cache-control': 'public, max-age=15',
      'content-encoding': 'br',
      'access-control-allow-origin': '*',
      vary: 'Origin, Accept-Encoding',
    })
    expect((await read(ids, app.site.key, { 'If-None-Match': etag })).status).toBe(304)
    await changed('putOwnPlacement', ids[0] ?? '', { body: { name: 'x', kind: 'cart', attributes: {} } })
    // What is answered is remembered for a second.
    await expect.poll(async () => (await read(ids, app.site.key, { 'If-None-Match': etag })).status, { timeout: 3_000 }).toBe(200)
  })

  test('of another origin is refused like everywhere', async () => {
    const url = `${app.origin}/v1/placements?site=${app.site.key}&ids=${newId('placement')}`
    const answer = await app.app.request(url, { headers: { Origin: 'https://elsewhere.example' } })
    expect(await problemOf(answer)).toMatchObject({ code: 'origin_unregistered' })
  })
})

describe('the link of a placement', () => {
  const follow = async (id: string, query = `?via=${app.site.key}`) => {
    const answer = await app.app.request(`${app.origin}/p/${id}${query}`)
    return [answer.status, answer.headers.get('Location')?.replace(app.origin, '').replace(app.site.key, 'SITE')]
  }

  test.each([
    ['offer', { offer: 'mug' }, '/o/mug?via=SITE'],
    ['offer', { offer: 'a/b c' }, '/o/a%2Fb%20c?via=SITE'],
    ['share', { offer: 'mug' }, '/o/mug?via=SITE'],
    ['share', {}, '/?via=SITE'],
    ['collection', { collection: 'kitchen & bath' }, '/?collection=kitchen%20%26%20bath&via=SITE'],
    ['collection', {}, '/?via=SITE'],
    ['cart', {}, '/?via=SITE'],
    ['status', {}, '/?via=SITE'],
    ['join', {}, '/join?via=SITE'],
    ['offer', { offer: 'mug', via: 'FERNWEH' }, '/o/mug?via=FERNWEH'],
  ] as const)('of the kind %s with %j leads to %s', async (kind, attributes, location) => {
    const { id } = await addPlacement(app, { kind, attributes })
    expect(await follow(id)).toEqual([302, location])
    expect(await follow(id, '')).toEqual([302, location])
  })

  test('keeps who is named in it, and the labels of the visit', async () => {
    const { id } = await addPlacement(app, { attributes: { offer: 'mug', via: 'FERNWEH' } })
    expect(await follow(id, '?utm_campaign=spring%20sale&via=STRANGER')).toEqual([302, '/o/mug?utm_campaign=spring+sale&via=STRANGER'])
  })

  test('counts who follows it as sent by the site', async () => {
    const { href } = await addPlacement(app)
    const [before] = await app.database.query<{ count: number }>('select count(*)::int from touches')
    const location = (await app.app.request(href)).headers.get('Location') ?? ''
    const page = await app.app.request(location)
    expect([page.status, page.headers.get('Set-Cookie')]).toEqual([200, expect.stringContaining('tributary=')])
    const [after] = await app.database.query<{ count: number }>('select count(*)::int from touches')
    expect(after?.count).toBe((before?.count ?? 0) + 1)
  })

  test.each(['plc_V1StGXR8_Z5jdHi6B-myT', 'x'.repeat(2_000), '%00'])('that nobody keeps leads to a page that says so: %s', async (id) => {
    const page = await app.app.request(`${app.origin}/p/${id}`)
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('leads nowhere any more')])
  })
})
