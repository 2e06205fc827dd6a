import './dom.ts'
import { place } from '@tributary/widget/share/place-share'
import type { TributaryShare } from '@tributary/widget/share/share-element'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { clearPage, textOf, until } from './dom.ts'
import { down, openShop } from './shop.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

async function open(attributes: Record<string, string> = {}, shop = openShop(app)): Promise<TributaryShare> {
  const link = document.createElement('a')
  link.href = 'https://parent.example/o/mug?via=FERNWEH'
  for (const [name, value] of Object.entries({ share: 'mug', size: 'button', ...attributes })) {
    link.setAttribute(`data-tributary-${name}`, value)
  }
  document.body.append(link)
  await place(shop, link)
  const element = document.querySelector<TributaryShare>('tributary-share')
  return until(() => element?.shadowRoot?.querySelector('button') && element, 'a button')
}

const press = (element: TributaryShare): void => element.shadowRoot?.querySelector('button')?.click()
const ways = (element: TributaryShare) => until(() => element.shadowRoot?.querySelector('.ways'), 'the ways to share')
const hrefs = (element: TributaryShare) =>
  [...(element.shadowRoot?.querySelectorAll<HTMLAnchorElement>('li a') ?? [])].map(({ href }) => href)

describe('sharing', () => {
  test('where the device has no way shows the link, the usual networks, and a QR code, all with who earns', async () => {
    const element = await open({ campaign: 'spring' })
    await until(() => textOf(element.shadowRoot) === 'Share', 'the button')
    press(element)
    await ways(element)
    const url = 'https://parent.example/o/mug?via=FERNWEH&via_campaign=spring'
    expect(element.shadowRoot?.querySelector('input')?.value).toBe(url)
    // In Arabic, too, one reads where it begins.
    expect(element.shadowRoot?.querySelector('input')?.dir).toBe('ltr')
    expect(element.shadowRoot?.querySelector('img')?.src).toBe('https://parent.example/o/mug/qr.svg?via=FERNWEH&via_campaign=spring')
    const links = hrefs(element)
    expect(links.map((href) => new URL(href).host || 'mail')).toEqual(['wa.me', 't.me', 'www.facebook.com', 'bsky.app', 'mail'])
    for (const href of links) expect(decodeURIComponent(href)).toContain(url)
    press(element)
    await until(() => !element.shadowRoot?.querySelector('.ways'), 'a closed one')
  })

  test('goes to the networks that the page asks for, in its order', async () => {
    const element = await open({ networks: 'mastodon x linkedin reddit', instance: 'fediverse.example' })
    press(element)
    await ways(element)
    expect(hrefs(element).map((href) => new URL(href).host)).toEqual(['fediverse.example', 'x.com', 'www.linkedin.com', 'www.reddit.com'])
  })

  test('of no offer shares the page, by whoever stands at the placement and not by whoever sent this visit', async () => {
    history.replaceState(null, '', '/post?via=OTHER&page=2')
    const element = await open({ share: '', via: 'FERNWEH' })
    press(element)
    await ways(element)
    expect(element.shadowRoot?.querySelector('input')?.value).toBe('https://blog.example/post?page=2&via=FERNWEH')
    expect(element.shadowRoot?.querySelector('img')).toBeNull()
    history.replaceState(null, '', '/post')
  })

  test('takes the device’s own way where there is one, and tells the page', async () => {
    const shared = vi.fn(async () => undefined)
    Object.assign(navigator, { share: shared })
    const told: unknown[] = []
    document.addEventListener('tributary:share', (event) => told.push((event as CustomEvent).detail), { once: true })
    const element = await open()
    await until(() => element.shadowRoot && textOf(element.shadowRoot), 'the button')
    await new Promise((resolve) => setTimeout(resolve, 50))
    press(element)
    await until(() => told.length > 0, 'the event')
    const url = 'https://parent.example/o/mug?via=FERNWEH'
    expect(shared).toHaveBeenCalledWith({ title: 'Enamel mug', url })
    expect(told).toEqual([{ by: 'device', url, offer: 'mug', outcome: expect.any(Promise) }])
    expect(await Object(told[0]).outcome).toBe('shared')
    expect(Object.isFrozen(told[0])).toBe(true)
    Reflect.deleteProperty(navigator, 'share')
  })

  test.each([
    ['cancelled', 'AbortError'],
    ['failed', 'NotAllowedError'],
  ])('tells that the device’s own way %s', async (outcome, name) => {
    Object.assign(navigator, { share: () => Promise.reject(Object.assign(new Error('no'), { name })) })
    const told = new Promise<{ outcome: Promise<string> }>((resolve) =>
      document.addEventListener('tributary:share', (event) => resolve((event as CustomEvent).detail), { once: true }),
    )
    const element = await open()
    await until(() => element.shadowRoot && textOf(element.shadowRoot), 'the button')
    await new Promise((resolve) => setTimeout(resolve, 50))
    press(element)
    expect(await (await told).outcome).toBe(outcome)
    await new Promise((resolve) => setTimeout(resolve, 20))
    // Whoever thought better of it wants no other way.
    expect(element.shadowRoot?.querySelector('input') === null).toBe(outcome === 'cancelled')
    Reflect.deleteProperty(navigator, 'share')
  })

  test('of an offer that is not sold leaves the link, and the developer is told', async () => {
    const element = await open({ share: 'sledge' })
    const link = document.querySelector('a')
    await until(() => link?.getAttribute('data-tributary-error') === 'offer_unknown', 'a complaint')
    expect([link?.hidden, element.isConnected]).toEqual([false, false])
  })

  test('works while the parent is down: a link is a link', async () => {
    const element = await open({}, openShop(app, down))
    press(element)
    await ways(element)
    expect(element.shadowRoot?.querySelector('input')?.value).toBe('https://parent.example/o/mug?via=FERNWEH')
  })
})
