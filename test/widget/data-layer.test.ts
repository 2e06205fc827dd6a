import './dom.ts'
import type { Offer } from '@tributary/sdk'
import { tellDataLayer } from '@tributary/widget/data-layer'
import { createItems } from '@tributary/widget/data-layer-items'
import type { Found, Shop } from '@tributary/widget/shop'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addService } from '../support/deal.ts'
import { clearPage, until } from './dom.ts'
import { openShop } from './shop.ts'

type Entry = { readonly event?: string; readonly ecommerce: object | null }

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await addService(app)
})
afterAll(() => app.close())
beforeEach(() => clearPage())

const layers = window as unknown as Record<string, Entry[]>
let made = 0

/** A layer of its own, told by a shop with consent as it is said. */
function listen(consent: () => boolean = () => true, shop: Shop = openShop(app)): Entry[] {
  const name = `layer${made++}`
  expect(tellDataLayer({ consent, shop: async () => shop }, name)).toBeUndefined()
  return layers[name] as Entry[]
}
const tell = (event: string, detail: object) => document.dispatchEvent(new CustomEvent(`tributary:${event}`, { detail }))
const ORDER = { state: 'placed', test: false, currency: 'EUR', subtotalMinor: 2_980, discountMinor: 300, shippingMinor: 490, taxMinor: 506 }

describe('an item', () => {
  test('of an offer with several variants is the offer, at its lowest price', async () => {
    const told = await createItems(openShop(app)).ofOffer('hoodie')
    expect(told).toMatchObject({
      currency: 'EUR',
      value: 59,
      items: [{ item_id: 'hoodie', item_name: 'Fjord hoodie', price: 59, quantity: 1 }],
    })
  })

  test('of a line is its variant', async () => {
    const told = await createItems(openShop(app)).ofLines([{ offer: 'hoodie', sku: 'hoodie-blue-m', quantity: 2 }])
    expect(told?.items).toMatchObject([{ item_id: 'hoodie-blue-m', item_variant: expect.stringContaining('Blue'), quantity: 2 }])
  })

  test.each([
    ['EUR', 2, 1_990, 19.9],
    ['JPY', 0, 1_990, 1_990],
    ['KWD', 3, 1_990, 1.99],
    ['EUR', 2, 29, 0.29],
  ])('in %s with %d digits costs of %d minor units %d', async (code, digits, amountMinor, price) => {
    const shop = openShop(app)
    const { value } = (await shop.find('mug')) as { value: Found }
    const offer = { ...value.offer, variants: [{ ...value.offer.variants[0], amountMinor }] } as Offer
    const found = { ...value, offer, program: { ...value.program, currency: { code, digits } } }
    const told = await createItems({ ...shop, find: async () => ({ ok: true, value: found }) as never }).ofOffer('mug')
    expect(told).toMatchObject({ currency: code, value: price, items: [{ price }] })
  })

  test('that is not sold is none', async () => expect(await createItems(openShop(app)).ofOffer('nothing')).toBeUndefined())
})

describe('a data layer', () => {
  test('is told of a purchase once, without shipping and after its discount, and not of tests or of what waits for an answer', async () => {
    const layer = listen()
    for (const order of [{ test: true }, { state: 'awaiting_customer' }]) tell('order', { ...ORDER, ...order, number: 'T1' })
    tell('order', { ...ORDER, number: 'A1' })
    tell('order', { ...ORDER, number: 'A1' })
    tell('order', { ...ORDER, number: 'A2' })
    await until(() => layer.length === 4, 'two purchases')
    expect(layer[1]).toEqual({
      event: 'purchase',
      ecommerce: { transaction_id: 'A1', currency: 'EUR', value: 26.8, shipping: 4.9, tax: 5.06, items: [] },
    })
    expect(localStorage.getItem('tributary.told')).toMatch(/^\["layer\d A1","layer\d A2"\]$/)
  })

  test('is told nothing while there is no consent, and keeps nothing for later', async () => {
    let isGranted = false
    const layer = listen(() => isGranted)
    tell('order', { ...ORDER, number: 'B1' })
    tell('lead', { number: 'L1', test: false })
    isGranted = true
    tell('lead', { number: 'L2', test: false })
    await until(() => layer.length > 0, 'an entry')
    expect(layer).toEqual([{ ecommerce: null }, { event: 'generate_lead' }])
    expect(localStorage.getItem('tributary.told')).toMatch(/L2/)
    expect(localStorage.getItem('tributary.told')).not.toMatch(new RegExp(`layer${made - 1} (B1|L1)`))
  })

  test('is told nothing where the browser’s owner said no to everybody', async () => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true })
    const layer = listen()
    tell('lead', { number: 'L3', test: false })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(layer).toEqual([])
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: false, configurable: true })
  })

  test('is told nothing of a site that only tests', async () => {
    const shop = openShop(app)
    const find: Shop['find'] = async (reference) => {
      const found = await shop.find(reference)
      return found.ok ? { ok: true, value: { ...found.value, site: { ...found.value.site, test: true } } } : found
    }
    const layer = listen(() => true, { ...shop, find })
    tell('cart-add', { offer: 'mug', sku: 'mug' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(layer).toEqual([])
  })

  test('is told how many were put into the cart', async () => {
    const layer = listen()
    tell('cart-change', { lines: [{ sku: 'mug', quantity: 3 }] })
    tell('cart-add', { offer: 'mug', sku: 'mug' })
    await until(() => layer.length === 2, 'an entry')
    expect(layer[1]).toMatchObject({ event: 'add_to_cart', ecommerce: { value: 44.7, items: [{ quantity: 3, price: 14.9 }] } })
  })

  test('is told of an offer that the parent keeps a placement for, and not of one in a collection', async () => {
    const layer = listen()
    for (const host of ['tributary-collection', 'tributary-placement']) {
      const placement = document.createElement(host)
      const card = document.createElement('tributary-offer')
      document.body.append(placement)
      placement.attachShadow({ mode: 'open' }).append(card)
      const offer = host === 'tributary-placement' ? 'mug' : 'lamp'
      card.dispatchEvent(new CustomEvent('tributary:view', { detail: { offer }, bubbles: true, composed: true }))
    }
    await until(() => layer.length > 0, 'an entry')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(layer.slice(1)).toEqual([{ event: 'view_item', ecommerce: expect.objectContaining({ value: 14.9 }) }])
  })

  test('that is something else is left alone, and its developer is told', () => {
    layers['taken'] = 'mine' as never
    expect(tellDataLayer({ consent: () => true, shop: async () => undefined }, 'taken')).toContain('window.taken is something else')
    expect(layers['taken']).toBe('mine')
  })
})
