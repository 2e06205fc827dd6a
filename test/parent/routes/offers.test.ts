import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { OffersAnswer } from '@tributary/protocol/offer'
import { offersAnswer } from '@tributary/protocol/offer.schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const read = async (query: string): Promise<OffersAnswer> => {
  const answer: unknown = await (await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}${query}`)).json()
  return offersAnswer.parse(answer)
}
const handles = ({ offers }: OffersAnswer) => offers.map(({ handle }) => handle)

describe('offers are read', () => {
  test('by handle and by id in one request, and what is not sold is named', async () => {
    const [mug] = (await read('&ids=mug')).offers
    const answer = await read(`&ids=hoodie,${mug?.id},nothing`)
    expect(handles(answer).sort()).toEqual(['hoodie', 'mug'])
    expect(answer.unknown).toEqual(['nothing'])
  })

  test('by collection, by search text in any case, and with its wildcards taken literally', async () => {
    expect(handles(await read('&collection=kitchen'))).toEqual(['mug'])
    expect(handles(await read('&q=FJORD'))).toEqual(['hoodie'])
    expect(handles(await read('&q=%25'))).toEqual([])
    expect(handles(await read('&q=_'))).toEqual([])
  })

  test('page by page, each once, in the catalogue’s order', async () => {
    const first = await read('&limit=2')
    const second = await read(`&limit=2&cursor=${first.next}`)
    expect([handles(first), handles(second), second.next]).toEqual([['mug', 'hoodie'], ['lamp'], undefined])
  })

  test('with prices of the moment, stock only where little is left, and absolute addresses', async () => {
    const { offers } = await read('&ids=hoodie,lamp,mug')
    const variants = offers.flatMap((offer) => offer.variants)
    const bySku = (sku: string) => variants.find((variant) => variant.sku === sku)
    expect(bySku('hoodie-green-m')).toMatchObject({ amountMinor: 5_900, regularMinor: 7_900, available: true })
    expect(bySku('hoodie-blue-l')).toMatchObject({ available: false, stock: 0 })
    expect(bySku('lamp')).toMatchObject({ available: true, stock: 1 })
    expect(bySku('mug')).not.toHaveProperty('stock')
    const mug = offers.find(({ handle }) => handle === 'mug')
    expect([mug?.url, mug?.images[0]?.src]).toEqual([`${app.origin}/o/mug`, `${app.origin}/media/enamel-mug.svg`])
  })

  test('compressed to whoever takes it, by the same validator, and plain to whoever does not', async () => {
    const ask = (encoding: string) =>
      app.fetch(`${app.origin}/v1/offers?site=${app.site.key}`, { headers: { 'Accept-Encoding': encoding } })
    const plain = await ask('identity')
    const text = await plain.text()
    for (const [accepted, name, open] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ] as const) {
      const answer = await ask(accepted)
      expect([answer.headers.get('Content-Encoding'), answer.headers.get('ETag')]).toEqual([name, plain.headers.get('ETag')])
      expect(answer.headers.get('Vary')).toContain('Accept-Encoding')
      expect(open(Buffer.from(await answer.arrayBuffer())).toString()).toBe(text)
    }
    expect((await ask('gzip;q=0')).headers.get('Content-Encoding')).toBeNull()
    const few = await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}&ids=none`, { headers: { 'Accept-Encoding': 'gzip' } })
    expect(few.headers.get('Content-Encoding')).toBeNull()
  })

  test('with a validator: the same question again is answered 304', async () => {
    const url = `${app.origin}/v1/offers?site=${app.site.key}&ids=mug`
    const first = await app.fetch(url)
    const etag = first.headers.get('ETag') ?? ''
    const second = await app.fetch(url, { headers: { 'If-None-Match': etag } })
    expect([first.status, second.status, await second.text()]).toEqual([200, 304, ''])
    expect(first.headers.get('Cache-Control')).toBe('public, max-age=15, stale-while-revalidate=60')
    expect(first.headers.get('Vary')).toContain('Origin')
  })
})
