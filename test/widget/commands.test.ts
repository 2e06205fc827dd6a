import './dom.ts'
import { createCommands } from '@tributary/widget/commands'
import type { Shop } from '@tributary/widget/shop'
import type { Started } from '@tributary/widget/start'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addService } from '../support/deal.ts'
import { clearPage, textOf, until } from './dom.ts'
import { openShop } from './shop.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await addService(app)
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const warned = () => vi.mocked(console.warn).mock.calls.map(([text]) => String(text))
const begunAt = (shop: Shop): Started => ({
  shop,
  take: async () => undefined,
  pageChanged: () => undefined,
  unsent: async () => undefined,
})

/** The commands of a page whose cards are fetched when a command wants them. */
function open(shop: Shop = openShop(app)) {
  const begun = Promise.resolve(begunAt(shop))
  const { run } = createCommands(
    { consent: undefined, events: undefined, dataLayer: undefined },
    async () => undefined,
    () => begun,
    undefined,
  )
  return { shop, say: (...command: readonly unknown[]) => run(command) }
}
const cartOf = async (shop: Shop) => {
  const { cart } = (await shop.load('sheet')).assemblyOf(shop).counter
  return cart.lines().map(({ sku, quantity, via }) => [sku, quantity, via])
}

describe('a command', () => {
  test('adds to what is in the cart, and what is added is in the cart that is opened next', async () => {
    const { shop, say } = open()
    const added: unknown[] = []
    document.addEventListener('tributary:cart-add', (event) => added.push((event as CustomEvent).detail.sku))
    say('add', 'mug')
    say('add', 'mug', { quantity: 2 })
    say('add', 'hoodie', { sku: 'hoodie-blue-m', via: 'FERNWEH' })
    say('open')
    const sheet = await until(() => document.querySelector('tributary-sheet')?.shadowRoot, 'a sheet')
    await until(() => textOf(sheet).includes('Fjord hoodie'), 'the cart')
    expect(await cartOf(shop)).toEqual([
      ['mug', 3, undefined],
      ['hoodie-blue-m', 1, 'FERNWEH'],
    ])
    expect(added).toEqual(['mug', 'hoodie-blue-m'])
    expect(warned()).toEqual([])
  })

  test.each<[readonly unknown[], string]>([
    [['opne'], 'tributary("opne"): there is no such command; there are consent, on, texts, open, add, dataLayer.'],
    [['toString'], 'tributary("toString"): there is no such command'],
    [['consent', 'yes'], 'tributary("consent", "yes"): say true or false'],
    [['on', 'orders', () => 1], 'tributary("on", "orders", …): there is no such event; there are ready, view'],
    [['on', 'order'], 'a function comes next'],
    [['add'], 'the handle of an offer comes next'],
    [['add', 'mug', 2], 'options are an object, like { sku, quantity: 2 }.'],
    [['add', 'mug', { quantity: 0 }], 'the quantity is a whole number, from 1 to 99.'],
    [['add', 'mug', { quantity: 1e9 }], 'an order has at most 99 of one article.'],
    [['add', 'hoodie'], 'say which: { sku } is one of hoodie-blue-m'],
    [['add', 'hoodie', { sku: 'mug' }], 'say which: { sku } is one of hoodie-blue-m'],
    [['add', 'kitchen-planning'], 'is a service: it is asked for, and never in a cart.'],
    [['add', 'nothing'], '“nothing” is not sold: check the handle.'],
    [['dataLayer', 3], 'the name of an array comes next, or nothing for dataLayer.'],
  ])('%j is refused by name', async (command, remedy) => {
    const { shop, say } = open()
    // As a page keeps it for us.
    const kept = (function (..._: readonly unknown[]) {
      // biome-ignore lint/complexity/noArguments: what the line of the README keeps
      return arguments
    })(...command) as unknown as readonly unknown[]
    say(...kept)
    await until(() => warned().length, 'a warning')
    expect(warned()).toEqual([expect.stringContaining(remedy)])
    expect(warned()[0]).toContain('Tributary: command_invalid. tributary(')
    expect(await cartOf(shop)).toEqual([])
  })

  test('that adds more than an order takes is refused by name, and nothing is told of it', async () => {
    const { shop, say } = open()
    say('add', 'mug', { quantity: 98 })
    await until(() => localStorage.length, 'a cart')
    const told = vi.fn()
    document.addEventListener('tributary:cart-change', told)
    say('add', 'mug', { quantity: 2 })
    await until(() => warned().length, 'a warning')
    expect(warned()[0]).toContain('at most 99 of one article, and 98 are in the cart already: say at most 1.')
    expect(await cartOf(shop)).toEqual([['mug', 98, undefined]])
    expect(told).not.toHaveBeenCalled()
    document.removeEventListener('tributary:cart-change', told)
  })

  test('that failed keeps no other from being done', async () => {
    const { shop, say } = open()
    say('add', 'nothing')
    say('add', 'mug')
    await until(() => localStorage.length, 'a cart')
    expect(await cartOf(shop)).toEqual([['mug', 1, undefined]])
  })

  test('to hear adds handlers, and replaces none', () => {
    const { say } = open()
    const heard: string[] = []
    say('on', 'order', () => heard.push('first'))
    say('on', 'order', () => heard.push('second'))
    document.dispatchEvent(new CustomEvent('tributary:order', { detail: {} }))
    expect(heard).toEqual(['first', 'second'])
  })
})
