import type { PlacementsAnswer } from '@tributary/protocol/held-placement'
import { newId } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import { describe, expect, test } from 'vitest'
import { type ContractPage, openContractPage, problemOf } from './contract.ts'

/** What holds of offers and prices. */
export function offersAndQuotes(page: () => ContractPage): void {
  const read = async (query: string) => (await (await page().get(`/v1/offers?site=${page().parent.site}${query}`)).json()) as OffersAnswer

  describe('placements', () => {
    const ask = async (ids: string) =>
      (await (await page().get(`/v1/placements?site=${page().parent.site}&ids=${ids}`)).json()) as PlacementsAnswer

    test('are those of the asked that the site has, with what they show', async () => {
      const { placement } = page().parent
      const { placements } = await ask(`plc_nothing,${placement},nonsense`)
      expect(placements).toMatchObject([
        { id: placement, kind: 'offer', attributes: { offer: 'mug', layout: 'row' }, label: 'Buy Enamel mug' },
      ])
      expect(new URL(placements[0]?.href ?? '').pathname).toBe(`/p/${placement}`)
    })

    test.each(['', ','])('are not asked for by no id (“%s”)', async (ids) => {
      expect((await problemOf(await page().get(`/v1/placements?site=${page().parent.site}&ids=${ids}`))).code).toBe('request_invalid')
    })
  })

  describe('offers', () => {
    test('are found by handle and by id, and what is not sold is said', async () => {
      const { offers, unknown } = await read('&ids=lamp,nothing,mug')
      expect(offers.map(({ handle }) => handle).sort()).toEqual(['lamp', 'mug'])
      expect(unknown).toEqual(['nothing'])
      expect((await read(`&ids=${offers[0]?.id}`)).offers).toEqual([offers[0]])
    })

    test('come with what a page must know of the parent', async () => {
      const { program, site } = await read('&limit=1')
      expect(program).toMatchObject({ currency: { code: 'EUR', digits: 2 }, countries: ['DE', 'AT', 'US'], taxIncluded: true })
      expect(program.sealKey.publicKey).toMatch(/^[\w-]{87}$/)
      expect(site).toEqual({ key: page().parent.site, test: false })
    })

    test('come page by page', async () => {
      const first = await read('&limit=3')
      expect(first.offers.map(({ handle }) => handle)).toEqual(['mug', 'hoodie', 'lamp'])
      const second = await read(`&limit=3&cursor=${first.next}`)
      expect(second.offers.map(({ handle }) => handle)).toEqual(['kitchen-planning'])
      expect(second.next).toBeUndefined()
    })

    test.each([
      ['&collection=kitchen', ['mug']],
      ['&collection=nothing', []],
      ['&q=BURNS', ['lamp']],
    ])('are those that %s asks for', async (query, handles) => {
      expect((await read(query)).offers.map(({ handle }) => handle)).toEqual(handles)
    })

    test('say what can be ordered, and how many are left where few are', async () => {
      const { offers } = await read('&ids=mug,hoodie,lamp')
      const variants = offers.flatMap((offer) => offer.variants.map(({ sku, available, stock }) => ({ sku, available, stock })))
      expect(variants).toEqual([
        { sku: 'mug', available: true },
        { sku: 'hoodie-blue-m', available: true },
        { sku: 'hoodie-blue-l', available: false, stock: 0 },
        { sku: 'hoodie-green-m', available: true },
        { sku: 'lamp', available: true, stock: 1 },
      ])
    })

    test('are not sent again to whoever has them', async () => {
      const address = `/v1/offers?site=${page().parent.site}&ids=mug`
      const etag = (await page().get(address)).headers.get('ETag') ?? ''
      expect(etag).toMatch(/^".+"$/)
      const again = await page().get(address, { 'If-None-Match': `"other", W/${etag}` })
      expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', etag])
      expect((await page().get(address, { 'If-None-Match': '"other"' })).status).toBe(200)
    })

    test.each([
      ['limit', '0'],
      ['cursor', 'somewhere'],
      ['strange', '1'],
    ])('are not asked for by %s=%s', async (name, value) => {
      const response = await page().get(`/v1/offers?site=${page().parent.site}&${name}=${value}`)
      expect(await problemOf(response)).toMatchObject({ code: 'request_invalid', final: true, errors: [{ pointer: `?${name}` }] })
    })
  })

  describe('a page', () => {
    test('with the key of another site is told so', async () => {
      expect(await problemOf(await page().get(`/v1/offers?site=${newId('site')}`))).toMatchObject({ code: 'site_unknown', status: 404 })
    })

    test('of an origin that is not registered is refused, and the page learns why', async () => {
      const { shop } = openContractPage(page().parent, 'https://elsewhere.example')
      const answer = await shop.offers(['mug'])
      expect(answer).toMatchObject({ ok: false, error: { code: 'origin_unregistered', final: true, answered: true } })
      expect(!answer.ok && answer.error.detail).toContain('https://elsewhere.example')
    })
  })

  describe('a quote', () => {
    test('is the price with shipping, and the tax in it', async () => {
      const quote = await page().quote({ lines: [{ sku: 'mug', quantity: 2 }], postcode: '10115' })
      expect(quote.totals).toEqual({
        ...{ subtotalMinor: 2_980, discountMinor: 0, shippingMinor: 490, taxMinor: 554, taxIncluded: true, totalMinor: 3_470 },
      })
      expect(quote.lines).toMatchObject([
        { sku: 'mug', title: 'Enamel mug', variant: '', quantity: 2, unitMinor: 1_490, totalMinor: 2_980 },
      ])
      expect(quote.shippingChoices.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
        ['standard', 490],
        ['express', 990],
      ])
      expect(Date.parse(quote.expiresAt) - Date.parse(quote.issuedAt)).toBe(30 * 60_000)
      expect(Date.parse(quote.honouredUntil) - Date.parse(quote.issuedAt)).toBe(8 * 24 * 60 * 60_000)
    })

    test('is by the way that was chosen', async () => {
      expect(await page().quote({ shipping: 'express' })).toMatchObject({ shipping: { id: 'express' }, totals: { totalMinor: 2_480 } })
    })

    test('names the variant', async () => {
      const { lines } = await page().quote({ lines: [{ sku: 'hoodie-blue-m', quantity: 1 }] })
      expect(lines[0]).toMatchObject({ title: 'Fjord hoodie', variant: 'Blue, M' })
    })

    test.each([
      ['an unknown variant', { lines: [{ sku: 'cup', quantity: 1 }] }, 'sku_unknown', '/lines/0/sku'],
      ['a variant that is sold out', { lines: [{ sku: 'hoodie-blue-l', quantity: 1 }] }, 'stock_short', '/lines/0/quantity'],
      ['more than are left', { lines: [{ sku: 'lamp', quantity: 2 }] }, 'stock_short', '/lines/0/quantity'],
      ['more than one may take', { lines: [{ sku: 'mug', quantity: 100 }] }, 'quantity_over_limit', '/lines/0/quantity'],
      ['a service', { lines: [{ sku: 'kitchen-planning', quantity: 1 }] }, 'service_not_ordered', '/lines/0/sku'],
      ['a country that is not shipped to', { country: 'FR' }, 'country_unserved', '/country'],
      ['a way of shipping that there is not', { shipping: 'pigeon' }, 'shipping_unknown', '/shipping'],
      ['a postcode of another country', { postcode: '1011' }, 'request_invalid', '/postcode'],
      ['an empty cart', { lines: [] }, 'request_invalid', '/lines'],
      ['a field that nobody knows', { price: 1 }, 'request_invalid', '/price'],
    ])('is refused for %s', async (_, more, code, pointer) => {
      const cart = { site: page().parent.site, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE', ...more }
      const problem = await problemOf(await page().post('/v1/quotes', cart))
      expect(problem).toMatchObject({ code, type: `/problems#${code}`, final: true })
      expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer])
    })

    test('says of which article too little is left', async () => {
      const answer = await page().shop.quote({ country: 'DE', lines: [{ sku: 'lamp', quantity: 2 }] })
      expect(answer).toMatchObject({ ok: false, error: { code: 'stock_short', sku: 'lamp', available: 1, answered: true } })
    })

    test.each([
      ['tenth', { discountMinor: 149, shippingMinor: 490, taxMinor: 292, totalMinor: 1_831 }, 149],
      ['SHIP-FREE', { discountMinor: 0, shippingMinor: 0, taxMinor: 238, totalMinor: 1_490 }, 490],
    ])('with the code %s takes off what that says', async (code, totals, amountMinor) => {
      const quote = await page().quote({ code })
      expect(quote.totals).toEqual({ subtotalMinor: 1_490, taxIncluded: true, ...totals })
      expect(quote.code).toMatchObject({ kind: 'discount', amountMinor })
      expect(quote.discount).toMatchObject({ amountMinor })
    })

    test('has a discount in its lines, to the last cent', async () => {
      const lines = [
        { sku: 'mug', quantity: 1 },
        { sku: 'hoodie-blue-m', quantity: 1 },
      ]
      const quote = await page().quote({ lines, code: 'FIVER' })
      expect(quote.lines.map(({ discountMinor, totalMinor }) => [discountMinor, totalMinor])).toEqual([
        [88, 1_402],
        [412, 6_488],
      ])
    })

    test.each([
      ['FERNWEH', { kind: 'affiliate' }],
      ['NOBODY', { kind: 'refused', reason: 'unknown' }],
      ['SPRING-26', { kind: 'refused', reason: 'too_early', validFrom: '2026-04-01T00:00:00.000Z' }],
      ['WINTER-25', { kind: 'refused', reason: 'expired' }],
      ['FIVER', { kind: 'refused', reason: 'below_minimum', missingMinor: 510 }],
    ])('with the code %s is the price without, and says why', async (code, answer) => {
      const quote = await page().quote({ code })
      expect(quote.code).toEqual(answer)
      expect(quote.totals.totalMinor).toBe(1_980)
      expect(quote).not.toHaveProperty('discount')
    })

    test('does not promise a use of a code that an order took', async () => {
      const first = await page().quote({ code: 'SINGLE' })
      const order = await page().order({ quote: first.token, code: 'SINGLE', expectedTotalMinor: first.totals.totalMinor })
      const response = await page().post('/v1/orders', order)
      expect(await response.json()).toMatchObject({ state: 'placed', totals: { discountMinor: 745, totalMinor: 1_235 } })
      expect((await page().quote({ code: 'SINGLE' })).code).toEqual({ kind: 'refused', reason: 'used_up' })
    })

    test('is not made of what is no JSON', async () => {
      expect(await problemOf(await page().post('/v1/quotes', '{'))).toMatchObject({ code: 'body_not_json', status: 400 })
    })
  })
}
