import './dom.ts'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { place as placeCart } from '@tributary/widget/cart/place-cart'
import { TributaryCollection } from '@tributary/widget/collection/collection-element'
import { place as placePlacement } from '@tributary/widget/held/place-placement'
import { TributaryShare } from '@tributary/widget/share/share-element'
import { words as card } from '@tributary/widget/words/card'
import { texts as german } from '@tributary/widget/words/de/index'
import { type OwnTexts, ownTexts } from '@tributary/widget/words/own'
import { speak } from '@tributary/widget/words/spoken'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addPlacement } from '../support/placement.ts'
import { clearPage, textOf, until } from './dom.ts'
import { openShop } from './shop.ts'

const english = { ...card }

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  customElements.define('tributary-offer', TributaryOffer)
  customElements.define('tributary-share', TributaryShare)
  customElements.define('tributary-collection', TributaryCollection)
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  speak({ card: english })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const warned = () => vi.mocked(console.warn).mock.calls.map(([text]) => String(text))

function show(name: string, attributes: Readonly<Record<string, string>>): ShadowRoot {
  const element = document.createElement(name) as TributaryOffer
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  document.body.append(element)
  element.shop = openShop(app)
  return new Proxy({} as ShadowRoot, { get: (_, key) => Reflect.get(element.shadowRoot ?? document.createElement('p'), key) })
}

const reads = (root: ShadowRoot, selector: string, text: string) =>
  until(() => textOf(root.querySelector?.(selector)) === text, `“${text}” at ${selector}`)

describe('a page’s own words', () => {
  test('are on what is shown already, and on what comes', async () => {
    const first = show('tributary-offer', { offer: 'mug' })
    await reads(first, '.primary', 'Order')
    ownTexts({ card: { order: 'Get it' } })
    await reads(first, '.primary', 'Get it')
    await reads(show('tributary-offer', { offer: 'mug' }), '.primary', 'Get it')
  })

  test('may have placeholders, or be a function', () => {
    ownTexts({ card: { left: 'Only {quantity} left', valueNotIn: (value, others) => `${value}?! ${others.length}` } })
    expect([card.left(3), card.valueNotIn('Red', ['M', 'L'])]).toEqual(['Only 3 left', 'Red?! 2'])
    ownTexts({ card: { chooseFirst: 'First {options}, please' } })
    expect(card.chooseFirst(['Size', 'Colour'])).toBe('First Size, Colour, please')
  })

  test('count in their own language only', () => {
    ownTexts({ card: { order: 'Hol’s dir' } }, 'de')
    expect(card.order).toBe('Order')
    speak(german)
    ownTexts({ card: { order: 'Hol’s dir', ask: 'Frag' } }, 'de-AT')
    ownTexts({ card: { order: 'Get it' } }, 'en')
    expect([card.order, card.ask]).toEqual(['Hol’s dir', 'Frag'])
  })

  test.each<[string, unknown, string | undefined, string]>([
    ['what the law asks for', { sheet: { orderAndPay: 'Go' } }, undefined, 'sheet.orderAndPay stays as it is'],
    ['who earns', { card: { disclosure: 'No commission' } }, undefined, 'card.disclosure stays as it is'],
    ['a withdrawal', { status: { withdraw: 'No' } }, undefined, 'status.withdraw stays as it is'],
    ['a text that there is not', { card: { odrer: 'Get it' } }, undefined, 'there is no text card.odrer to be said otherwise: there are'],
    ['a part that there is not', { kard: { order: 'Get it' } }, undefined, 'there is no part kard: there are card, cart'],
    ['a part by a name that every object has', { toString: { order: 'Get it' } }, undefined, 'there is no part toString: there are card'],
    ['a part called constructor', { constructor: { order: 'Get it' } }, undefined, 'there is no part constructor: there are card'],
    ['a part called __proto__', JSON.parse('{"__proto__":{"order":"Get it"}}'), undefined, 'there is no part __proto__: there are card'],
    ['a function for a plain text', { card: { order: () => 'Get it' } }, undefined, 'card.order is a string.'],
    ['a number', { card: { left: 3 } }, undefined, 'card.left is a string with {quantity}, or a function.'],
    ['nothing', { card: { ask: ' ' } }, undefined, 'card.ask is a string.'],
    ['a placeholder that there is not', { card: { left: '{many} left' } }, undefined, 'card.left knows no {many}'],
    ['a language that there is not', { card: { order: 'Prendi' } }, 'it', '“it” is not spoken here: say one of ar, de'],
    ['no texts', 'Get it', undefined, 'say parts and their texts'],
  ])('that are %s are refused by name', (_, texts, language, remedy) => {
    const before = { ...card }
    ownTexts(texts as OwnTexts, language)
    expect(warned().join()).toContain(`Tributary: text_invalid. ${remedy}`)
    expect(card).toEqual(before)
  })

  test('that fail cost a card nothing', () => {
    const left = () => {
      throw new Error('mine')
    }
    ownTexts({ card: { left, seeAt: (() => 3) as never } })
    expect([card.left(3), card.seeAt('Acme')]).toEqual(['3', 'Acme'])
    expect(warned()).toEqual([expect.stringContaining('card.left failed (Error: mine)'), expect.stringContaining('card.seeAt gave number')])
  })

  test('are on the buttons of a cart and in a collection, where both stand', async () => {
    const link = document.createElement('a')
    link.dataset['tributaryCart'] = ''
    document.body.append(link)
    placeCart(openShop(app), link)
    const collection = show('tributary-collection', { collection: '', limit: '1' })
    await reads(collection, 'button', 'Show more')
    ownTexts({ cart: { cart: 'Basket' }, collection: { more: 'Go on' } })
    await reads(collection, 'button', 'Go on')
    await reads(document.querySelector('tributary-cart')?.shadowRoot as ShadowRoot, 'button', 'Basket')
  })

  test('are on what the parent keeps a placement for, and the parent is not asked again', async () => {
    const { id } = await addPlacement(app, {})
    const asked: string[] = []
    const element = document.createElement('tributary-placement')
    element.setAttribute('placement', id)
    document.body.append(element)
    const shop = openShop(app, (request, pass) => {
      asked.push(request.path)
      return pass()
    })
    await placePlacement(shop, element)
    const card = await until(() => element.shadowRoot?.querySelector('tributary-offer')?.shadowRoot, 'a card')
    await reads(card, '.primary', 'Order')
    const before = asked.length
    ownTexts({ card: { order: 'Get it' } })
    await reads(card, '.primary', 'Get it')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked.slice(before)).toEqual([])
  })
})

describe('elements without a script tag', () => {
  test('say sharing and collections in the language that is spoken, and own words before it', async () => {
    ownTexts({ share: { copy: 'Mine' } })
    speak(german)
    ownTexts({ share: { share: 'Weitersagen' } })
    const share = show('tributary-share', { offer: 'mug' })
    await reads(share, 'button', 'Weitersagen')
    share.querySelector('button')?.click()
    await until(() => share.querySelector('.ways'))
    expect(share.querySelector('input')?.getAttribute('aria-label')).toBe('Der Link')
    await reads(show('tributary-collection', { collection: 'none-of-this-name' }), 'p', 'Hier gibt es gerade nichts.')
  })
})
