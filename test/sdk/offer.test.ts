import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { openPage } from './page.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

describe('offers', () => {
  test('that are asked for in one moment come in one request, ids sorted', async () => {
    const { shop, sent } = openPage(app)
    const [lamp, mugAndLamp] = await Promise.all([shop.offers(['lamp']), shop.offers(['mug', 'lamp'])])

    expect(sent.map(({ url }) => url.searchParams.get('ids'))).toEqual(['lamp,mug'])
    expect(lamp.ok && lamp.value.offers.map(({ handle }) => handle)).toEqual(['lamp'])
    expect(mugAndLamp.ok && mugAndLamp.value.offers.map(({ handle }) => handle)).toEqual(['mug', 'lamp'])
  })

  test('that were read are not asked for again, by handle or by id', async () => {
    const { shop, sent } = openPage(app)
    const read = await shop.offers(['mug'])
    const id = read.ok ? (read.value.offers[0]?.id ?? '') : ''
    await shop.offers([id])
    expect(sent).toHaveLength(1)
  })

  test('that came with a collection are not asked for again', async () => {
    const { shop, sent } = openPage(app)
    await shop.offers({ collection: 'kitchen' })
    expect(await shop.offers(['mug'])).toMatchObject({ ok: true, value: { offers: [{ handle: 'mug' }] } })
    expect(sent).toHaveLength(1)
  })

  test('are asked for again when they must be fresh', async () => {
    const { shop, sent } = openPage(app)
    await shop.offers(['mug'])
    await shop.offers(['mug'], { isFresh: true })
    expect(sent).toHaveLength(2)
  })

  test('beyond a hundred ids come in two requests and one answer', async () => {
    const { shop, sent } = openPage(app)
    const ids = Array.from({ length: 101 }, (_, index) => `handle-${index}`)
    const answer = await shop.offers([...ids, 'mug'])
    expect(sent.map(({ url }) => url.searchParams.get('ids')?.split(',').length)).toEqual([100, 2])
    expect(answer.ok && [answer.value.offers.length, answer.value.unknown.length]).toEqual([1, 101])
  })

  test('with a malformed name among them come all the same', async () => {
    const { shop } = openPage(app)
    const wanted = ['', 'a,b', 'x'.repeat(201)]
    const answer = await shop.offers([...wanted, 'mug'])
    expect(answer.ok && [answer.value.offers.length, answer.value.unknown]).toEqual([1, wanted])
  })

  test('of no name are none, with the facts around them', async () => {
    const answer = await openPage(app).shop.offers([])
    expect(answer).toMatchObject({ ok: true, value: { offers: [], program: { name: 'Acme' } } })
  })

  test('that could not be read are asked for again by the next who wants them', async () => {
    let isDown = true
    const { shop } = openPage(app, (_, pass) => (isDown ? Promise.reject(new TypeError('offline')) : pass()))
    const down = await shop.offers(['mug'])
    isDown = false
    const up = await shop.offers(['mug'])
    expect([down.ok, up.ok]).toEqual([false, true])
  })

  test('by search text come page by page', async () => {
    const { shop } = openPage(app)
    const first = await shop.offers({ limit: 2 })
    const next = first.ok ? first.value.next : undefined
    const second = await shop.offers({ limit: 2, cursor: next })
    expect(first.ok && first.value.offers).toHaveLength(2)
    expect(second.ok && second.value.offers).toHaveLength(1)
  })
})
