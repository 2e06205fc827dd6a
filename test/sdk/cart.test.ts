import { newId } from '@tributary/protocol/id'
import { createTributary } from '@tributary/sdk'
import { readCart } from '@tributary/sdk/parts'
import { describe, expect, test, vi } from 'vitest'
import { brokenStorage, memoryStorage } from './page.ts'

const site = newId('site')
const mug = { sku: 'mug', quantity: 2, offer: 'off_mug' }
const lamp = { sku: 'lamp', quantity: 1, offer: 'off_lamp', via: 'FERNWEH' }
const shopWith = (storage = memoryStorage(), key: string = site) =>
  createTributary({ parent: 'https://parent.example', site: key, storage })

describe('a cart', () => {
  test('is there again on the next page', () => {
    const storage = memoryStorage()
    shopWith(storage).cart.set(mug)
    expect(shopWith(storage).cart.lines()).toEqual([mug])
  })

  test('is kept apart from the cart of another site', () => {
    const storage = memoryStorage()
    shopWith(storage).cart.set(mug)
    expect(shopWith(storage, newId('site')).cart.lines()).toEqual([])
  })

  test('takes a quantity in place of the former one, and keeps its order', () => {
    const { cart } = shopWith()
    cart.set(mug)
    cart.set(lamp)
    cart.set({ ...mug, quantity: 5 })
    expect(cart.lines()).toEqual([{ ...mug, quantity: 5 }, lamp])
  })

  test('loses a line whose quantity is 0', () => {
    const { cart } = shopWith()
    cart.set(mug)
    cart.set({ ...mug, quantity: 0 })
    expect(cart.lines()).toEqual([])
  })

  test('tells each change, until nobody listens', () => {
    const shop = shopWith()
    const heard = vi.fn()
    const off = shop.on('cart', heard)
    shop.cart.set(mug)
    shop.cart.clear()
    off()
    shop.cart.set(lamp)
    expect(heard.mock.calls).toEqual([[[mug]], [[]]])
  })

  test('lives in memory where storage throws', () => {
    const { cart } = shopWith(brokenStorage)
    cart.set(mug)
    cart.set(lamp)
    expect(cart.lines()).toEqual([mug, lamp])
  })

  test('lives in memory once storage is full', () => {
    const storage = { getItem: () => null, setItem: brokenStorage.setItem }
    const { cart } = shopWith(storage)
    cart.set(mug)
    expect(cart.lines()).toEqual([mug])
  })
})

describe('a stored cart', () => {
  test.each([
    ['nothing', null, []],
    ['no JSON', '{', []],
    ['no list', '{"sku":"mug"}', []],
    ['a line without offer', '[{"sku":"mug","quantity":1}]', []],
    ['a line of none', JSON.stringify([{ ...mug, quantity: 0 }]), []],
    ['half a piece', JSON.stringify([{ ...mug, quantity: 1.5 }]), []],
    ['a number as text', JSON.stringify([{ ...mug, quantity: '1' }]), []],
    ['null and a good line', JSON.stringify([null, mug]), [mug]],
    ['a sku of 201 characters', JSON.stringify([{ ...mug, sku: 'x'.repeat(201) }]), []],
  ])('of %s reads as its good lines', (_, stored, lines) => expect(readCart(stored)).toEqual(lines))
})
