import { renderOffers } from '@tributary/widget/server'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, openPage } from '../support/chromium.ts'
import {
  cardOf,
  fillDetails,
  openStorefront,
  orderInPlace,
  orderNumber,
  payButton,
  type Storefront,
  sheetOf,
} from '../support/storefront.ts'

// The line of the README, as a page writes it before the script tag.
const STUB = 'window.tributary=window.tributary||function(){(tributary.queue=tributary.queue||[]).push(arguments)}'
const PATIENCE = { timeout: 10_000 }

let browser: Browser
let shop: Storefront
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchChromium(), openStorefront()])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

const strict = (): string =>
  `default-src 'none'; script-src 'nonce-n1'; connect-src ${shop.server.origin}; img-src ${shop.server.origin} data:; require-trusted-types-for 'script'; trusted-types 'none'`

/** A page under a strict policy that says these commands before the script arrives. */
async function openSaying(said: string, body: string, attributes = '', options: BrowserContextOptions = {}) {
  const script = shop.script.replace('<script ', `<script nonce="n1" ${attributes} `)
  shop.pageIs(`<script nonce="n1">${STUB};${said}</script>${script}${body}`, { 'Content-Security-Policy': strict() })
  const opened = await openPage(browser, options)
  const warnings: string[] = []
  opened.page.on('console', (message) => void (message.type() === 'warning' && warnings.push(message.text())))
  await opened.page.goto(`${shop.host.origin}/`)
  return { ...opened, warnings }
}

type Say = (...command: readonly unknown[]) => void
const say = (page: Page, ...command: readonly unknown[]): Promise<void> =>
  page.evaluate((given) => (window as unknown as { tributary: Say }).tributary(...given), command)
const layerOf = (page: Page, name = 'dataLayer'): Promise<{ event?: string; ecommerce: Record<string, unknown> | null }[]> =>
  page.evaluate((layer) => JSON.parse(JSON.stringify((window as unknown as Record<string, unknown>)[layer] ?? [])), name)
const eventsOf = async (page: Page): Promise<string[]> => (await layerOf(page)).flatMap(({ event }) => event ?? [])

describe('what a page says by commands', () => {
  test('before the script arrives and after is done in its order, under a strict policy', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await openSaying(
      `window.told=[];
       tributary('texts',{card:{order:'Get it'}});
       tributary('on','ready',function(event){told.push('ready '+event.detail.offer)});
       tributary('on','order',function(event){told.push('first '+event.detail.number)});
       tributary('on','order',function(event){told.push('second '+event.detail.number)});
       tributary('on','before-order',function(event){event.detail.outcome.then(function(state){told.push(state)})})`,
      shop.placement('mug'),
    )
    const card = cardOf(page, 'Enamel mug')
    await card.getByRole('button', { name: 'Get it' }).waitFor()
    await say(page, 'texts', { card: { order: 'Take it' } })
    await card.getByRole('button', { name: 'Take it' }).waitFor()

    await say(page, 'add', 'hoodie', { sku: 'hoodie-blue-m', quantity: 2 })
    await say(page, 'open')
    const sheet = sheetOf(page)
    await sheet.getByText('Fjord hoodie').first().waitFor()
    await sheet.getByRole('button', { name: 'Continue' }).click()
    await fillDetails(sheet)
    await sheet.getByRole('button', { name: 'Review your order' }).click()
    await payButton(sheet).click()
    const number = await orderNumber(sheet)
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { told: string[] }).told), PATIENCE)
      .toEqual(['ready mug', `first ${number}`, `second ${number}`, 'placed'])
    const order = (await shop.orders()).find((one) => one.number === number)
    expect(order?.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([['hoodie-blue-m', 2]])
    expect(complaints).toEqual([])
    await close()
  })

  test('leaves what the page has under this name, and works from a copy that the page kept', async () => {
    const { page, complaints, close } = await openSaying(`tributary={name:'mine',version:3}`, shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    const seen = await page.evaluate(() => {
      const { tributary } = window as unknown as { tributary: Say & { version: number; consent: unknown } }
      return [typeof tributary, tributary.version, typeof tributary.consent]
    })
    expect(seen).toEqual(['function', 3, 'function'])
    expect(complaints).toEqual([])
    await close()

    const kept = await openSaying('window.kept=tributary;tributary.mine=1', shop.placement('mug'))
    await cardOf(kept.page, 'Enamel mug').waitFor()
    await kept.page.evaluate(() => (window as unknown as { kept: Say }).kept('open'))
    await sheetOf(kept.page).getByText('Your cart is empty.').waitFor()
    await kept.close()
  })

  test.each([
    ['one element', '<a id="tributary" href="#top">Top</a>'],
    ['two elements', '<a id="tributary" href="#top">Top</a><a id="tributary" name="queue" href="#end">End</a>'],
  ])('works where the page has %s of this name', async (_, markup) => {
    shop.pageIs(markup + shop.script + shop.placement('mug'))
    const { page, complaints, close } = await shop.open(browser)
    await cardOf(page, 'Enamel mug').waitFor()
    expect(await page.evaluate(() => typeof (window as unknown as { tributary: Say }).tributary)).toBe('function')
    expect(complaints).toEqual([])
    await close()
  })

  test('adds nothing under the customer’s hands: it comes into the cart when the sheet is closed', async () => {
    const { page, complaints, close } = await openSaying('', shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    await say(page, 'add', 'mug')
    await say(page, 'open')
    await sheetOf(page).getByText('€14.90').first().waitFor()
    await say(page, 'add', 'hoodie', { sku: 'hoodie-blue-m' })
    await page.waitForTimeout(500)
    expect(await sheetOf(page).getByRole('listitem').count()).toBe(1)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog').count()).toBe(0)
    await page.waitForTimeout(500)
    await say(page, 'open')
    await sheetOf(page).getByText('Fjord hoodie, Blue, M').first().waitFor()
    await sheetOf(page).getByText('€83.90').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('takes back with consent what was kept by it, also where nothing else is said', async () => {
    shop.pageIs(shop.script + shop.placement('mug'))
    const { page, close } = await shop.open(browser)
    await cardOf(page, 'Enamel mug').waitFor()
    await page.evaluate(() => {
      localStorage.setItem('tributary.told', '["dataLayer A-1"]')
      localStorage.setItem('tributary.placements.site_x', '[]')
      localStorage.setItem('theme', 'dark')
      ;(window as unknown as { tributary: { consent(isGranted: boolean): void } }).tributary.consent(false)
    })
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual(['theme'])
    await close()
  })

  test('where it cannot be understood, a developer reads why', async () => {
    const { page, warnings, close } = await openSaying(`tributary('opne');tributary('on','orders');tributary('consent','yes')`, '')
    await say(page, 'add', 'hoodie')
    await say(page, 'add', 'nothing-like-it')
    await say(page, 'texts', { card: { disclosure: 'Nobody earns', odrer: 'x' } })
    await expect.poll(() => warnings.length, PATIENCE).toBeGreaterThanOrEqual(7)
    const all = warnings.join('\n')
    for (const piece of [
      `tributary("opne"): there is no such command; there are consent, on, texts, open, add, dataLayer.`,
      `tributary("on","orders"): there is no such event; there are ready, view,`,
      `tributary("consent","yes"): say true or false`,
      `tributary("add","hoodie"): say which: { sku } is one of `,
      `tributary("add","nothing-like-it"): “nothing-like-it” is not sold`,
      'card.disclosure stays as it is',
      'there is no text card.odrer',
    ])
      expect(all.replaceAll(', "', ',"')).toContain(piece)
    await close()
  })
})

describe('a data layer', () => {
  test('is told of what happens, in major units, and once of a purchase', { timeout: 60_000 }, async () => {
    const { page, complaints, close } = await openSaying('', shop.placement('mug'), 'data-tributary-data-layer')
    await cardOf(page, 'Enamel mug').scrollIntoViewIfNeeded()
    await expect.poll(() => eventsOf(page), PATIENCE).toEqual(['view_item'])
    const number = await orderInPlace(page, 'Enamel mug')
    await expect.poll(() => eventsOf(page), PATIENCE).toEqual(['view_item', 'add_to_cart', 'begin_checkout', 'purchase'])
    const item = { item_id: 'mug', item_name: 'Enamel mug', affiliation: expect.any(String), price: 14.9, quantity: 1 }
    const entries = await layerOf(page)
    expect(entries.filter(({ event }) => !event)).toEqual(Array(4).fill({ ecommerce: null }))
    expect(entries.at(1)).toEqual({ event: 'view_item', ecommerce: { currency: 'EUR', value: 14.9, items: [item] } })
    expect(entries.at(-1)).toEqual({
      event: 'purchase',
      ecommerce: { transaction_id: number, currency: 'EUR', value: 14.9, shipping: 4.9, tax: expect.any(Number), items: [item] },
    })
    expect(JSON.stringify(entries)).not.toMatch(/Ada|customer\.example|Lindenweg/)

    // Told of again, as an order of an earlier visit is, it is not counted again; not even by another page of this site.
    const again = `document.dispatchEvent(new CustomEvent('tributary:order', { detail: { number: '${number}', state: 'placed', test: false } }))`
    await page.evaluate(again)
    await page.reload()
    await cardOf(page, 'Enamel mug').waitFor()
    await expect.poll(() => eventsOf(page), PATIENCE).toEqual(['view_item'])
    await page.evaluate(again)
    await page.waitForTimeout(300)
    expect(await eventsOf(page)).toEqual(['view_item'])
    expect(complaints).toEqual([])
    await close()
  })

  test('is told of a collection by its offers, on a screen that it is far taller than, too', { timeout: 60_000 }, async () => {
    const link = `<a href="${shop.server.origin}/?collection=" data-tributary-collection="" data-tributary-size="all">Everything</a>`
    const options = { viewport: { width: 390, height: 480 } }
    const { page, close } = await openSaying(`tributary('dataLayer','mine')`, link, '', options)
    await page.locator('tributary-collection').getByText('Storm lamp').waitFor()
    await page.locator('tributary-collection').evaluate((collection) => scrollTo(0, collection.getBoundingClientRect().top + scrollY))
    await expect.poll(async () => (await layerOf(page, 'mine')).length, PATIENCE).toBe(2)
    const [, { event, ecommerce }] = (await layerOf(page, 'mine')) as [unknown, { event: string; ecommerce: { items: object[] } }]
    expect(event).toBe('view_item_list')
    expect(ecommerce.items).toMatchObject([
      { item_id: 'mug', item_name: 'Enamel mug', index: 0 },
      { item_id: 'hoodie', item_name: 'Fjord hoodie', index: 1 },
      { item_name: 'Storm lamp', index: 2 },
    ])
    await close()
  })

  test('is told nothing without consent, also not later of what was before it', { timeout: 60_000 }, async () => {
    const { page, close } = await openSaying(`tributary('dataLayer')`, shop.placement('mug'), 'data-tributary-consent="required"')
    await cardOf(page, 'Enamel mug').scrollIntoViewIfNeeded()
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).click()
    await sheetOf(page).waitFor()
    await page.waitForTimeout(500)
    expect(await layerOf(page)).toEqual([])
    await say(page, 'consent', true)
    await fillDetails(sheetOf(page))
    await sheetOf(page).getByRole('button', { name: 'Review your order' }).click()
    await payButton(sheetOf(page)).click()
    const number = await orderNumber(sheetOf(page))
    await expect.poll(() => eventsOf(page), PATIENCE).toContain('purchase')
    expect(await eventsOf(page)).not.toContain('view_item')
    expect(await page.evaluate(() => localStorage.getItem('tributary.told'))).toContain(number)
    await say(page, 'consent', false)
    await expect.poll(() => page.evaluate(() => localStorage.getItem('tributary.told'))).toBe(null)
    await close()
  })
})

describe('a card that a server drew in a shadow root', () => {
  test('is seen without a script, keeps its size when the script arrives, and orders in place', { timeout: 60_000 }, async () => {
    const { origin } = shop.server
    const cards = await renderOffers(['mug', 'hoodie'], { parent: origin, site: shop.site, shadow: true })
    if (!cards.ok) throw new Error(`expected cards, received ${cards.error.code}`)
    const body = [...cards.value.values()].join('')
    shop.pageIs(`${body}<p id="below">Below</p>`)
    const size = (page: Page) =>
      page.evaluate(() =>
        [...document.querySelectorAll('tributary-offer, #below')].map((element) => ({ ...element.getBoundingClientRect().toJSON() })),
      )
    const without = await shop.open(browser)
    await cardOf(without.page, 'Enamel mug').waitFor()
    const before = await size(without.page)
    expect(before.every(({ height }) => 0 < height)).toBe(true)
    await without.close()

    shop.pageIs(`${body}<p id="below">Below</p>${shop.script}`)
    const { page, complaints, close } = await shop.open(browser)
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    await cardOf(page, 'Fjord hoodie').getByRole('button', { name: 'Order' }).waitFor()
    expect(await size(page)).toEqual(before)
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => resolve(sum), 300)
        }),
    )
    expect(shift).toBe(0)
    await orderInPlace(page, 'Enamel mug')
    expect(complaints).toEqual([])
    await close()
  })
})
