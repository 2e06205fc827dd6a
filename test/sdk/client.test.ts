import { newId } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Quote } from '@tributary/protocol/quote'
import { createClient, type PageEndpoint } from '@tributary/sdk/parts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { openPage } from './page.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const answering = (body: string, init: ResponseInit = {}) => createClient('https://parent.example/', async () => new Response(body, init))
const json = (value: unknown, init: ResponseInit = {}) => answering(JSON.stringify(value), init)

const GET_OFFERS: PageEndpoint<OffersAnswer> = { path: '/v1/offers', hallmark: 'offers' }
const POST_ORDER: PageEndpoint<OrderAnswer> = { path: '/v1/orders', hallmark: 'orderId' }
const POST_QUOTE: PageEndpoint<Quote> = { path: '/v1/quotes', hallmark: 'token' }

describe('a request', () => {
  test('has no header of its own and sends no credentials to another origin, so no browser asks for permission first', async () => {
    const { shop, sent } = openPage(app)
    await shop.quote({ country: 'DE', lines: [{ sku: 'mug', quantity: 1 }] })
    expect(sent[0]?.init).toMatchObject({ method: 'POST', keepalive: true })
    expect(sent[0]?.init.credentials ?? 'same-origin').toBe('same-origin')
    expect(sent[0]?.init.headers).toBeUndefined()
    expect(new Request('https://parent.example', { method: 'POST', body: sent[0]?.body ?? '' }).headers.get('Content-Type')).toBe(
      'text/plain;charset=UTF-8',
    )
  })

  test('goes to the same address whether or not the parent is written with a slash', async () => {
    const urls: string[] = []
    const client = createClient('https://parent.example/', async (url) => (urls.push(String(url)), new Response('{}')))
    await client.call(GET_OFFERS, { query: { site: 'site_x', cursor: undefined } })
    expect(urls).toEqual(['https://parent.example/v1/offers?site=site_x'])
  })
})

describe('an answer is not ours, and so retryable, when it', () => {
  test.each([
    ['is the page of a captive portal', answering('<html>Log in to use this network</html>')],
    ['is empty', answering('')],
    ['is JSON of somebody else', json({ hello: 'world' })],
    ['is an error of somebody else', json({ error: 'forbidden' }, { status: 403 })],
    ['is a list', json([])],
    ['is null', json(null)],
    ['names a code without being a problem of ours', json({ code: 'stock_short' }, { status: 409 })],
  ])('%s', async (_, client) => {
    const result = await client.call(GET_OFFERS, {})
    expect(result).toMatchObject({ ok: false, error: { code: 'unavailable', final: false, answered: false } })
  })

  test('does not echo the order id, even if it looks right', async () => {
    const answer = { type: '/problems#stock_short', code: 'stock_short', final: true, status: 409, title: '' }
    const result = await json(answer, { status: 409 }).call(POST_ORDER, { body: '{}', echo: { orderId: newId('order') } })
    expect(result).toMatchObject({ ok: false, error: { code: 'unavailable', answered: false } })
  })

  test('never comes', async () => {
    const client = createClient('https://parent.example', () => Promise.reject(new TypeError('Failed to fetch')))
    expect(await client.call(GET_OFFERS, {})).toMatchObject({ ok: false, error: { code: 'unavailable', answered: false } })
  })
})

describe('a problem of the parent', () => {
  test('is the failure, word for word', async () => {
    const { shop } = openPage(app, undefined, { site: newId('site') })
    const answer = await shop.offers(['mug'])
    expect(answer).toMatchObject({ ok: false, error: { code: 'site_unknown', final: true, answered: true } })
  })

  test.each(['3', 'Mon, 02 Mar 2026 10:00:09 GMT', 'soon'])(
    'says when to try again, as the parent wrote it: Retry-After %s',
    async (header) => {
      const body = { type: '/problems#rate_limited', code: 'rate_limited', final: false, status: 429, title: 'Too many requests.' }
      const result = await json(body, { status: 429, headers: { 'Retry-After': header } }).call(POST_QUOTE, { body: '{}' })
      expect(!result.ok && result.error.retryAfter).toBe(header)
    },
  )
})
