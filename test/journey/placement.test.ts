import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { fillDetails, openStorefront, orderNumber, payButton, type Storefront, sheetOf } from '../support/storefront.ts'

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

// A collection below what is seen first, so that it comes by itself.
const collection = (attributes: string): string =>
  `${shop.script.replace('<script', '<script data-tributary-events')}<p style="height: 110vh">A story.</p>
  <a href="${shop.server.origin}/?collection=&via=${shop.site}" data-tributary-collection="" ${attributes}>Everything</a>`

const titles = (page: Page) => page.locator('tributary-collection h3').allInnerTexts()

/** Every event of ours at the document, by name. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    const told: [string, string, object][] = []
    Object.assign(window, { told })
    for (const name of ['ready', 'view', 'option', 'error', 'share']) {
      document.addEventListener(`tributary:${name}`, (event) =>
        told.push([name, (event.composedPath()[0] as Element).localName, (event as CustomEvent).detail]),
      )
    }
  })
const toldOn = (page: Page) => page.evaluate(() => (window as unknown as { told: [string, string, object][] }).told)

describe('a collection on an affiliate’s page', () => {
  test('is searched, sorted and gone through, and an offer of it is ordered in place', { timeout: 60_000 }, async () => {
    shop.pageIs(collection('data-tributary-limit="2" data-tributary-search data-tributary-filter="price option stock"'))
    const { page, complaints, close } = await open()
    await page.locator('tributary-collection').scrollIntoViewIfNeeded()
    await expect.poll(() => titles(page), PATIENCE).toEqual(['Enamel mug', 'Fjord hoodie'])
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => titles(page), PATIENCE).toEqual(['Enamel mug', 'Fjord hoodie', 'Storm lamp'])
    await page.getByLabel('Sort by').selectOption('price-down')
    await expect.poll(() => titles(page), PATIENCE).toEqual(['Fjord hoodie', 'Storm lamp'])
    await page.getByLabel('Search').fill('mug')
    await expect.poll(() => titles(page), PATIENCE).toEqual(['Enamel mug'])

    await page.locator('tributary-collection').getByRole('button', { name: 'Order' }).click()
    const sheet = sheetOf(page)
    await fillDetails(sheet)
    await sheet.getByRole('button', { name: 'Review your order' }).click()
    await payButton(sheet).click()
    const number = await orderNumber(sheet)
    const order = (await shop.orders()).find((one) => one.number === number)
    expect(order?.lines.map(({ sku }) => sku)).toEqual(['mug'])
    expect(complaints).toEqual([])
    await close()
  })

  test('is used by keyboard alone, and says what changed', { timeout: 60_000 }, async () => {
    shop.pageIs(collection('data-tributary-limit="2" data-tributary-search'))
    const { page, close } = await open()
    await page.locator('tributary-collection').scrollIntoViewIfNeeded()
    await expect.poll(() => titles(page), PATIENCE).toHaveLength(2)
    await page.getByRole('button', { name: 'Show more' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('tributary-collection [role="status"]').innerText(), PATIENCE).toBe('3 offers. That is all.')
    // What came has the focus; the next press of Tab is in its card.
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      let inner = document.activeElement
      while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement
      return inner?.textContent
    })
    expect(focused).toBe('Storm lamp')
    await page.getByLabel('Search').focus()
    await page.keyboard.type('hoodie')
    await expect.poll(() => titles(page), PATIENCE).toEqual(['Fjord hoodie'])
    await close()
  })

  test('tells a page that wants to know what became ready, was seen and was chosen', { timeout: 60_000 }, async () => {
    shop.pageIs(collection('data-tributary-collection-name'))
    const { page, close } = await open(true)
    await page.locator('tributary-collection').scrollIntoViewIfNeeded()
    await page.getByLabel('Colour').selectOption('Blue')
    await expect.poll(async () => (await toldOn(page)).some(([name]) => name === 'option'), PATIENCE).toBe(true)
    // Seen is what is in the middle of the view; it is told when the browser has looked, which may be a frame later.
    await page.getByLabel('Colour').evaluate((field) => field.scrollIntoView({ block: 'end' }))
    const isSeen = async () => (await toldOn(page)).some(([name, place]) => name === 'view' && place === 'tributary-offer')
    await expect.poll(isSeen, PATIENCE).toBe(true)
    const told = await toldOn(page)
    expect(told).toContainEqual(['ready', 'tributary-collection', { collection: '' }])
    expect(told.find(([name]) => name === 'option')).toEqual([
      'option',
      'tributary-offer',
      expect.objectContaining({ option: 'Colour', value: 'Blue' }),
    ])
    expect(told.filter(([name, place]) => name === 'ready' && place === 'tributary-offer')).toHaveLength(3)
    await close()
  })
})

describe('sharing on an affiliate’s page', () => {
  test('copies a link that names who earns', { timeout: 60_000 }, async () => {
    shop.pageIs(`${shop.script}<tributary-share offer="mug" campaign="spring"></tributary-share>`)
    const { page, complaints, close } = await open()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(() =>
      document.addEventListener('tributary:share', (event) =>
        Object.assign(window, { shared: (event as CustomEvent<{ outcome: Promise<string> }>).detail.outcome }),
      ),
    )
    await page.evaluate(
      () =>
        Object.defineProperty(Navigator.prototype, 'share', { value: undefined, configurable: true }) &&
        Reflect.deleteProperty(Navigator.prototype, 'share'),
    )
    await page.getByRole('button', { name: 'Share' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('The link is copied.').waitFor()
    expect(await page.evaluate(() => (window as unknown as { shared: Promise<string> }).shared)).toBe('copied')
    const link = `${shop.server.origin}/o/mug?via=${shop.site}&via_campaign=spring`
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link)
    const code = page.getByRole('img', { name: 'QR code' })
    await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth), PATIENCE).toBeGreaterThan(0)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('an offer in another layout', () => {
  test('opens the sheet from its button alone, which says what it costs', { timeout: 60_000 }, async () => {
    shop.pageIs(
      `${shop.script}${shop.placement('mug', 'data-tributary-size="button" data-tributary-layout="button" data-tributary-price')}`,
    )
    const { page, complaints, close } = await open()
    await page.getByRole('button', { name: 'Order €14.90' }).click()
    await sheetOf(page).getByText('Enamel mug').first().waitFor()
    expect(await page.locator('tributary-offer article').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  test('takes its accent from the page, as far as it can be read', { timeout: 60_000 }, async () => {
    shop.pageIs(
      `<style>body { background: #111; color: #eee } button { background: #00f; color: #fff }</style><button>Of the page</button>
      ${shop.script}${shop.placement('mug', 'data-tributary-size="card" data-tributary-theme="host"')}`,
    )
    const { page, close } = await open()
    const order = page.getByRole('button', { name: 'Order' })
    await order.waitFor()
    const colours = await order.evaluate((button) => {
      const card = button.closest('.card') as Element
      return [getComputedStyle(button).backgroundColor, getComputedStyle(card).backgroundColor]
    })
    // The blue of the page on its near-black is 2 to 1; this is the first blue that can be read there.
    expect(colours[1]).toBe('rgb(17, 17, 17)')
    expect(colours[0]).toMatch(/^rgb\((\d+), \1, 255\)$/)
    expect(colours[0]).not.toBe('rgb(0, 0, 255)')
    await close()
  })
})

async function open(isHeard = false) {
  const opened = await shop.open(browser)
  if (isHeard) {
    await listen(opened.page)
    await opened.page.reload()
  }
  return opened
}
