import './dom.ts'
import type { Offer, OffersAnswer } from '@tributary/sdk'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { placeCard } from '@tributary/widget/placement'
import { type RenderOptions, renderOffer, renderOffers } from '@tributary/widget/server'
import { texts as german } from '@tributary/widget/words/de/index'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addService } from '../support/deal.ts'
import { clearPage, textOf, until } from './dom.ts'
import { openShop } from './shop.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await addService(app)
  customElements.define('tributary-offer', TributaryOffer)
})
afterAll(() => app.close())
beforeEach(clearPage)

const options = (more: Partial<RenderOptions> = {}): RenderOptions => ({
  parent: `${app.origin}/`,
  site: app.site.key,
  fetch: ((input: string, init?: RequestInit) => app.fetch(input, init)) as typeof fetch,
  ...more,
})

async function render(references: readonly string[], more: Partial<RenderOptions> = {}): Promise<ReadonlyMap<string, string>> {
  const cards = await renderOffers(references, options(more))
  if (!cards.ok) throw new Error(`expected cards, received ${cards.error.code}`)
  return cards.value
}

/** What a browser makes of it. */
function shown(card: string): HTMLAnchorElement {
  document.body.append(document.createRange().createContextualFragment(card))
  return document.querySelector('a') as HTMLAnchorElement
}

describe('a card in a declarative shadow root', () => {
  test('is the card itself with its style, whose button leads to the hosted page', async () => {
    const html = (await render(['mug'], { shadow: true, via: 'EMBER' })).get('mug') ?? ''
    expect(html).toMatch(/^<tributary-offer offer="mug" via="EMBER" lang="en" dir="ltr"><template shadowrootmode="open"><style>:host/)
    document.body.append(document.createRange().createContextualFragment(html.replace(/<template.*?>|<.template>/g, '')))
    const button = document.querySelector('a.primary')
    expect([button?.getAttribute('href'), textOf(button)]).toEqual([`${app.origin}/o/mug?via=EMBER`, 'Order'])
    expect(document.querySelector('button')).toBeNull()
    expect(textOf(document.querySelector('article'))).toContain('Enamel mug€14.90Tax included')
  })

  test('speaks another language, and leaves what is spoken as it was', async () => {
    const html = (await render(['mug'], { shadow: true, words: german.card, locale: 'de-DE' })).get('mug') ?? ''
    expect(html).toContain('lang="de"')
    expect(html).toContain(german.card.order)
    expect((await render(['mug'], { shadow: true })).get('mug')).toContain('>Order</a>')
    // Also where it fails half-way.
    await render(['mug'], { shadow: true, words: german.card, locale: 'no_locale' }).catch(() => undefined)
    expect((await render(['mug'], { shadow: true })).get('mug')).toContain('>Order</a>')
  })

  test.each(['Mug $` onmouseover=alert(1) x=', "A $' B", 'Two $& three', 'Cash $$'])('says a title as it is: %s', async (title) => {
    const shop = await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}&ids=mug`)
    const { offers, program } = (await shop.json()) as OffersAnswer
    const html = renderOffer({ ...(offers[0] as Offer), title }, program, options({ shadow: true }))
    document.body.append(document.createRange().createContextualFragment(html.replace(/<template.*?>|<.template>/g, '')))
    expect(textOf(document.querySelector('.title'))).toBe(title)
    expect(document.querySelectorAll('tributary-offer')).toHaveLength(1)
  })
})

describe('a card as static HTML', () => {
  test('is one link with its attribution, that says what, for how much, and from whom', async () => {
    const link = shown((await render(['mug'])).get('mug') ?? '')
    expect(link.getAttribute('href')).toBe(`${app.origin}/o/mug?via=${app.site.key}`)
    expect(textOf(link)).toBe('Enamel mug €14.90 Tax included, plus shipping Order Sold and shipped by Acme. This site earns a commission.')
  })

  test('names who earns, where it is somebody else', async () => {
    const link = shown((await render(['mug'], { via: 'EMBER' })).get('mug') ?? '')
    expect([link.search, link.dataset['tributaryVia']]).toEqual(['?via=EMBER', 'EMBER'])
  })

  test('says the least price of several, and what a service costs', async () => {
    const cards = await render(['hoodie', 'kitchen-planning'])
    expect(textOf(shown(cards.get('hoodie') ?? ''))).toContain('From €59.00')
    clearPage()
    expect(textOf(shown(cards.get('kitchen-planning') ?? ''))).toContain('Ask for an offer')
  })

  test('speaks another language, with its amounts', async () => {
    const link = shown((await render(['mug'], { words: german.card, locale: 'de-DE' })).get('mug') ?? '')
    expect(textOf(link)).toMatch(/14,90\s€/)
    expect(textOf(link)).not.toContain('Order')
  })

  test('becomes the real card where the script is', async () => {
    const link = shown((await render(['mug'])).get('mug') ?? '')
    await placeCard(openShop(app), link, async () => undefined)
    await until(() => document.querySelector('tributary-offer')?.shadowRoot?.querySelector('.primary'), 'the card')
    expect(link.hidden).toBe(true)
  })

  test('leaves out what is not sold, and says as a value why nothing could be read', async () => {
    expect([...(await render(['mug', 'sledge'])).keys()]).toEqual(['mug'])
    const refused = await renderOffers(['mug'], options({ site: 'site_000000000000000000000' }))
    expect(refused).toMatchObject({ ok: false, error: { code: 'site_unknown' } })
  })

  test('has on request what search engines read, and nothing in it ends the script or becomes markup', async () => {
    const read = await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}&ids=mug`)
    const { offers, program } = (await read.json()) as {
      offers: [Parameters<typeof renderOffer>[0]]
      program: Parameters<typeof renderOffer>[1]
    }
    const title = '</script><img src=x onerror=alert(1)>'
    const card = renderOffer({ ...offers[0], title }, program, options({ structuredData: true }))
    shown(card)
    expect(document.querySelectorAll('img[onerror]')).toHaveLength(0)
    const data = JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? '')
    expect(data).toMatchObject({ '@type': 'Product', name: title, offers: { price: '14.90', priceCurrency: 'EUR' } })
  })
})
