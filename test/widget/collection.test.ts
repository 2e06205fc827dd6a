import './dom.ts'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { TributaryCollection } from '@tributary/widget/collection/collection-element'
import { priceSteps } from '@tributary/widget/collection/collection-view'
import { place } from '@tributary/widget/collection/place-collection'
import type { Shop } from '@tributary/widget/shop'
import { tend } from '@tributary/widget/upkeep/properties'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { clearPage, textOf, until } from './dom.ts'
import { down, openShop } from './shop.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  tend('collection', TributaryCollection)
  customElements.define('tributary-offer', TributaryOffer)
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

/** A link as an affiliate pastes it. */
function paste(attributes: Record<string, string> = {}): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = 'https://parent.example/?collection=kitchen&via=FERNWEH'
  link.textContent = 'See the kitchen'
  for (const [name, value] of Object.entries({ collection: '', size: 'wide', ...attributes })) {
    link.setAttribute(`data-tributary-${name}`, value)
  }
  document.body.append(link)
  return link
}

const element = () => document.querySelector<TributaryCollection>('tributary-collection')
const titles = () =>
  [...(element()?.shadowRoot?.querySelectorAll('tributary-offer') ?? [])].map((offer) => textOf(offer.shadowRoot?.querySelector('h3')))
const said = () => textOf(element()?.shadowRoot?.querySelector('[role="status"]'))
const shows = (wanted: readonly string[]) =>
  until(() => JSON.stringify(titles()) === JSON.stringify(wanted), `${wanted} and not ${titles()}`)

async function open(attributes: Record<string, string> = {}, shop: Shop = openShop(app)): Promise<HTMLAnchorElement> {
  const link = paste(attributes)
  await place(shop, link)
  return link
}

function change(selector: string, value: string): void {
  const field = element()?.shadowRoot?.querySelector<HTMLInputElement>(selector)
  if (!field) throw new Error(`expected a field ${selector}, received ${element()?.shadowRoot?.textContent}`)
  field.value = value
  field.dispatchEvent(new Event(field.type === 'search' ? 'input' : 'change', { bubbles: true }))
}

describe('a collection', () => {
  test('shows the offers of its name as cards, in the place of its link', async () => {
    const link = await open({ collection: 'kitchen' })
    await shows(['Enamel mug'])
    expect([link.hidden, link.nextElementSibling === element(), said()]).toEqual([true, true, '1 offer. That is all.'])
    element()?.remove()
    expect(link.hidden).toBe(false)
  })

  test('asks once for the offers, whose cards ask for nothing, and carries who earns', async () => {
    const asked: string[] = []
    await open(
      { via: 'FERNWEH' },
      openShop(app, (request, pass) => (asked.push(request.path), pass())),
    )
    await shows(['Enamel mug', 'Fjord hoodie', 'Storm lamp'])
    expect(asked).toEqual(['/v1/offers'])
    expect(element()?.shadowRoot?.querySelector('tributary-offer')?.getAttribute('via')).toBe('FERNWEH')
  })

  test('comes as many at a time as its attribute says, and says how many there are', async () => {
    await open({ limit: '2' })
    await shows(['Enamel mug', 'Fjord hoodie'])
    expect(said()).toBe('2 offers')
    element()?.shadowRoot?.querySelector<HTMLButtonElement>('.foot button')?.click()
    await shows(['Enamel mug', 'Fjord hoodie', 'Storm lamp'])
    expect(said()).toBe('3 offers. That is all.')
    expect(textOf(element()?.shadowRoot?.activeElement?.querySelector('tributary-offer')?.shadowRoot?.querySelector('h3'))).toBe(
      'Storm lamp',
    )
  })

  test('is searched, sorted and narrowed down by the parent, over all of its pages', async () => {
    await open({ limit: '1', search: '', filter: 'stock option price' })
    await shows(['Enamel mug'])
    change('[type="search"]', 'fjord')
    // What was typed stays while the answer is on its way.
    expect(element()?.shadowRoot?.querySelector<HTMLInputElement>('[type="search"]')?.value).toBe('fjord')
    await shows(['Fjord hoodie'])
    change('[type="search"]', '')
    await shows(['Enamel mug'])
    change('.tool:nth-of-type(4) select', 'price-down')
    await shows(['Fjord hoodie'])
    change('.tool:nth-of-type(3) select', '4000')
    await shows(['Storm lamp'])
    change('.tool:nth-of-type(2) select', 'Size:M')
    await until(() => said() === 'Nothing fits.', 'nothing')
    element()?.shadowRoot?.querySelector<HTMLButtonElement>('.foot button')?.click()
    await shows(['Fjord hoodie'])
  })

  test('has nothing to search or narrow down unless it is asked for', async () => {
    await open()
    await shows(['Enamel mug', 'Fjord hoodie', 'Storm lamp'])
    expect(element()?.shadowRoot?.querySelector('.tools')).toBeNull()
  })

  test('shows another one when its attribute changes', async () => {
    await open({ collection: 'kitchen' })
    await shows(['Enamel mug'])
    element()?.setAttribute('collection', 'clothing')
    await shows(['Fjord hoodie'])
  })

  test('without anything in it says so', async () => {
    await open({ collection: 'garden' })
    await until(() => said() === 'There is nothing here at the moment.', 'emptiness')
  })

  test('stays a link where the parent is down, and the developer is told', async () => {
    const link = await open({}, openShop(app, down))
    await until(() => link.getAttribute('data-tributary-error') === 'unavailable', 'a complaint')
    expect([link.hidden, element()]).toEqual([false, null])
  })

  test('that loses the parent on the way keeps what it shows, and can be asked again', async () => {
    let isDown = false
    await open(
      { limit: '2' },
      openShop(app, (_, pass) => (isDown ? Promise.reject(new TypeError('offline')) : pass())),
    )
    await shows(['Enamel mug', 'Fjord hoodie'])
    isDown = true
    element()?.shadowRoot?.querySelector<HTMLButtonElement>('.foot button')?.click()
    await until(() => textOf(element()?.shadowRoot).includes('The shop cannot be reached'), 'the failure')
    isDown = false
    element()?.shadowRoot?.querySelector<HTMLButtonElement>('.foot button')?.click()
    await shows(['Enamel mug', 'Fjord hoodie', 'Storm lamp'])
  })

  test('says by name what an attribute cannot be, and goes on without it', async () => {
    const link = await open({ columns: '7', sort: 'cheap', filter: 'stock colour' })
    await shows(['Enamel mug', 'Fjord hoodie', 'Storm lamp'])
    const said = vi.mocked(console.warn).mock.calls.map(([text]) => String(text))
    expect(said).toEqual([
      'Tributary: attribute_invalid. data-tributary-columns="7" of <a>: use a whole number from 1 to 4. It counts as 4.',
      'Tributary: attribute_invalid. data-tributary-sort="cheap" of <a>: use given, price, price-down or title. It counts as given.',
      'Tributary: attribute_invalid. data-tributary-filter="stock colour" of <a>: “colour” is none of stock, option, price.',
    ])
    expect(link.getAttribute('data-tributary-error')).toBe('attribute_invalid')
  })
})

describe('limits of the price', () => {
  test.each([
    [1_490, 8_900, [2_000, 4_000, 6_000]],
    [990, 1_000, [995]],
    [500, 500, []],
    [0, 100_000, [50_000]],
  ])('between %i and %i are round: %j', (fromMinor, toMinor, steps) =>
    expect(priceSteps({ options: [], fromMinor, toMinor })).toEqual(steps),
  )
})
