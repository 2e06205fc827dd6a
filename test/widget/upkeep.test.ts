import './dom.ts'
import { HELD_KINDS, heldAttributes } from '@tributary/protocol/held-placement'
import { newId } from '@tributary/protocol/id'
import { OFFER_SORTS } from '@tributary/protocol/offer-sort'
import { PLACEMENTS } from '@tributary/protocol/placement'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { TributaryCart } from '@tributary/widget/cart/cart-element'
import { TributaryCollection } from '@tributary/widget/collection/collection-element'
import { attributesOf, isShowable } from '@tributary/widget/held/held-attributes'
import { TributaryPlacement } from '@tributary/widget/held/held-element'
import { shopOfElement } from '@tributary/widget/page-shop'
import { TributaryShare } from '@tributary/widget/share/share-element'
import { TributaryStatus } from '@tributary/widget/status/status-element'
import { attributesFor, type KindName } from '@tributary/widget/upkeep/attribute-table'
import { tend } from '@tributary/widget/upkeep/properties'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clearPage } from './dom.ts'

const ELEMENTS = {
  offer: TributaryOffer,
  collection: TributaryCollection,
  cart: TributaryCart,
  status: TributaryStatus,
  share: TributaryShare,
  placement: TributaryPlacement,
} satisfies Partial<Record<KindName, CustomElementConstructor>>

const kinds = Object.entries(ELEMENTS) as [KindName, CustomElementConstructor & { observedAttributes: readonly string[] }][]

type Said = HTMLElement & Record<string, unknown>

beforeAll(() => {
  for (const [kind, element] of kinds) {
    tend(kind, element)
    customElements.define(`tributary-${kind}`, element)
  }
})
beforeEach(clearPage)

describe('an element follows', () => {
  test.each(kinds)('every attribute of the table: %s', (kind, { observedAttributes }) =>
    expect([...observedAttributes].sort()).toEqual(
      attributesFor(kind, 'element')
        .map(({ name }) => name)
        .sort(),
    ),
  )

  test.each(kinds)('by a property each, which is read back and taken away: %s', (kind) => {
    const element = document.createElement(`tributary-${kind}`) as Said
    for (const { name, type } of attributesFor(kind, 'element')) {
      const value = { flag: true, number: 3, text: 'some', choice: 'some', list: 'some' }[type]
      element[name] = value
      expect(element.getAttribute(name)).toBe(type === 'flag' ? '' : String(value))
      expect(element[name]).toBe(value)
      element[name] = type === 'flag' ? false : undefined
      expect(element.hasAttribute(name)).toBe(false)
      expect(element[name]).toBe(type === 'flag' ? false : undefined)
      element.setAttribute(name, 'false')
      expect(element[name]).toBe(type === 'flag' ? false : type === 'number' ? Number.NaN : 'false')
      element[name] = null
      expect(element.hasAttribute(name)).toBe(false)
    }
  })

  test('what it was given as a property of the page’s own before it was known', () => {
    const element = document.createElement('tributary-offer') as unknown as Said
    Object.defineProperty(element, 'offer', { value: 'mug', configurable: true, writable: true, enumerable: true })
    document.body.append(element)
    expect(element.getAttribute('offer')).toBe('mug')
    element['offer'] = 'hoodie'
    expect(element.getAttribute('offer')).toBe('hoodie')
  })
})

test('an element whose consent changes says for its site what counts from then on; another element that says less does not', () => {
  const [one, other] = [document.createElement('tributary-cart'), document.createElement('tributary-cart')]
  for (const element of [one, other]) {
    element.setAttribute('parent', 'https://parent.example')
    element.setAttribute('site', 'site_ofthistest')
  }
  one.setAttribute('consent', 'required')
  expect(shopOfElement(one)?.consent()).toBe('required')
  expect(shopOfElement(other)?.consent()).toBe('required')
  one.setAttribute('consent', 'granted')
  expect(shopOfElement(one)?.consent()).toBe('granted')
  expect(shopOfElement(other)?.consent()).toBe('granted')
  one.setAttribute('consent', 'denied')
  expect(shopOfElement(one)?.consent()).toBe('denied')
  expect(shopOfElement(document.createElement('div'))).toBeUndefined()
})

describe('what is said twice for the sake of small files is the same:', () => {
  test('in which order a collection comes', () =>
    expect(PLACEMENTS.collection.attributes.find(({ name }) => name === 'sort')).toMatchObject({ values: OFFER_SORTS }))

  test.each(HELD_KINDS)('what the parent keeps of %s', (kind) => {
    const attributes = Object.fromEntries(heldAttributes(kind).map(({ name }) => [name, 'kept']))
    const kept = { id: newId('placement'), kind, label: '', attributes: { ...attributes, onclick: 'no', secret: 'no' } }
    expect(isShowable(kept)).toBe(true)
    expect(attributesOf(kept, document.createElement('div'))).toEqual(attributes)
  })
})
