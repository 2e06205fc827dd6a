import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium, openPage, type WatchedPage } from '../support/chromium.ts'
import { cardOf, openStorefront, orderInPlace, type Storefront } from '../support/storefront.ts'

let browser: Browser
let shop: Storefront
const opened: WatchedPage[] = []
beforeAll(async () => {
  browser = await launchChromium()
  shop = await openStorefront()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

/** A page with this body, and every address of the parent's catalogue that it asked for. */
async function open(body: string, options: { inside?: Browser } = {}): Promise<WatchedPage & { readonly asked: string[] }> {
  shop.pageIs(body)
  const watched = await openPage(options.inside ?? browser)
  opened.push(watched)
  const asked: string[] = []
  watched.page.on('request', (request) => request.url().includes('/v1/offers') && asked.push(request.url()))
  await watched.page.goto(`${shop.host.origin}/`)
  return { ...watched, asked }
}

const both = () => shop.script + shop.placement('mug') + shop.placement('hoodie')

test('all cards of a page come with one request, also where an offer is shown twice', async () => {
  const { page, asked, complaints } = await open(both() + shop.placement('mug'))
  await expect.poll(() => page.locator('tributary-offer .primary').count()).toBe(3)
  expect(asked).toHaveLength(1)
  expect(complaints).toEqual([])
})

test('a script that is pasted twice, comes late, carries its offers, or is of two versions, works once', async () => {
  const pinned = shop.script.replace('/v1/', '/v0.1.0/')
  const carrying = `<script async src="${shop.server.origin}/v1/tributary.js?site=${shop.site}&ids=mug"></script>`
  const { page, asked, complaints } = await open(both() + shop.script + pinned + carrying)
  await expect.poll(() => page.locator('tributary-offer .primary').count()).toBe(2)
  await page.evaluate((line) => {
    const late = document.createRange().createContextualFragment(line)
    document.body.append(late)
  }, pinned)
  await page.waitForTimeout(500)
  expect(await page.locator('tributary-offer').count()).toBe(2)
  expect(asked.length).toBeLessThanOrEqual(1)
  expect(await orderInPlace(page, 'Enamel mug')).toMatch(/\w/)
  expect(complaints).toEqual([])
})

test('a hundred and fifty placements are asked for in two requests, and who is not sold keeps its link', async () => {
  const placements = Array.from({ length: 149 }, (_, index) =>
    shop.placement(`none-${index}`, 'data-tributary-size="card" style="display:block;height:4px;overflow:hidden"'),
  )
  const { page, asked, complaints } = await open(shop.script + placements.join('') + shop.placement('mug'))
  await cardOf(page, 'Enamel mug').waitFor()
  await expect.poll(() => page.locator('a[data-tributary-error="offer_unknown"]').count()).toBe(149)
  expect(asked).toHaveLength(2)
  expect(complaints).toEqual([])
})

test('a card that is moved keeps what was chosen; one that is cloned is a card of its own', async () => {
  const { page, complaints } = await open(both())
  const card = cardOf(page, 'Fjord hoodie')
  await card.getByLabel('Colour').selectOption('Green')
  await page.evaluate(() => {
    const element = [...document.querySelectorAll('tributary-offer')].at(-1)
    if (element) document.body.prepend(element)
  })
  expect(await card.getByLabel('Colour').inputValue()).toBe('Green')

  await page.evaluate(() => {
    const element = document.querySelector('tributary-offer')
    if (element) document.body.append(element.cloneNode(true))
  })
  await expect.poll(() => cardOf(page, 'Fjord hoodie').locator('.primary').count()).toBe(2)
  expect(complaints).toEqual([])
})

test('a page that swaps its body, as Turbo and pjax do, has its cards again, and the cart is still the customer’s', async () => {
  const { page, complaints } = await open(both())
  await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  for (let visit = 0; visit < 3; visit++) {
    await page.evaluate((markup) => {
      const body = document.createElement('body')
      body.append(document.createRange().createContextualFragment(markup))
      document.body.replaceWith(body)
    }, both())
    await cardOf(page, 'Enamel mug').waitFor()
  }
  expect(await page.locator('tributary-offer').count()).toBe(2)
  await orderInPlace(page, 'Enamel mug')
  expect((await shop.orders())[0]?.lines).toMatchObject([{ sku: 'mug', quantity: 1 }])
  expect(complaints).toEqual([])
})

test('a page that comes back from the browser’s memory still sells', async () => {
  // Without this flag of its own Playwright lets no page be kept.
  const keeping = await launchChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  try {
    const { page, complaints } = await open(both(), { inside: keeping })
    await cardOf(page, 'Enamel mug').waitFor()
    await page.evaluate(() => Object.assign(window, { isKept: true }))
    await page.goto(`${shop.host.origin}/?elsewhere`)
    await page.goBack({ waitUntil: 'commit' })
    expect(await page.evaluate(() => 'isKept' in window)).toBe(true)
    await orderInPlace(page, 'Enamel mug')
    expect(complaints).toEqual([])
  } finally {
    await keeping.close()
  }
})

test('ten thousand cards come and go, and nothing is left of them', async () => {
  const { page } = await open(both())
  await cardOf(page, 'Enamel mug').waitFor()
  const devtools = await page.context().newCDPSession(page)
  const left = async () => {
    for (let sweep = 0; sweep < 3; sweep++) await devtools.send('HeapProfiler.collectGarbage')
    const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters')
    return { nodes, jsEventListeners, heap: (await devtools.send('Runtime.getHeapUsage')).usedSize }
  }
  const cycle = (times: number) =>
    page.evaluate(async (rounds) => {
      const template = document.querySelector('a[data-tributary-offer]') as Element
      for (let round = 0; round < rounds; round++) {
        const links = Array.from({ length: 50 }, () => template.cloneNode(true) as HTMLElement)
        for (const link of links) link.hidden = false
        const box = document.createElement('div')
        box.append(...links)
        document.body.prepend(box)
        const isShown = () =>
          [...box.querySelectorAll('tributary-offer')].filter((card) => card.shadowRoot?.querySelector('.primary')).length === 50
        while (!isShown()) await new Promise((resolve) => setTimeout(resolve, 5))
        box.remove()
        await new Promise((resolve) => setTimeout(resolve))
      }
    }, times)

  await cycle(10)
  const before = await left()
  await cycle(200)
  const after = await left()
  expect(after.nodes - before.nodes).toBeLessThan(50)
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(50)
  // 10,000 cards of a few kilobytes each would be tens of megabytes.
  expect(after.heap - before.heap).toBeLessThan(2_000_000)
}, 180_000)
