import './dom.ts'
import { type Attribute, PLACEMENTS, remedyOf } from '@tributary/protocol/placement'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { AA, type Colour, contrast, readable, textOn } from '@tributary/widget/looks/contrast'
import { placeCard } from '@tributary/widget/placement'
import { tend } from '@tributary/widget/upkeep/properties'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { clearPage, textOf, until } from './dom.ts'
import { openShop } from './shop.ts'

const rgb = (red: number, green: number, blue: number): Colour => ({ red, green, blue, alpha: 1 })
const part = fc.integer({ min: 0, max: 255 })
const colour = fc.tuple(part, part, part).map(([red, green, blue]) => rgb(red, green, blue))

describe('a colour of the page', () => {
  test.each([
    // Published examples: WebAIM's contrast checker.
    [rgb(0, 0, 0), rgb(255, 255, 255), 21],
    [rgb(119, 119, 119), rgb(255, 255, 255), 4.48],
    [rgb(0, 0, 255), rgb(255, 255, 255), 8.59],
  ])('%j on %j is %d to 1', (one, other, ratio) => expect(contrast(one, other)).toBeCloseTo(ratio, 2))

  test('stays as it is where it can be read, and can be read in any case', () => {
    expect(readable(rgb(0, 0, 255), rgb(255, 255, 255))).toEqual(rgb(0, 0, 255))
    fc.assert(
      fc.property(colour, colour, (one, surface) => {
        const corrected = readable(one, surface)
        expect(contrast(corrected, surface)).toBeGreaterThanOrEqual(AA)
        expect(contrast(textOn(corrected), corrected)).toBeGreaterThanOrEqual(AA)
      }),
    )
  })
})

describe('an attribute', () => {
  const attributes: readonly Attribute[] = PLACEMENTS.collection.attributes
  const ofName = (name: string) => attributes.find((attribute) => attribute.name === name) as Attribute

  test.each([
    ['layout', 'list'],
    ['columns', '3'],
    ['limit', '100'],
    ['filter', 'price stock'],
    ['filter', 'price, stock'],
    ['search', ''],
    ['search', 'false'],
    ['collection', ''],
  ])('%s may be “%s”', (name, value) => expect(remedyOf(ofName(name), value)).toBeUndefined())

  test.each([
    ['layout', 'row', 'use grid or list. It counts as grid.'],
    ['columns', '', 'use a whole number from 1 to 4. It counts as 4.'],
    ['columns', '2.5', 'use a whole number from 1 to 4. It counts as 4.'],
    ['filter', 'price size', '“size” is none of stock, option, price.'],
    ['search', 'yes', 'leave it empty, or leave it out.'],
  ])('%s is not “%s”', (name, value, remedy) => expect(remedyOf(ofName(name), value)).toBe(remedy))
})

describe('an offer', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
    tend('offer', TributaryOffer)
    customElements.define('tributary-offer', TributaryOffer)
  })
  afterAll(() => app.close())
  beforeEach(() => {
    clearPage()
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    return () => vi.restoreAllMocks()
  })

  async function open(handle: string, attributes: Record<string, string>): Promise<{ link: HTMLAnchorElement; element: TributaryOffer }> {
    const link = document.createElement('a')
    link.href = `https://parent.example/o/${handle}`
    for (const [name, value] of Object.entries({ offer: handle, size: 'card', ...attributes }))
      link.setAttribute(`data-tributary-${name}`, value)
    document.body.append(link)
    await placeCard(openShop(app), link, async () => undefined)
    const element = document.querySelector<TributaryOffer>('tributary-offer') as TributaryOffer
    await until(() => element.shadowRoot?.querySelector('.primary'), 'a button')
    return { link, element }
  }
  const button = (element: TributaryOffer) => element.shadowRoot?.querySelector<HTMLButtonElement>('.primary')

  test('as a button alone says what it costs where it is asked to, and who sells', async () => {
    const { element } = await open('mug', { layout: 'button', price: '' })
    expect(textOf(button(element))).toBe('Order€14.90')
    expect(element.shadowRoot?.querySelector('img')).toBeNull()
    expect(textOf(element.shadowRoot)).toContain('This site earns a commission.')
    element.removeAttribute('layout')
    await until(() => element.shadowRoot?.querySelector('.image'), 'a card')
    expect(element.looks).toEqual([])
  })

  test('as a button alone asks at the press for what must be chosen', async () => {
    const { element } = await open('hoodie', { layout: 'button', price: '' })
    expect(textOf(button(element))).toBe('OrderFrom €59.00')
    button(element)?.click()
    await until(() => textOf(element.shadowRoot).includes('Choose colour and size first.'), 'what to choose')
    const select = element.shadowRoot?.querySelector('select') as HTMLSelectElement
    select.value = 'Blue'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => !textOf(element.shadowRoot).includes('first'), 'an answer')
    expect(element.shadowRoot?.querySelectorAll('select')).toHaveLength(2)
  })

  test('as a row is the card in another style sheet', async () => {
    const { element } = await open('mug', { layout: 'row' })
    expect(element.looks).toHaveLength(1)
    expect(element.shadowRoot?.querySelector('article.card')).not.toBeNull()
  })

  test('that is shown takes on a layout and a density, each the first time that it is said, and keeps what was chosen', async () => {
    const { element } = await open('hoodie', {})
    const root = element.shadowRoot as ShadowRoot
    const size = () => root.querySelectorAll('select')[1] as HTMLSelectElement
    size().value = 'M'
    size().dispatchEvent(new Event('change'))
    const sheets = root.adoptedStyleSheets.length
    element.setAttribute('density', 'compact')
    await until(() => root.adoptedStyleSheets.length === sheets + 1, 'a denser card')
    expect(size().value).toBe('M')
    element.setAttribute('density', 'regular')
    await until(() => root.adoptedStyleSheets.length === sheets, 'a card as before')
    element.setAttribute('layout', 'button')
    await until(() => root.querySelector('.alone'), 'a button alone')
  })

  test('in a layout that there is not is a card, and its developer is told at the link', async () => {
    const { link, element } = await open('mug', { layout: 'poster' })
    expect(element.shadowRoot?.querySelector('article.card')).not.toBeNull()
    expect(link.getAttribute('data-tributary-error')).toBe('attribute_invalid')
    expect(String(vi.mocked(console.warn).mock.calls[0]?.[0])).toContain('data-tributary-layout="poster" of <a>: use card, button or row.')
  })

  test('without such attributes fetches nothing for them', async () => {
    const shop = openShop(app)
    const load = vi.spyOn(shop, 'load')
    const link = document.createElement('a')
    link.href = 'https://parent.example/o/mug'
    link.dataset['tributaryOffer'] = 'mug'
    link.dataset['tributarySize'] = 'card'
    document.body.append(link)
    await placeCard(shop, link, async () => undefined)
    await until(() => document.querySelector('tributary-offer')?.shadowRoot?.querySelector('.primary'), 'a card')
    expect(load).not.toHaveBeenCalled()
  })
})
