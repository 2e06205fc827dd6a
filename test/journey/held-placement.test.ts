import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, openPage, type WatchedPage } from '../support/chromium.ts'
import { openPlacements } from '../support/placement.ts'
import { cardOf, openStorefront, orderInPlace, type Storefront } from '../support/storefront.ts'

const PATIENCE = { timeout: 10_000 }

let browser: Browser
let shop: Storefront
let placements: Awaited<ReturnType<typeof openPlacements>>
const opened: WatchedPage[] = []
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchChromium(), openStorefront()])
  placements = await openPlacements(shop)
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

interface Opened extends WatchedPage {
  /** Every address of the parent's API that the page asked for. */
  readonly asked: string[]
  readonly told: string[]
}

/** Opens the page, with no cache between it and the parent: what changed is there at the next visit, not in a quarter of a minute. */
async function open(body: string, headers: Record<string, string> = {}, inside = browser): Promise<Opened> {
  shop.pageIs(body, headers)
  const watched = await openPage(inside)
  opened.push(watched)
  const asked: string[] = []
  const told: string[] = []
  watched.page.on('request', (request) => request.url().includes('/v1/') && asked.push(request.url()))
  watched.page.on('console', (message) => message.type() === 'warning' && told.push(message.text()))
  await watched.page.route('**/v1/placements?*', (route) => route.continue())
  await watched.page.goto(`${shop.host.origin}/`)
  return { ...watched, asked, told }
}

const link = (page: Page) => page.locator('a[data-tributary-placement]')
const errorOf = (page: Page) => link(page).getAttribute('data-tributary-error')

describe('a placement that is pasted once', () => {
  test('shows another offer after its owner has changed it, and the page was not touched', { timeout: 60_000 }, async () => {
    const held = await placements.add('offer', { offer: 'mug' })
    const { page, complaints } = await open(shop.script + placements.link(held))
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(await link(page).isHidden()).toBe(true)
    await placements.change(held.id, 'offer', { offer: 'lamp', layout: 'row' })
    await expect
      .poll(async () => {
        await page.reload()
        await cardOf(page, 'Storm lamp')
          .waitFor({ timeout: 2_000 })
          .catch(() => undefined)
        return cardOf(page, 'Storm lamp').count()
      }, PATIENCE)
      .toBe(1)
    expect(await page.locator('tributary-offer').count()).toBe(1)
    expect(await page.locator('tributary-offer').getAttribute('layout')).toBe('row')
    await placements.change(held.id, 'collection', { collection: 'kitchen' })
    await expect
      .poll(async () => {
        await page.reload()
        await page
          .locator('tributary-collection')
          .waitFor({ timeout: 2_000 })
          .catch(() => undefined)
        return page.locator('tributary-collection').count()
      }, PATIENCE)
      .toBe(1)
    expect(complaints).toEqual([])
  })

  test('sells exactly as a pasted offer does, to whoever earns', { timeout: 60_000 }, async () => {
    const held = await placements.add('offer', { offer: 'mug' })
    const orderOf = async (line: string) => {
      const { page } = await open(shop.script + line)
      const body = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/v1/orders'))
      const number = await orderInPlace(page, 'Enamel mug')
      const order = (await shop.orders()).find((one) => one.number === number)
      const { id: _, sealed: __, quote: ___, ...sent } = JSON.parse((await body).postData() ?? '') as Record<string, unknown>
      return { sent, lines: order?.lines.map(({ sku, quantity }) => [sku, quantity]), attribution: order?.attribution }
    }
    const fromHeld = await orderOf(placements.link(held))
    expect(fromHeld).toEqual(await orderOf(shop.placement('mug')))
    expect(fromHeld.attribution).toMatchObject({ reason: expect.any(String), affiliate: expect.any(String) })
    expect(JSON.stringify(fromHeld.sent)).toContain(shop.site)
  })

  test('is asked for in one request, however many the page has', async () => {
    const three = await Promise.all(['mug', 'hoodie', 'lamp'].map((offer) => placements.add('offer', { offer })))
    const { page, asked, complaints } = await open(shop.script + three.map((one) => placements.link(one)).join(''))
    await expect.poll(() => page.locator('tributary-offer .primary').count(), PATIENCE).toBe(3)
    expect(asked.filter((url) => url.includes('/v1/placements'))).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  test('shows its last good version while the parent says nothing of it', async () => {
    const held = await placements.add('offer', { offer: 'mug' })
    const never = await placements.add('offer', { offer: 'lamp' })
    const { page, told } = await open(shop.script + placements.link(held))
    await cardOf(page, 'Enamel mug').waitFor()
    shop.pageIs(shop.script + placements.link(held) + placements.link(never))
    await page.route('**/v1/placements?*', (route) => route.abort())
    await page.reload()
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    await expect.poll(() => link(page).nth(1).getAttribute('data-tributary-error'), PATIENCE).toBe('unavailable')
    expect(await link(page).nth(1).isVisible()).toBe(true)
    expect(told.filter((text) => text.startsWith('Tributary: unavailable'))).toHaveLength(1)
    expect(await link(page).nth(0).getAttribute('data-tributary-error')).toBeNull()
  })

  test('that was removed, or never was, is its link, which leads to a page that says so', async () => {
    const held = await placements.add('offer', { offer: 'mug' })
    const { page, told } = await open(shop.script + placements.link(held))
    await cardOf(page, 'Enamel mug').waitFor()
    await placements.remove(held.id)
    await expect
      .poll(async () => {
        await page.reload()
        await page.waitForTimeout(500)
        return errorOf(page)
      }, PATIENCE)
      .toBe('placement_unknown')
    expect(await link(page).isVisible()).toBe(true)
    expect(told.at(-1)).toContain(`This site has no placement ${held.id}`)
    await link(page).click()
    await page.getByRole('heading', { name: 'This link leads nowhere any more' }).waitFor()
  })

  test('works under a strict content security policy and Trusted Types, as a link and as an element', async () => {
    const parent = shop.server.origin
    const policy = [
      "default-src 'none'",
      "script-src 'nonce-r4nd0m'",
      `connect-src ${parent}`,
      `img-src ${parent} data:`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; ')
    const script = shop.script.replace('<script ', '<script nonce="r4nd0m" ')
    const [one, other] = await Promise.all([placements.add('offer', { offer: 'mug' }), placements.add('share', { offer: 'lamp' })])
    const body = `${script}${placements.link(one)}<tributary-placement placement="${other.id}"></tributary-placement>`
    const { page, complaints } = await open(body, { 'Content-Security-Policy': policy })
    await page.getByRole('button', { name: 'Share' }).waitFor()
    await orderInPlace(page, 'Enamel mug')
    expect(complaints).toEqual([])
    expect(await page.evaluate(() => Object.keys(window).filter((name) => /tributary/i.test(name) && name !== 'tellViolation'))).toEqual([
      'tributary',
    ])
  })

  test('waits with a change for the next visit while somebody is choosing', { timeout: 60_000 }, async () => {
    const held = await placements.add('offer', { offer: 'hoodie' })
    const { page } = await open(shop.script + placements.link(held))
    await cardOf(page, 'Fjord hoodie').waitFor()
    await placements.change(held.id, 'offer', { offer: 'lamp' })
    let answer = (): void => undefined
    const isDue = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/v1/placements?*', async (route) => {
      await isDue
      await route.continue()
    })
    await page.waitForTimeout(1_100)
    await page.reload()
    await cardOf(page, 'Fjord hoodie').getByLabel('Colour').selectOption('Green')
    await cardOf(page, 'Fjord hoodie').getByLabel('Colour').focus()
    const answered = page.waitForResponse('**/v1/placements?*')
    answer()
    await answered
    await page.waitForTimeout(300)
    expect(await cardOf(page, 'Fjord hoodie').getByLabel('Colour').inputValue()).toBe('Green')
    await page.reload()
    await cardOf(page, 'Storm lamp').waitFor()
  })

  test('opens the sheet of joining from the page’s own link', async () => {
    const held = await placements.add('join', {})
    const { page, complaints } = await open(shop.script + placements.link(held, ''))
    await page.waitForFunction(() => document.querySelector('tributary-placement')?.shadowRoot)
    await link(page).click()
    await page.getByRole('dialog').getByRole('heading').first().waitFor()
    expect(await link(page).innerText()).toBe('Buy it')
    expect(complaints).toEqual([])
  })
})

describe('a page with a placement that is kept elsewhere', () => {
  const both = async () => {
    const [one, other] = await Promise.all([placements.add('offer', { offer: 'mug' }), placements.add('offer', { offer: 'hoodie' })])
    return shop.script + placements.link(one) + placements.link(other)
  }

  test('may swap its body, as Turbo does, move what stands there, and take it away', { timeout: 60_000 }, async () => {
    const markup = await both()
    const { page, complaints } = await open(markup)
    await cardOf(page, 'Enamel mug').waitFor()
    for (let visit = 0; visit < 3; visit++) {
      await page.evaluate((text) => {
        const body = document.createElement('body')
        body.append(document.createRange().createContextualFragment(text))
        document.body.replaceWith(body)
      }, markup)
      await cardOf(page, 'Enamel mug').waitFor()
    }
    expect(await page.locator('tributary-offer').count()).toBe(2)

    await cardOf(page, 'Fjord hoodie').getByLabel('Colour').selectOption('Green')
    await page.evaluate(() => {
      const last = [...document.querySelectorAll('tributary-placement')].at(-1)
      if (last) document.body.prepend(last)
    })
    expect(await cardOf(page, 'Fjord hoodie').getByLabel('Colour').inputValue()).toBe('Green')
    expect(await link(page).nth(1).isHidden()).toBe(true)

    await page.evaluate(() => document.querySelector('a[data-tributary-placement]')?.remove())
    await expect.poll(() => page.locator('tributary-placement').count()).toBe(1)
    await page.evaluate(() => document.querySelector('tributary-placement')?.remove())
    expect(await link(page).isVisible()).toBe(true)
    expect(complaints).toEqual([])
  })

  test('may mount an element twice, as a strict React does', async () => {
    const { id } = await placements.add('offer', { offer: 'mug' })
    const { page, complaints } = await open(`${shop.script}<main></main>`)
    await page.evaluate((placement) => {
      const element = document.createElement('tributary-placement')
      element.setAttribute('placement', placement)
      const main = document.querySelector('main')
      main?.append(element)
      element.remove()
      main?.append(element)
    }, id)
    await cardOf(page, 'Enamel mug').waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  test('comes back from the browser’s memory, and sells', { timeout: 60_000 }, async () => {
    const keeping = await launchChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
    try {
      shop.pageIs(await both())
      const watched = await openPage(keeping)
      opened.push(watched)
      const { page, complaints } = watched
      await page.goto(`${shop.host.origin}/`)
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

  test('has a plain link where there is no script: it leads to what is shown by now', async () => {
    const held = await placements.add('offer', { offer: 'mug' })
    shop.pageIs(placements.link(held))
    const watched = await openPage(browser, { javaScriptEnabled: false })
    opened.push(watched)
    await watched.page.goto(`${shop.host.origin}/`)
    await link(watched.page).click()
    await watched.page.getByRole('heading', { name: 'Enamel mug' }).waitFor()
    expect(watched.page.url()).toBe(`${shop.server.origin}/o/mug?via=${shop.site}`)
  })

  test('lets a bare link in view grow at a press, and the sheet opens there', async () => {
    const held = await placements.add('offer', { offer: 'mug' })
    const { page, complaints, asked } = await open(shop.script + placements.link(held, ''))
    await expect.poll(() => asked.some((url) => url.includes('/v1/offers')), PATIENCE).toBe(true)
    await page.waitForTimeout(500)
    expect(await page.locator('tributary-placement').count()).toBe(0)
    await link(page).click()
    await page.getByRole('dialog').waitFor()
    await cardOf(page, 'Enamel mug').waitFor()
    expect(complaints).toEqual([])
  })
})
