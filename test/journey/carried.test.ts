import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildCatalogue } from '../support/build.ts'
import { launchChromium, openPage, type WatchedPage } from '../support/chromium.ts'
import { cardOf, openStorefront, orderInPlace, type Storefront, sheetOf, toReview } from '../support/storefront.ts'

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

/** The script line that carries these offers. */
const carrying = (query: string): string => `<script async src="${address(query)}"></script>`
const address = (query: string): string => `${shop.server.origin}/v1/tributary.js?site=${shop.site}&ids=${query}`

/** A page with this body, and the paths of everything that it asked the parent for before its first card could be pressed. */
async function open(
  body: string,
  headers: Record<string, string> = {},
  language = 'en',
): Promise<WatchedPage & { readonly asked: string[] }> {
  shop.pageIs(body, headers, language)
  const watched = await openPage(browser)
  opened.push(watched)
  const asked: string[] = []
  watched.page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === shop.server.origin && !pathname.startsWith('/media/')) asked.push(pathname)
  })
  await watched.page.goto(`${shop.host.origin}/`)
  return { ...watched, asked }
}

describe('a script that carries the page’s offers', () => {
  test('shows them without a further request, and the order placed there is like every other', async () => {
    const { page, asked, complaints } = await open(carrying('hoodie,mug') + shop.placement('mug') + shop.placement('hoodie'))
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    await cardOf(page, 'Fjord hoodie').getByRole('button', { name: 'Order' }).waitFor()
    expect(asked).toEqual(['/v1/tributary.js'])
    const number = await orderInPlace(page, 'Enamel mug')
    const placed = (await shop.orders()).find((order) => order.number === number)
    expect(placed?.flags).toEqual([])
    // What came in the script is not fetched again: beside it stands a module that hands it on.
    expect(asked.filter((path) => path.includes('/offer-'))).toEqual([expect.stringContaining('/carried/offer-')])
    expect(complaints).toEqual([])
  })

  test('works under a policy of nonces alone, with everything checked that it fetches later', async () => {
    const { origin } = shop.server
    const policy = `default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src ${origin}; img-src ${origin} data:`
    const headers = { 'Content-Security-Policy': `${policy}; require-trusted-types-for 'script'; trusted-types 'none'` }
    const script = carrying('mug').replace('<script ', '<script nonce="r4nd0m" ')
    const { page, complaints } = await open(`${script}${shop.placement('mug')}<a href="#cart" data-tributary-cart>Cart</a>`, headers)
    const unchecked = () =>
      page.evaluate(() => {
        const checked = new Set([...document.querySelectorAll<HTMLLinkElement>('link[integrity]')].map(({ href }) => href))
        const scripts = performance.getEntriesByType('resource').map(({ name }) => name)
        return scripts.filter((name) => /\/carried\/.*\.js$/.test(name) && !checked.has(name))
      })
    await page.locator('tributary-cart').getByRole('button').waitFor()
    expect(await unchecked()).toEqual([])
    expect(await orderInPlace(page, 'Enamel mug')).toMatch(/\w{4,}/)
    expect(await unchecked()).toEqual([])
    expect(complaints).toEqual([])
  })

  test('is the line that the studio gives', async () => {
    const { page, close } = await openPage(browser)
    await page.goto(`${shop.server.origin}/embed/${shop.site}?offer=mug`)
    const line = await page.locator('#snippet-sooner').innerText()
    await close()
    const { page: pasted, asked } = await open(line + shop.placement('mug'))
    await cardOf(pasted, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(asked).toEqual(['/v1/tributary.js'])
  })

  test('asks for all where the page shows one more', async () => {
    const { page, asked, complaints } = await open(carrying('mug') + shop.placement('mug') + shop.placement('hoodie'))
    await cardOf(page, 'Fjord hoodie').getByRole('button', { name: 'Order' }).waitFor()
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(asked).toEqual(['/v1/tributary.js', '/v1/offers'])
    expect(complaints).toEqual([])
  })

  test.each([
    ['the texts of the page’s language', 'de', ''],
    [
      'what the page said by commands',
      'en',
      `<script>window.tributary = (...command) => (tributary.queue ??= []).push(command); tributary('texts', { card: { order: 'Get it' } })</script>`,
    ],
  ])('asks for what the page shows while %s are on their way', async (_, language, before) => {
    const late = `<script>document.addEventListener('DOMContentLoaded', () => { const timer = setInterval(() => {
      if (!window.tributary?.consent) return
      clearInterval(timer)
      setTimeout(() => document.body.insertAdjacentHTML('beforeend', '${shop.placement('hoodie').replaceAll("'", '&#39;')}'), 1)
    }, 1) })</script>`
    const { page } = await open(before + late + carrying('mug') + shop.placement('mug'), {}, language)
    await cardOf(page, 'Fjord hoodie').getByRole('combobox').first().waitFor()
    expect(await page.locator('[data-tributary-error]').count()).toBe(0)
  })

  test('carries the texts of a language too', async () => {
    const { page, asked } = await open(carrying('mug&language=de') + shop.placement('mug'), {}, 'de')
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Bestellen' }).waitFor()
    expect(asked).toEqual(['/v1/tributary.js'])
  })

  /** A page’s script that counts who makes a format of numbers. */
  const counting = `<script>{ const { NumberFormat } = Intl; window.made = 0
    Intl.NumberFormat = function (...wanted) { window.made++; return new NumberFormat(...wanted) } }</script>`
  const made = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { made: number }).made)

  test.each([
    ['en', '', '€14.90'],
    ['de', '&language=de', '14,90 €'],
  ])('has the amounts written as “%s” writes them, and the browser need not know how', async (language, query, price) => {
    const { page } = await open(counting + carrying(`mug${query}`) + shop.placement('mug'), {}, language)
    await cardOf(page, 'Enamel mug').getByText(price).waitFor()
    expect(await made(page)).toBe(0)
  })

  test('leaves to the browser what the page writes in a way of its own', async () => {
    const { page } = await open(counting + carrying('mug&language=de') + shop.placement('mug'), {}, 'de-AT')
    await cardOf(page, 'Enamel mug').getByText('€ 14,90').waitFor()
    expect(await made(page)).toBe(1)
  })

  test('leaves to the browser the amounts that did not come along', async () => {
    const { page } = await open(counting + carrying('mug') + shop.placement('mug'))
    await toReview(page, 'Enamel mug')
    // With the shipping, which is no offer's price.
    await sheetOf(page).getByText('€19.80').first().waitFor()
    expect(await made(page)).toBeGreaterThan(0)
  })

  test('shows the first card before the page is drawn', async () => {
    const blind = '<script>IntersectionObserver.prototype.observe = () => {}</script>'
    const far = `<p style="margin-block-start: 300vh">The end.</p>${shop.placement('hoodie')}`
    const { page } = await open(blind + carrying('mug,hoodie') + shop.placement('mug') + far)
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(1)
  })

  test('is old after a while: what is ordered costs what the shop asks by then', async () => {
    const { page } = await open(carrying('mug') + shop.placement('mug'))
    await cardOf(page, 'Enamel mug').getByText('€14.90').waitFor()
    const body = JSON.stringify(buildCatalogue()).replace('"14.90"', '"15.90"')
    const headers = { 'Content-Type': 'application/json' }
    expect((await shop.server.staff('/v1/admin/catalogue', { method: 'POST', body, headers })).status).toBe(200)
    await toReview(page, 'Enamel mug')
    await sheetOf(page).getByText('€15.90').first().waitFor()
    // Whoever opens the page next has the new price with the script, which the parent keeps for a second.
    await expect.poll(async () => (await fetch(address('mug'))).text(), { timeout: 10_000 }).toContain('15.90')
    const { page: next } = await open(carrying('mug') + shop.placement('mug'))
    await cardOf(next, 'Enamel mug').getByText('€15.90').waitFor()
  })

  test('shows nothing on a page that the shop does not know, and says why', async () => {
    shop.pageIs(carrying('mug') + shop.placement('mug'))
    const { page, close } = await openPage(browser)
    await page.goto(`${shop.host.origin.replace('localhost', '127.0.0.1')}/`)
    await page.locator('a[data-tributary-error="origin_unregistered"]').waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(0)
    await close()
  })
})

describe('the parent', () => {
  const text = async (query: string): Promise<string> => (await fetch(address(query))).text()

  test('answers the plain script where there is nothing that it could carry', async () => {
    const plain = await (await fetch(`${shop.server.origin}/v1/tributary.js`)).text()
    expect(await (await fetch(`${shop.server.origin}/v1/tributary.js?site=${shop.site}`)).text()).toBe(plain)
    expect(await (await fetch(`${shop.server.origin}/v1/tributary.js?site=site_nobody&ids=mug`)).text()).toBe(plain)
    expect(await text(`mug&colour=blue`)).toBe(plain)
    expect(await text('mug')).not.toBe(plain)
  })

  test('keeps the plain script no longer than the other, where it may carry something soon', async () => {
    const { headers } = await fetch(address('mug&colour=blue'))
    expect(headers.get('Cache-Control')).toBe('public, max-age=60')
  })

  test('carries for everybody, whatever origin somebody names who asks', async () => {
    const foreign = await fetch(address('mug,kettle'), { headers: { Origin: 'https://evil.example' } })
    const others = await text('mug,kettle')
    expect(others).toContain('TRIBUTARY_CARRIED')
    expect(await foreign.text()).toBe(others)
  })

  test('carries the same for the same offers in another order, or twice', async () => {
    expect(await text('mug,hoodie,mug')).toBe(await text('hoodie,mug'))
  })

  test('names what it does not sell, so that the page need not ask for it', async () => {
    expect(await text('nothing-of-ours')).toContain('"unknown":["nothing-of-ours"]')
  })

  test('says that nothing changed, and another content where something did', async () => {
    const first = await fetch(address('mug'))
    const tag = first.headers.get('ETag') ?? ''
    expect(first.headers.get('Cache-Control')).toMatch(/max-age=60/)
    expect((await fetch(address('mug'), { headers: { 'If-None-Match': tag } })).status).toBe(304)
    expect((await fetch(address('hoodie'))).headers.get('ETag')).not.toBe(tag)
  })

  test('compresses it', async () => {
    const answer = await fetch(address('mug'), { headers: { 'Accept-Encoding': 'br' } })
    expect(answer.headers.get('Content-Encoding')).toBe('br')
    expect(await answer.text()).toContain('TRIBUTARY_CARRIED')
  })
})
