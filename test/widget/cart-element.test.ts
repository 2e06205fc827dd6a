import './dom.ts'
import type { TributaryCart } from '@tributary/widget/cart/cart-element'
import { place } from '@tributary/widget/cart/place-cart'
import { openSheet } from '@tributary/widget/sheet/open-sheet'
import type { Shop } from '@tributary/widget/shop'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { clearPage, textOf, until } from './dom.ts'
import { openShop } from './shop.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  localStorage.clear()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const cart = () => document.querySelector<TributaryCart>('tributary-cart')
const button = () => cart()?.shadowRoot?.querySelector<HTMLButtonElement>('button') ?? undefined
const spoken = () => textOf(cart()?.shadowRoot?.querySelector('[role=status]'))
const sheet = () => document.querySelector('tributary-sheet')?.shadowRoot

function paste(shop: Shop): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = 'https://parent.example/?via=FERNWEH'
  link.dataset['tributaryCart'] = ''
  document.body.append(link)
  place(shop, link)
  return link
}

const keep = (site: string, text: string) => localStorage.setItem(`tributary.cart.${site}`, text)
const MUGS = (quantity: number) => JSON.stringify([{ sku: 'mug', quantity, offer: 'mug' }])

describe('the button of a cart', () => {
  test('stands for its link, which comes back when it goes', () => {
    const link = paste(openShop(app))
    expect([link.hidden, textOf(button())]).toEqual([true, 'Cart'])
    cart()?.remove()
    expect(link.hidden).toBe(false)
  })

  test('says how much an earlier page left, without reading it aloud', () => {
    keep(app.site.key, MUGS(12))
    paste(openShop(app))
    expect(textOf(button())).toBe('Cart12 12 articles in the cart')
    expect([textOf(cart()?.shadowRoot?.querySelector('.count')), spoken()]).toEqual(['12', ''])
  })

  test.each(['', '{', 'null', '[1,null]', '[{"quantity":"2"}]', '[{"quantity":-1}]'])('counts nothing in %j', (text) => {
    keep(app.site.key, text)
    paste(openShop(app))
    expect(cart()?.shadowRoot?.querySelector('.count')).toBeNull()
  })

  test('counts what is put in and taken out, and says so once each', async () => {
    const shop = openShop(app)
    paste(shop)
    await openSheet(shop, { sku: 'mug', quantity: 2, offer: 'mug' })
    await until(() => spoken() === '2 articles in the cart', 'two')
    sheet()?.querySelector<HTMLButtonElement>('.close')?.click()
    button()?.click()
    const remove = await until(() => sheet()?.querySelector<HTMLButtonElement>('[aria-label="Remove Enamel mug"]'), 'a cart')
    remove.click()
    await until(() => spoken() === '0 articles in the cart', 'none')
    expect(cart()?.shadowRoot?.querySelector('.count')).toBeNull()
  })

  test('hears of another tab', () => {
    paste(openShop(app))
    keep(app.site.key, MUGS(3))
    window.dispatchEvent(Object.assign(new Event('storage'), { key: `tributary.cart.${app.site.key}` }))
    expect(spoken()).toBe('3 articles in the cart')
  })

  test('opens an empty cart, too', async () => {
    paste(openShop(app))
    button()?.click()
    await until(() => textOf(sheet()).includes('Your cart is empty.'), 'an empty cart')
    expect(textOf(button())).toBe('Cart')
  })

  test('goes when the page takes its link away', () => {
    const link = paste(openShop(app))
    link.remove()
    document.dispatchEvent(new CustomEvent('tributary:cart-change', { detail: { lines: [] } }))
    expect(cart()).toBeNull()
  })

  test('listens no longer once it is gone', () => {
    paste(openShop(app))
    const gone = cart()
    gone?.remove()
    document.dispatchEvent(new CustomEvent('tributary:cart-change', { detail: { lines: [{ quantity: 4 }] } }))
    expect(textOf(gone?.shadowRoot)).toBe('Cart')
  })
})
