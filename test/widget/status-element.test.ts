import './dom.ts'
import type { OrderAnswer } from '@tributary/protocol/order'
import { dropOrphans } from '@tributary/widget/placement'
import type { Shop } from '@tributary/widget/shop'
import { place } from '@tributary/widget/status/place-status'
import { TributaryStatus } from '@tributary/widget/status/status-element'
import { texts as german } from '@tributary/widget/words/de/index'
import { words } from '@tributary/widget/words/de/status-de'
import { speak } from '@tributary/widget/words/spoken'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildOrder, postOrder } from '../support/build.ts'
import { changeOrder } from '../support/plan.ts'
import { clearPage, textOf, until } from './dom.ts'
import { down, openShop } from './shop.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())
beforeEach(() => {
  clearPage()
  history.replaceState(null, '', '/post')
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

const ordered = async (...steps: Parameters<typeof changeOrder>[2][]): Promise<OrderAnswer> => {
  const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 })
  const answer = (await (await postOrder(app, order)).json()) as OrderAnswer
  await changeOrder(app, answer, ...steps)
  return answer
}

function paste(href: string): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = href
  link.dataset['tributaryStatus'] = ''
  document.body.append(link)
  return link
}

const element = () => document.querySelector<TributaryStatus>('tributary-status')
const root = () => element()?.shadowRoot as ShadowRoot
const reads = (text: string) => until(() => textOf(element()?.shadowRoot).includes(text), `“${text}”`)
const press = (text: string) =>
  until(() => {
    const button = [...root().querySelectorAll('button')].find((one) => textOf(one) === text)
    button?.click()
    return button
  }, `a button “${text}”`)
const buttons = () => [...root().querySelectorAll('button')].map(textOf)
const fill = (selector: string, value: string) => {
  const field = root().querySelector(selector) as HTMLInputElement
  field.value = value
  field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input'))
}
const open = async (shop: Shop, href: string) => {
  const link = paste(href)
  await place(shop, link)
  return link
}

describe('an order in the page', () => {
  test('is shown in the place of the link to its page, and taking it away brings the link back', async () => {
    const { statusUrl, number } = await ordered()
    const link = await open(openShop(app), statusUrl)
    await reads(`Order ${number}`)
    expect(textOf(root())).toContain('2 × Enamel mug€29.80')
    expect(link.hidden).toBe(true)
    element()?.remove()
    expect(link.hidden).toBe(false)
  })

  test('goes when the page takes the link away', async () => {
    const { statusUrl, number } = await ordered()
    const link = await open(openShop(app), statusUrl)
    await reads(`Order ${number}`)
    link.remove()
    dropOrphans()
    expect(element()).toBeNull()
  })

  test('is the one that the page’s address names', async () => {
    const { statusUrl, number, orderId } = await ordered()
    history.replaceState(null, '', `/post#tributary-order=${orderId}/${statusUrl.split('/').at(-1)}`)
    await open(openShop(app), `${app.origin}/`)
    await reads(`Order ${number}`)
  })

  test('is asked for where nothing names it, and found by the link of the mail', async () => {
    const { statusUrl, number } = await ordered()
    await open(openShop(app), `${app.origin}/`)
    await reads('Follow your order')
    fill('input', 'my order')
    await press('Show the order')
    await reads('This is no link to an order.')
    fill('input', statusUrl.slice(0, -3))
    await press('Show the order')
    await reads('There is no order at this link.')
    fill('input', ` ${statusUrl}?placed `)
    await press('Show the order')
    await reads(`Order ${number}`)
  })

  test('is left to its link while the parent is out of reach', async () => {
    const { statusUrl } = await ordered()
    const link = await open(openShop(app, down), statusUrl)
    await until(() => !element(), 'no element')
    expect(link.hidden).toBe(false)
    expect(link.getAttribute('data-tributary-error')).toBe('unavailable')
  })

  test('is a link of its own in an element that stands for none, while the parent is out of reach', async () => {
    const { statusUrl, orderId } = await ordered()
    const own = document.createElement('tributary-status')
    own.setAttribute('order', orderId)
    own.setAttribute('secret', statusUrl.split('/').at(-1) ?? '')
    document.body.append(own)
    await place(openShop(app, down), own)
    await until(() => root()?.querySelector('a')?.getAttribute('href') === statusUrl, 'a link')
  })
})

describe('the customer', () => {
  test('cancels in two steps', async () => {
    const order = await ordered('markOrderPaid')
    await open(openShop(app), order.statusUrl)
    await press('Cancel this order')
    await reads('you get back what you paid')
    await press('Cancel the order now')
    await reads('Your order is cancelled.')
    expect(textOf(root())).toContain('Went back to you on')
    expect(textOf(root())).not.toContain('Cancel this order')
  })

  test('is told that the order was shipped meanwhile', async () => {
    const order = await ordered('confirmOrder')
    await open(openShop(app), order.statusUrl)
    await press('Cancel this order')
    await changeOrder(app, order, ['shipOrder', { carrier: 'DHL' }])
    await press('Cancel the order now')
    await reads('Some of it was shipped meanwhile.')
    // What cannot succeed any more is gone; what can be done instead is there.
    expect(buttons()).toEqual(['Withdraw from contract here'])
    expect(textOf(root())).toContain('DHL')
    expect(root().activeElement?.localName).toBe('h2')
  })

  test('is told that the time to withdraw is over, and confirms nothing any more', async () => {
    const order = await ordered('markOrderPaid', 'confirmOrder', ['shipOrder', { carrier: 'DHL' }], 'deliverOrder')
    await open(openShop(app), order.statusUrl)
    await press('Withdraw from contract here')
    fill('input[type="email"]', 'ada@customer.example')
    fill('input[autocomplete="name"]', 'Ada Muster')
    await press('Continue')
    await reads('Confirm your withdrawal')
    app.clock.now += 30 * DAY_MS
    await press('Confirm withdrawal')
    await reads('The time to withdraw is over.')
    expect(buttons()).toEqual([])
    expect(root().querySelector('[role=alert] a')?.getAttribute('href')).toBe(order.statusUrl)
  })

  test('puts right a statement that the parent does not take', async () => {
    const order = await ordered('markOrderPaid')
    await open(openShop(app), order.statusUrl)
    await press('Withdraw from contract here')
    fill('input[type="email"]', 'ada@customer.example')
    fill('input[autocomplete="name"]', 'Ada\u0000Muster')
    await press('Continue')
    await press('Confirm withdrawal')
    await reads('That did not work. Nothing was changed; try again, or use the page of the order. (request_invalid)')
    expect(root().querySelector<HTMLInputElement>('input[type="email"]')?.value).toBe('ada@customer.example')
  })

  test('is offered no way that is known to be closed where the order cannot be read again', async () => {
    const order = await ordered('confirmOrder')
    let isDown = false
    await open(
      openShop(app, ({ method }, pass) => (isDown && method === 'GET' ? down({ path: '', method, body: '' }, pass) : pass())),
      order.statusUrl,
    )
    await press('Cancel this order')
    await changeOrder(app, order, ['shipOrder', { carrier: 'DHL' }])
    isDown = true
    await press('Cancel the order now')
    await reads('Some of it was shipped meanwhile.')
    expect(buttons()).toEqual([])
  })

  test('is asked for the link again where the parent knows no such order any more', async () => {
    const order = await ordered()
    await open(
      openShop(app, ({ method, path }, pass) =>
        method === 'POST' ? app.fetch(`${app.origin}${path}`, { method, body: JSON.stringify({ secret: 'guess' }) }) : pass(),
      ),
      order.statusUrl,
    )
    await press('Cancel this order')
    await press('Cancel the order now')
    await reads('There is no order at this link.')
  })

  test('withdraws from one piece in two steps, and a withdrawal whose answer was lost counts once', async () => {
    const order = await ordered('markOrderPaid', 'confirmOrder', ['shipOrder', { carrier: 'DHL' }], 'deliverOrder')
    let lost = 0
    const shop = openShop(app, async ({ path }, pass) => {
      const answer = await pass()
      if (!path.endsWith('/withdrawal') || 0 < lost++) return answer
      throw new TypeError('Failed to fetch')
    })
    await open(shop, order.statusUrl)
    await press('Withdraw from contract here')
    await reads('Say how many pieces it is about.')
    fill('select', '1')
    fill('input[type="email"]', 'ada@customer.example')
    fill('input[autocomplete="name"]', 'Ada Muster')
    await press('Continue')
    await reads(`I, Ada Muster, withdraw from the contract about order ${order.number} for:1 × Enamel mug`)
    await press('Confirm withdrawal')
    await reads('The shop cannot be reached at the moment.')
    await press('Confirm withdrawal')
    await reads('Your withdrawal has arrived.')
    const rows = await app.database.query('select 1 from returns join orders using (program_id, order_key) where number = $1', [
      order.number,
    ])
    expect(rows).toHaveLength(1)
    expect(textOf(root())).toContain('Withdrawal received. Please send it back: 1 × Enamel mug')
  })
})

// The last one: from here on German is spoken.
test('an element without a script tag speaks the language of the page', async () => {
  speak(german)
  if (!customElements.get('tributary-status')) customElements.define('tributary-status', TributaryStatus)
  const standing = document.createElement('tributary-status') as TributaryStatus
  document.body.append(standing)
  standing.shop = openShop(app)
  await reads(words.find)
  expect([standing.lang, textOf(root())]).toEqual(['de', expect.stringContaining(words.find)])
})
