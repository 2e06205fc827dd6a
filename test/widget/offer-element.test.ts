import './dom.ts'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { dropOrphans, placeCard } from '@tributary/widget/placement'
import { PlacementElement } from '@tributary/widget/placement-element'
import type { Shop } from '@tributary/widget/shop'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addService } from '../support/deal.ts'
import { clearPage, textOf, until, ViewObserver } from './dom.ts'
import { down, openShop } from './shop.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await addService(app)
  customElements.define('tributary-offer', TributaryOffer)
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const atOnce = async (): Promise<void> => undefined

/** A link as an affiliate pastes it. */
function paste(handle: string, attributes: Record<string, string> = { 'data-tributary-size': 'card' }): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = `https://parent.example/o/${handle}?via=FERNWEH`
  link.textContent = 'Buy it'
  link.dataset['tributaryOffer'] = handle
  for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value)
  document.body.append(link)
  return link
}

const card = () => document.querySelector<TributaryOffer>('tributary-offer')
const shown = () => until(() => card()?.shadowRoot?.querySelector('.primary') && card(), 'a card')

async function place(shop: Shop, link: HTMLAnchorElement): Promise<TributaryOffer> {
  await placeCard(shop, link, atOnce)
  return shown()
}

describe('a placement', () => {
  test('gets a card after its link, and the link is hidden as long as the card is there', async () => {
    const link = paste('mug')
    const element = await place(openShop(app), link)
    expect(link.nextElementSibling).toBe(element)
    expect(link.hidden).toBe(true)

    element.remove()
    expect(link.hidden).toBe(false)
    link.after(element)
    await until(() => link.hidden)
  })

  test('of a service becomes a card that asks for an offer', async () => {
    const element = await place(openShop(app), paste('kitchen-planning'))
    expect(textOf(element.shadowRoot?.querySelector('.primary'))).toBe('Ask for an offer')
  })

  test('carries its own attribution: the attribute before the address', async () => {
    expect((await place(openShop(app), paste('mug'))).getAttribute('via')).toBe('FERNWEH')
    clearPage()
    const link = paste('mug', { 'data-tributary-size': 'card', 'data-tributary-via': 'OTHER' })
    expect((await place(openShop(app), link)).getAttribute('via')).toBe('OTHER')
  })

  test('keeps the address of its link in the title', async () => {
    const element = await place(openShop(app), paste('mug'))
    expect(element.shadowRoot?.querySelector<HTMLAnchorElement>('h3 a')?.href).toBe('https://parent.example/o/mug?via=FERNWEH')
  })

  test('loses its card when the page takes the link away', async () => {
    const link = paste('mug')
    await place(openShop(app), link)
    link.remove()
    dropOrphans()
    expect(card()).toBeNull()
  })

  test('stays a link in view, without reserved space, until it is pressed', async () => {
    const link = paste('hoodie', {})
    vi.spyOn(link, 'getBoundingClientRect').mockReturnValue({ top: 100, bottom: 120 } as DOMRect)
    await placeCard(openShop(app), link, atOnce)
    expect([link.hidden, card()]).toEqual([false, null])

    const click = new MouseEvent('click', { bubbles: true, cancelable: true })
    link.dispatchEvent(click)
    expect(click.defaultPrevented).toBe(true)
    await shown()
    expect(link.hidden).toBe(true)
  })

  test('leaves a press with a modifier to the browser', async () => {
    const link = paste('mug', {})
    vi.spyOn(link, 'getBoundingClientRect').mockReturnValue({ top: 100, bottom: 120 } as DOMRect)
    await placeCard(openShop(app), link, atOnce)
    const click = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true })
    link.dispatchEvent(click)
    expect(click.defaultPrevented).toBe(false)
  })

  test('becomes a card as soon as it is out of view', async () => {
    const link = paste('mug', {})
    const box = vi.spyOn(link, 'getBoundingClientRect').mockReturnValue({ top: 100, bottom: 120 } as DOMRect)
    await placeCard(openShop(app), link, atOnce)
    ViewObserver.tell(link, true)
    expect(card()).toBeNull()
    box.mockReturnValue({ top: 900, bottom: 920 } as DOMRect)
    ViewObserver.tell(link, false)
    await shown()
  })
})

describe('a link stays and works, and the developer is told once, when', () => {
  test.each([
    ['the parent is down', 'mug', () => openShop(app, down), 'unavailable', 'The shop is not reachable'],
    ['the offer is not sold', 'sledge', () => openShop(app), 'offer_unknown', '“sledge” is not sold'],
    ['the site key is unknown', 'mug', () => openShop(app, undefined, 'site_000000000000000000000'), 'site_unknown', 'copy the key again'],
    ['the site key is no key', 'mug', () => openShop(app, undefined, 'site_YOUR_KEY'), 'request_invalid', 'Copy it whole from the studio'],
  ])('%s', async (_, handle, shopOf, code, remedy) => {
    const shop = shopOf()
    const links = [paste(handle), paste(handle)]
    for (const link of links) await placeCard(shop, link, atOnce)
    expect(links.map((link) => [link.hidden, link.getAttribute('data-tributary-error')])).toEqual([
      [false, code],
      [false, code],
    ])
    const said = vi.mocked(console.warn).mock.calls.map(([text]) => String(text))
    expect(said).toEqual([expect.stringContaining(remedy)])
    expect(said[0]).toContain(code)
  })

  test('the page is on an origin that is not registered', async () => {
    const shop = openShop(app)
    const real = globalThis.fetch
    globalThis.fetch = (async (input: string, init: RequestInit) =>
      app.app.request(new Request(input, { ...init, headers: { Origin: 'https://else.example' } }))) as typeof fetch
    const link = paste('mug')
    await placeCard(shop, link, atOnce)
    globalThis.fetch = real
    expect(link.getAttribute('data-tributary-error')).toBe('origin_unregistered')
    expect(String(vi.mocked(console.warn).mock.calls[0]?.[0])).toContain('add https://else.example')
  })
})

describe('an element of its own', () => {
  test('shows an offer that is named in its attribute, and the next one when that changes', async () => {
    const element = document.createElement('tributary-offer') as TributaryOffer
    element.shop = openShop(app)
    element.setAttribute('offer', 'mug')
    document.body.append(element)
    await until(() => textOf(element.shadowRoot).includes('Enamel mug'), 'the mug')
    element.setAttribute('offer', 'lamp')
    await until(() => textOf(element.shadowRoot).includes('Storm lamp'), 'the lamp')
  })

  test('finds its shop by its own attributes where there is no script tag', async () => {
    PlacementElement.shopOf = () => openShop(app)
    const element = document.createElement('tributary-offer')
    for (const [name, value] of Object.entries({ parent: app.origin, site: app.site.key, offer: 'mug' })) element.setAttribute(name, value)
    document.body.append(element)
    await until(() => textOf(element.shadowRoot).includes('Enamel mug'), 'the mug')
    PlacementElement.shopOf = undefined
  })

  test('shows a link of its own where the parent is down: never a blank box', async () => {
    const element = document.createElement('tributary-offer') as TributaryOffer
    element.setAttribute('offer', 'mug')
    element.shop = openShop(app, down)
    document.body.append(element)
    const link = await until(() => element.shadowRoot?.querySelector('a'), 'a link')
    expect(link.href).toBe(`https://parent.example/o/mug?via=${app.site.key}`)
  })
})

describe('pressing Order', () => {
  test('opens the sheet with the article and its attribution in the cart', async () => {
    const element = await place(openShop(app), paste('mug'))
    element.shadowRoot?.querySelector<HTMLButtonElement>('.primary')?.click()
    await until(() => document.querySelector('tributary-sheet'), 'the sheet')
    const [line] = JSON.parse(localStorage.getItem(`tributary.cart.${app.site.key}`) ?? '[]')
    expect(line).toMatchObject({ sku: 'mug', quantity: 1, via: 'FERNWEH' })
  })

  test('with a choice missing says which, and opens nothing', async () => {
    const element = await place(openShop(app), paste('hoodie'))
    element.shadowRoot?.querySelector<HTMLButtonElement>('.primary')?.click()
    await until(() => textOf(element.shadowRoot).includes('Choose colour and size first.'), 'the reason')
    expect(document.querySelector('tributary-sheet')).toBeNull()
  })

  test('with a choice missing goes to that one, past those that are made', async () => {
    const element = await place(openShop(app), paste('hoodie'))
    const [colour, size] = element.shadowRoot?.querySelectorAll('select') ?? []
    if (!colour) throw new Error('expected a choice of colours')
    colour.value = 'Blue'
    colour.dispatchEvent(new Event('change', { bubbles: true }))
    element.shadowRoot?.querySelector<HTMLElement>('.primary')?.click()
    await until(() => element.shadowRoot?.activeElement === size, 'the size in focus')
  })
})

describe('offers of one page', () => {
  test('come in one request, however many cards want them', async () => {
    const asked: string[] = []
    const shop = openShop(app, (request, pass) => (asked.push(request.path), pass()))
    await Promise.all(['mug', 'lamp', 'hoodie'].map((handle) => placeCard(shop, paste(handle), atOnce)))
    expect(asked).toEqual(['/v1/offers'])
  })
})
