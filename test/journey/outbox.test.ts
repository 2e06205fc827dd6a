import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, launchChromium } from '../support/chromium.ts'
import { openStorefront, orderNumber, payButton, type Storefront, toReview } from '../support/storefront.ts'

const HOUR_MS = 60 * 60 * 1_000

let browser: Browser
let shop: Storefront
const contexts: BrowserContext[] = []
beforeAll(async () => {
  browser = await launchChromium()
  shop = await openStorefront()
})
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

/** One customer's browser. */
async function customer(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB' })
  contexts.push(context)
  return context
}

/** Opens the affiliate's page in it; `laterMs` puts the device's clock forward. */
async function visit(context: BrowserContext, { body = shop.script + shop.placement('mug'), laterMs = 0 } = {}): Promise<Page> {
  shop.pageIs(body)
  const page = await context.newPage()
  await page.addInitScript((shiftMs) => {
    const now = Date.now
    Date.now = () => now() + shiftMs
  }, laterMs)
  await page.goto(`${shop.host.origin}/`)
  return page
}

const cut = (context: BrowserContext) => context.route('**/v1/orders', (route) => route.abort('internetdisconnected'))
const mend = (context: BrowserContext) => context.unroute('**/v1/orders')
const noticeOf = (page: Page) => page.getByRole('region', { name: 'Your orders and requests' })
const ordersOf = async (email: string) => (await shop.orders()).filter((order) => order.customer.email === email)

/** Presses the button while no order gets through, waits until it is saved, and closes the tab. */
async function leaveBehind(context: BrowserContext, email: string, laterMs = 0): Promise<void> {
  const page = await visit(context, { laterMs })
  const sheet = await toReview(page, 'Enamel mug', email)
  await cut(context)
  await payButton(sheet).click()
  await sheet.locator('form[data-saved]').waitFor()
  await sheet.getByText('It is saved in this browser').waitFor()
  await page.close()
  await mend(context)
}

describe('an order that did not get through', () => {
  test('is sent on the next visit to a page of the site, even one without placements, and a small notice tells its number', async () => {
    const context = await customer()
    await leaveBehind(context, 'left@customer.example')
    expect(await ordersOf('left@customer.example')).toEqual([])

    const page = await visit(context, { body: shop.script })
    await noticeOf(page).getByText('The shop has your order.').waitFor()
    const [order, ...more] = await ordersOf('left@customer.example')
    expect(more).toEqual([])
    expect(await noticeOf(page).innerText()).toContain(`Its number is ${order?.number}.`)
    await noticeOf(page).getByRole('button', { name: 'Close' }).click()
    expect(await page.locator('tributary-notice').count()).toBe(0)

    // Nothing is left to send, and nothing to tell.
    const next = await visit(context, { body: shop.script })
    await next.waitForTimeout(500)
    expect(await next.locator('tributary-notice').count()).toBe(0)
    expect(await ordersOf('left@customer.example')).toHaveLength(1)
  })

  test('is asked about when it is older than a day, and sent when the customer says so', async () => {
    const context = await customer()
    await leaveBehind(context, 'asked@customer.example')
    const page = await visit(context, { laterMs: 25 * HOUR_MS })
    await noticeOf(page).getByText('This order was never sent. Nothing is ordered yet.').waitFor()
    expect(await noticeOf(page).innerText()).toMatch(/Enamel mug, €19\.80, ordered/)
    expect(await ordersOf('asked@customer.example')).toEqual([])

    await noticeOf(page).getByRole('button', { name: 'Send it now' }).click()
    await noticeOf(page).getByText('The shop has your order.').waitFor()
    expect(await ordersOf('asked@customer.example')).toHaveLength(1)
  })

  test('can be forgotten instead, for good', async () => {
    const context = await customer()
    await leaveBehind(context, 'forgotten@customer.example')
    const page = await visit(context, { laterMs: 8 * 24 * HOUR_MS })
    await noticeOf(page).getByText('The price may have changed since then.').waitFor()
    await noticeOf(page).getByRole('button', { name: 'Forget it' }).click()
    await page.locator('tributary-notice').waitFor({ state: 'detached' })

    const next = await visit(context)
    await next.waitForTimeout(500)
    expect(await next.locator('tributary-notice').count()).toBe(0)
    expect(await ordersOf('forgotten@customer.example')).toEqual([])
  })

  test('can be put aside: the page is free, and the notice says what becomes of it', async () => {
    const context = await customer()
    const page = await visit(context)
    const sheet = await toReview(page, 'Enamel mug', 'aside@customer.example')
    await cut(context)
    await payButton(sheet).click()
    await sheet.getByText('It is saved in this browser').waitFor()
    await page.keyboard.press('Escape')
    await noticeOf(page).getByText('Your order is on its way to the shop…').waitFor()
    expect(await page.locator('tributary-sheet').count()).toBe(0)

    await mend(context)
    await noticeOf(page).getByText('The shop has your order.').waitFor()
    expect(await ordersOf('aside@customer.example')).toHaveLength(1)
    expect(await page.locator('tributary-sheet').count()).toBe(0)
  })

  test('is told of in a tab that was open all the while, when the customer comes back to it', async () => {
    const context = await customer()
    const waiting = await visit(context)
    await leaveBehind(context, 'tabs@customer.example')
    // What a browser does when a tab is looked at again.
    await waiting.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await noticeOf(waiting).getByText('The shop has your order.').waitFor()
    expect(await ordersOf('tabs@customer.example')).toHaveLength(1)
  })

  test('is sent by itself when the connection comes back', async () => {
    const context = await customer()
    const page = await visit(context)
    const sheet = await toReview(page, 'Enamel mug', 'offline@customer.example')
    await context.setOffline(true)
    await payButton(sheet).click()
    await sheet.getByText('You are offline.').waitFor()
    await context.setOffline(false)
    await orderNumber(sheet)
    expect(await ordersOf('offline@customer.example')).toHaveLength(1)
  })

  test('on a device that keeps nothing: the page must stay open, and says so', async () => {
    const context = await customer()
    await context.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', {
        get() {
          throw new DOMException('denied', 'SecurityError')
        },
      })
    })
    const page = await visit(context)
    const sheet = await toReview(page, 'Enamel mug', 'kept@customer.example')
    await cut(context)
    await payButton(sheet).click()
    await sheet.getByText('Keep this page open until it has arrived.').waitFor()
    await page.keyboard.press('Escape')
    expect(await sheet.locator('form[data-saved]').count()).toBe(0)
    await mend(context)
    await orderNumber(sheet)
    expect(await ordersOf('kept@customer.example')).toHaveLength(1)
  })
})
