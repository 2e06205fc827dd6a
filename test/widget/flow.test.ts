import './dom.ts'
import { openSheet } from '@tributary/widget/sheet/open-sheet'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCatalogue, buildOrder, postOrder } from '../support/build.ts'
import { turnUntil } from '../support/clock.ts'
import { clearPage, textOf, until } from './dom.ts'
import { down, type Network, openShop } from './shop.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())
beforeEach(clearPage)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ADA = { email: 'ada@customer.example', country: 'DE', name: 'Ada Muster', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin' }

const root = () => document.querySelector('tributary-sheet')?.shadowRoot
const text = () => textOf(root())
const button = (name: string | RegExp) => {
  const fits = (label: string) => (typeof name === 'string' ? label === name : name.test(label))
  return [...(root()?.querySelectorAll<HTMLButtonElement>('button') ?? [])].find((one) => fits(textOf(one)))
}
const press = async (name: string | RegExp) => (await until(() => button(name), `a button ${name}`)).click()
const says = (part: string) => until(() => text().includes(part), `“${part}”`)

function fill(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = root()?.querySelector<HTMLInputElement>(`[name=${name}]`)
    if (!field) throw new Error(`expected a field ${name}, received none`)
    field.value = value
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

/** A shop with the sheet open for this article. */
async function open(sku = 'mug', network?: Network) {
  const shop = openShop(app, network)
  const found = await shop.find(sku)
  if (!found.ok || !found.value.offer) throw new Error('expected the offer')
  await openSheet(shop, { sku, quantity: 1, offer: found.value.offer.id })
  return shop
}

async function review(sku?: string, network?: Network) {
  const shop = await open(sku, network)
  fill(ADA)
  await press('Review your order')
  await says('Order and pay')
  return shop
}

const ordersOf = async () =>
  ((await (await app.staff('listOrders', { query: '?limit=200' })).json()) as { orders: { number: string }[] }).orders.length
const isOrder = ({ path, method }: { path: string; method: string }) => path === '/v1/orders' && method === 'POST'

describe('the order sheet', () => {
  test('takes an order from the form to the receipt', async () => {
    await review()
    await press('Order and pay €19.80')
    await says('Acme has your order.')
    expect(text()).toMatch(/Order number[0-9A-Z]{8}€19\.80/)
    expect(text()).toContain('A confirmation is on its way to ada@customer.example.')
    await press('Back to the page')
    expect(root()).toBeUndefined()
  })

  test('makes one order of two presses', async () => {
    const before = await ordersOf()
    await review()
    const last = button(/Order and pay/)
    last?.click()
    last?.click()
    await says('has your order')
    expect(await ordersOf()).toBe(before + 1)
  })

  test('keeps what was typed when it is closed and opened again', async () => {
    const shop = await open()
    fill({ ...ADA, city: 'Potsdam' })
    root()?.querySelector<HTMLButtonElement>('.close')?.click()
    expect(root()).toBeUndefined()
    await openSheet(shop, { sku: 'mug', quantity: 2, offer: 'mug' })
    expect(root()?.querySelector<HTMLInputElement>('[name=city]')?.value).toBe('Potsdam')
  })

  test('counts nothing down that was counted in the cart, when its card is pressed again', async () => {
    const shop = await open()
    await press('Change the cart')
    const more = await until(() => root()?.querySelector<HTMLButtonElement>('.stepper button:last-child'), 'a stepper')
    more.click()
    root()?.querySelector<HTMLButtonElement>('.close')?.click()
    await openSheet(shop, { sku: 'mug', quantity: 1, offer: 'mug' })
    await says('2 × Enamel mug')
  })

  test('opens at the cart where nothing is put into it, and what is taken out can be put back', async () => {
    const shop = await open()
    root()?.querySelector<HTMLButtonElement>('.close')?.click()
    await openSheet(shop)
    expect(root()?.querySelector('form')?.dataset['state']).toBe('cart')
    await press('Remove')
    await says('Removed: Enamel mug')
    expect(text()).toContain('Your cart is empty.')
    expect(root()?.activeElement?.textContent).toBe('Undo')
    await press('Undo')
    await says('€14.90')
    expect(text()).not.toContain('Removed')
  })

  test('tells the page once that an article was put into the cart', async () => {
    const told: unknown[] = []
    const listen = (event: Event) => told.push((event as CustomEvent).detail)
    document.addEventListener('tributary:cart-add', listen)
    const shop = await open('lamp')
    root()?.querySelector<HTMLButtonElement>('.close')?.click()
    await openSheet(shop, { sku: 'lamp', quantity: 1, offer: 'lamp' })
    document.removeEventListener('tributary:cart-add', listen)
    expect(told).toEqual([{ offer: expect.stringMatching(/^off_/), sku: 'lamp' }])
  })

  test('takes off what a code says, in the price that is ordered by', async () => {
    await app.staff('postDiscount', { body: { code: 'WELCOME', title: '10 % off', kind: 'percent', basisPoints: 1_000 } })
    await open()
    fill({ ...ADA, code: ' welcome ' })
    await press('Review your order')
    await says('10 % off: your code takes off €1.49.')
    expect(text()).toMatch(/Subtotal€14\.90Discount-€1\.49Shipping€4\.90/)
    await press('Order and pay €18.31')
    await says('Acme has your order.')
  })

  test('says why a code takes nothing off, and orders without it', async () => {
    await open()
    fill({ ...ADA, code: 'NOBODY' })
    await press('Review your order')
    await says('This code is not known here. The price is without it.')
    await press('Order and pay €19.80')
    await says('Acme has your order.')
  })

  test('sends nothing whose end it could not tell, and keeps what was typed', async () => {
    const before = await ordersOf()
    const shop = await open()
    const { load } = shop
    // Resolved by one press, not by another.
    let isThere = false
    Object.assign(shop, { load: (name: 'later') => (isThere ? load(name) : Promise.reject(new Error('offline'))) })
    fill(ADA)
    await press('Review your order')
    await press(/Order and pay/)
    await says('Acme cannot be reached at the moment.')
    expect([await ordersOf(), root()?.querySelector<HTMLInputElement>('[name=city]')?.value]).toEqual([before, 'Berlin'])
    isThere = true
    await press('Try again')
    await press(/Order and pay/)
    await says('Acme has your order.')
  })

  test('tells the page of what happens, and of no person', async () => {
    const told: [string, unknown][] = []
    const names = ['open', 'cart-change', 'before-order', 'order', 'order-failed']
    const listen = (event: Event) => told.push([event.type.replace('tributary:', ''), (event as CustomEvent).detail])
    for (const name of names) document.addEventListener(`tributary:${name}`, listen)
    await review()
    await press(/Order and pay/)
    await says('has your order')
    for (const name of names) document.removeEventListener(`tributary:${name}`, listen)
    const lines = [{ sku: 'mug', quantity: 1 }]
    const amount = { currency: 'EUR', totalMinor: 1_980 }
    const sums = { subtotalMinor: 1_490, discountMinor: 0, shippingMinor: 490, taxMinor: expect.any(Number), taxIncluded: true }
    expect(told).toEqual([
      ['cart-change', { lines }],
      ['open', { sheet: 'order', offer: expect.stringMatching(/^off_/), outcome: expect.any(Promise) }],
      ['before-order', { lines, ...amount, outcome: expect.any(Promise) }],
      ['cart-change', { lines: [] }],
      ['order', { ...amount, ...sums, number: expect.stringMatching(/^[0-9A-Z]{8}$/), state: 'placed', test: false }],
    ])
    const [, [, opened] = [], [, asked] = []] = told
    expect(await Object(asked).outcome).toBe('placed')
    await press('Back to the page')
    expect(await Object(opened).outcome).toBe('placed')
    expect(told.every(([, detail]) => Object.isFrozen(detail))).toBe(true)
    expect(JSON.stringify(told)).not.toMatch(/Ada|customer\.example|Lindenweg/)
  })

  test('places nothing that a listener of the page keeps from being placed', async () => {
    const before = await ordersOf()
    await review()
    document.addEventListener('tributary:before-order', (event) => event.preventDefault(), { once: true })
    button(/Order and pay/)?.click()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([await ordersOf(), textOf(button(/Order and pay/))]).toEqual([before, 'Order and pay €19.80'])
    await press(/Order and pay/)
    await says('has your order')
    expect(await ordersOf()).toBe(before + 1)
  })

  test('shows the cart first where more than one article is in it', async () => {
    const shop = await open()
    root()?.querySelector<HTMLButtonElement>('.close')?.click()
    await openSheet(shop, { sku: 'lamp', quantity: 1, offer: 'lamp' })
    expect(text()).toContain('Your cart')
    expect(text()).toContain('Subtotal€53.90')
  })

  test('asks for what is missing and keeps the rest', async () => {
    await open()
    fill({ ...ADA, postcode: '8001' })
    await press('Review your order')
    await says('That postcode has 4 digits; Germany uses 5 digits.')
    expect(root()?.querySelector<HTMLInputElement>('[name=name]')?.value).toBe('Ada Muster')
    fill({ postcode: '10115' })
    await press('Review your order')
    await says('Order and pay €19.80')
  })

  test("puts the parent's objections at the fields", async () => {
    await open()
    fill({ ...ADA, phone: 'call me' })
    await press('Review your order')
    await press(/Order and pay/)
    await says('A phone number has digits, spaces and')
    expect(text()).toContain('1 field needs a look')
  })

  test('prices another way of shipping', async () => {
    await review()
    const express = root()?.querySelector<HTMLInputElement>('input[value=express]')
    express?.dispatchEvent(new Event('change', { bubbles: true }))
    await says('Order and pay €24.80')
  })

  test('says that the shop is out of reach, and goes on when it is back', async () => {
    let isDown = false
    await open('mug', (request, pass) => (isDown ? down(request, pass) : pass()))
    fill(ADA)
    isDown = true
    await press('Review your order')
    await says('Acme cannot be reached at the moment.')
    isDown = false
    await press('Try again')
    await says('Order and pay €19.80')
  })

  test('sends the same order again where the answer was lost, and it is one order', async () => {
    const before = await ordersOf()
    const bodies: string[] = []
    await review('mug', async (request, pass) => {
      const answer = await pass()
      if (!isOrder(request)) return answer
      bodies.push(request.body)
      if (bodies.length === 1) throw new TypeError('lost')
      return answer
    })
    await press(/Order and pay/)
    await says('has your order')
    expect(new Set(bodies).size).toBe(1)
    expect(await ordersOf()).toBe(before + 1)
  })

  test('asks again when the price is no longer guaranteed, and orders only what was agreed to', async () => {
    await review()
    app.clock.now += 31 * 60_000 + 9 * 24 * 60 * 60_000
    await press(/Order and pay/)
    await says('Asked again: the price is still €19.80.')
    await press(/Order and pay/)
    await says('has your order')
  })

  test('shows the old price beside the new one and waits for another press', async () => {
    const price = async (amount: string) => {
      const catalogue = JSON.parse(JSON.stringify(buildCatalogue()))
      catalogue.offers[0].variants[0].price = amount
      await app.staff('postCatalogue', { body: JSON.stringify(catalogue) })
    }
    const before = await ordersOf()
    await review()
    await price('16.90')
    app.clock.now += 31 * 60_000 + 9 * 24 * 60 * 60_000
    await press(/Order and pay/)
    await says('The price changed from €19.80 to €21.80.')
    expect(await ordersOf()).toBe(before)
    await press('Order and pay €21.80')
    await says('has your order')
    await price('14.90')
  })

  test('tells the second of two that the last piece is gone, and what to do', async () => {
    await review('lamp')
    const other = await postOrder(app, await buildOrder(app, { lines: [{ sku: 'lamp', quantity: 1 }], expectedTotalMinor: 4_390 }))
    expect(other.status).toBe(201)
    await press(/Order and pay/)
    await says('Somebody was quicker: the last Storm lamp was just sold.')
    await press('Change the cart')
    await says('Sold out')
    await press('Remove')
    await says('Your cart is empty.')
  })

  test('keeps an order whose outcome is unknown, over closing and opening', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    let isDown = false
    const shop = await review('mug', (request, pass) => (isDown && isOrder(request) ? down(request, pass) : pass()))
    isDown = true
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] })
    button(/Order and pay/)?.click()
    await turnUntil(() => text().includes('Send it again'))
    vi.useRealTimers()
    expect(text()).toContain('Acme has not answered yet.')

    root()?.querySelector<HTMLButtonElement>('.close')?.click()
    expect(root()).toBeUndefined()
    await openSheet(shop, { sku: 'lamp', quantity: 1, offer: 'lamp' })
    expect(text()).toContain('Send it again')
    isDown = false
    await press('Send it again')
    await says('has your order')
  })
})

describe('the sheet as a guest', () => {
  test('is one element under the body, there from open to close, with no key of it heard outside', async () => {
    const heard: string[] = []
    document.addEventListener('keydown', (event) => heard.push((event as KeyboardEvent).key))
    const shop = await open()
    await openSheet(shop, { sku: 'mug', quantity: 1, offer: 'mug' })
    expect(document.querySelectorAll('body > tributary-sheet')).toHaveLength(1)
    const field = root()?.querySelector<HTMLInputElement>('[name=name]')
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: 's', bubbles: true, composed: true }))
    expect(heard).toEqual([])
  })

  test('goes on by Enter in a field, and not while a word is being composed', async () => {
    await open()
    fill({ ...ADA, city: '' })
    const city = root()?.querySelector<HTMLInputElement>('[name=city]')
    city?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, isComposing: true } as KeyboardEventInit),
    )
    expect(text()).not.toContain('needs a look')
    city?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }))
    await says('1 field needs a look')
  })

  test('leaves no style element, no inline style and nothing personal in storage', async () => {
    await review()
    await press(/Order and pay/)
    await says('has your order')
    expect(root()?.querySelector('style, [style]')).toBeNull()
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/Ada|Lindenweg|customer\.example/)
  })
})
