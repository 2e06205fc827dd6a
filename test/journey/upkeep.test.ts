import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, openPage, type WatchedPage } from '../support/chromium.ts'
import { cardOf, openStorefront, type Storefront } from '../support/storefront.ts'

const PATIENCE = { timeout: 10_000 }

let browser: Browser
let shop: Storefront
const opened: WatchedPage[] = []
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchChromium(), openStorefront()])
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

interface Opened extends WatchedPage {
  /** What the console said to a developer. */
  readonly said: string[]
}

/** A page with this body, from when what keeps its placements is there. */
async function open(body: string): Promise<Opened> {
  shop.pageIs(shop.script + body)
  const watched = await openPage(browser)
  opened.push(watched)
  const said: string[] = []
  watched.page.on('console', (message) => message.type() === 'warning' && said.push(message.text()))
  const arrived = watched.page.waitForResponse((response) => response.url().includes('/upkeep-'))
  await watched.page.goto(`${shop.host.origin}/`)
  await arrived
  await expect
    .poll(() => watched.page.evaluate(() => 'theme' in (customElements.get('tributary-offer')?.prototype ?? {})), PATIENCE)
    .toBe(true)
  return { ...watched, said }
}

const link = (page: Page) => page.locator('a[data-tributary-offer], a#of-the-page').first()
const change = (page: Page, name: string, value: string | null) =>
  page
    .locator('h1 ~ a')
    .first()
    .evaluate(
      (element, [attribute = '', said]) => (said == null ? element.removeAttribute(attribute) : element.setAttribute(attribute, said)),
      [name, value] as const,
    )

describe('a link that is shown as a placement', () => {
  test('shows another offer, looks other and earns for somebody else as soon as it says so', async () => {
    const { page, complaints } = await open(shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    await change(page, 'data-tributary-offer', 'hoodie')
    await cardOf(page, 'Fjord hoodie').waitFor()
    await change(page, 'data-tributary-layout', 'button')
    await page.locator('tributary-offer .alone').waitFor()
    await change(page, 'data-tributary-layout', null)
    await page.locator('tributary-offer article').waitFor()
    await change(page, 'data-tributary-via', 'FERNWEH')
    await expect.poll(() => page.locator('tributary-offer').getAttribute('via')).toBe('FERNWEH')
    await change(page, 'data-tributary-via', null)
    await expect.poll(() => page.locator('tributary-offer').getAttribute('via')).toBe(shop.site)
    expect(await page.locator('tributary-offer').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  test('is a link again when it is no placement any more, and a card again when it is', async () => {
    const { page, complaints } = await open(shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    await change(page, 'data-tributary-offer', null)
    await expect.poll(() => page.locator('tributary-offer').count(), PATIENCE).toBe(0)
    expect(await page.getByRole('link', { name: 'Buy the mug' }).isVisible()).toBe(true)
    await change(page, 'data-tributary-offer', 'mug')
    await cardOf(page, 'Enamel mug').waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  test('becomes another kind of placement', async () => {
    const { page, complaints } = await open(shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    await change(page, 'data-tributary-share', 'mug')
    await change(page, 'data-tributary-offer', null)
    await page.locator('tributary-share').getByRole('button', { name: 'Share' }).waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('that failed is tried again when its mistake is mended', async () => {
    const { page } = await open(shop.placement('sledge') + shop.placement('hoodie'))
    await expect.poll(() => link(page).getAttribute('data-tributary-error'), PATIENCE).toBe('offer_unknown')
    await change(page, 'data-tributary-offer', 'mug')
    await cardOf(page, 'Enamel mug').waitFor()
    expect(await link(page).getAttribute('data-tributary-error')).toBeNull()
    await change(page, 'data-tributary-offer', 'sledge')
    await expect.poll(() => link(page).getAttribute('data-tributary-error'), PATIENCE).toBe('offer_unknown')
    expect(await link(page).isVisible()).toBe(true)
    await change(page, 'data-tributary-offer', 'mug')
    await cardOf(page, 'Enamel mug').waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(2)
  })

  test('that waits for its card in view leads on again when it is no placement any more', async () => {
    const { page, complaints } = await open(shop.placement('mug', '') + shop.placement('hoodie'))
    await cardOf(page, 'Fjord hoodie').waitFor()
    await change(page, 'data-tributary-offer', null)
    await page.getByRole('link', { name: 'Buy the mug' }).click()
    await page.waitForURL(/\/o\/mug/)
    expect(complaints).toEqual([])
  })

  test('that opens the sheet of joining leads on when it says so no more, and opens it when it says so again', async () => {
    const { page, complaints } = await open(`<a href="${shop.host.origin}/?joined" data-tributary-join="">Join</a>${shop.placement('mug')}`)
    await cardOf(page, 'Enamel mug').waitFor()
    await change(page, 'data-tributary-join', null)
    await change(page, 'data-tributary-join', '')
    await page.getByRole('link', { name: 'Join' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await change(page, 'data-tributary-join', null)
    await page.getByRole('link', { name: 'Join' }).click()
    await page.waitForURL(/joined/)
    expect(complaints).toEqual([])
  })

  test('of a collection, of sharing and of the cart follows what it says', async () => {
    const { page, complaints } = await open(
      `<a href="${shop.server.origin}/" data-tributary-collection="" data-tributary-size="list" data-tributary-limit="1">All</a>
      <a href="${shop.server.origin}/" data-tributary-cart>Cart</a>`,
    )
    const titles = () => page.locator('tributary-collection h3').allInnerTexts()
    await expect.poll(titles, PATIENCE).toHaveLength(1)
    await change(page, 'data-tributary-limit', '2')
    await expect.poll(titles, PATIENCE).toHaveLength(2)
    const cart = page.locator('a[data-tributary-cart]')
    await page.locator('tributary-cart').waitFor()
    await cart.evaluate((element) => element.removeAttribute('data-tributary-cart'))
    await expect.poll(() => page.locator('tributary-cart').count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Cart' }).isVisible()).toBe(true)
    expect(complaints).toEqual([])
  })
})

describe('a link', () => {
  test('of which only what a placement knows is taken over: no handler, no style', async () => {
    const bad = 'data-tributary-onpointerover="window.ran = true" data-tributary-style="position:fixed"'
    const { page, complaints } = await open(
      `${shop.placement('mug', `data-tributary-size="card" ${bad}`)}<a href="#" data-tributary-cart ${bad}>Cart</a>`,
    )
    await cardOf(page, 'Enamel mug').hover()
    await page.locator('tributary-cart').hover()
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
    expect(await page.locator('tributary-cart').getAttribute('style')).toBeNull()
    expect(complaints).toEqual([])
  })

  test('that was changed before anybody followed it is followed then', async () => {
    const { page, complaints } = await open(`${shop.placement('mug')}${shop.placement('lamp')}<script>
      new MutationObserver((_, observer) => {
        if (document.querySelectorAll('tributary-offer').length < 2) return
        observer.disconnect()
        const [first, second] = document.querySelectorAll('a[data-tributary-offer]')
        Object.assign(first.dataset, { tributaryOffer: 'hoodie', tributaryVia: 'FERNWEH' })
        delete second.dataset.tributaryOffer
      }).observe(document, { childList: true, subtree: true })
    </script>`)
    await cardOf(page, 'Fjord hoodie').waitFor()
    expect(await page.locator('tributary-offer').getAttribute('via')).toBe('FERNWEH')
    expect(await page.getByRole('link', { name: 'Buy the lamp' }).isVisible()).toBe(true)
    expect(complaints).toEqual([])
  })

  test('that is added and named in one go is placed once, and goes whole', async () => {
    const { page, complaints } = await open(shop.placement('mug'))
    const count = () => page.locator('tributary-cart, tributary-status, tributary-share').count()
    await page.evaluate(() => {
      for (const name of ['cart', 'status', 'share']) {
        const link = Object.assign(document.createElement('a'), { href: '#', className: 'late', textContent: name })
        document.body.append(link)
        link.setAttribute(`data-tributary-${name}`, '')
        link.setAttribute('data-tributary-size', 'row')
      }
    })
    await expect.poll(count, PATIENCE).toBe(3)
    await page.waitForTimeout(500)
    expect(await count()).toBe(3)
    await page.evaluate(() => {
      for (const link of document.querySelectorAll('.late')) link.remove()
    })
    await expect.poll(count, PATIENCE).toBe(0)
    expect(complaints).toEqual([])
  })

  test('that is moved takes its card along, out of a place that goes, too', async () => {
    const { page, complaints } = await open(`<section>${shop.placement('mug')}</section><main></main>`)
    await cardOf(page, 'Enamel mug').waitFor()
    const moveTo = (place: string): Promise<void> =>
      page.evaluate((name) => document.querySelector(name)?.append(document.querySelector('a[data-tributary-offer]') as Element), place)
    await moveTo('main')
    await page.locator('main > a + tributary-offer').waitFor()
    await page.evaluate(() => {
      const section = document.createElement('section')
      document.body.append(section)
      section.append(document.querySelector('a[data-tributary-offer]') as Element)
      document.querySelector('main')?.remove()
    })
    await page.locator('section > a + tributary-offer').waitFor()
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(1)
    expect(complaints).toEqual([])
  })
})

describe('a page', () => {
  test.each([
    ['a scheduler of its own that throws', `var scheduler = { yield() { throw new Error('not ours') } }`],
    ['one that never goes on', 'var scheduler = { yield: () => new Promise(() => {}) }'],
    [
      'a filter on every object',
      'Object.defineProperty(Object.prototype, "filter", { value: () => [], writable: true, configurable: true })',
    ],
  ])('with %s has its cards and their properties', async (_, script) => {
    const { page } = await open(`<script>${script}</script>${shop.placement('mug')}${shop.placement('hoodie')}
      <tributary-collection collection=""></tributary-collection>`)
    await cardOf(page, 'Enamel mug').first().waitFor()
    const collection = page.locator('tributary-collection')
    await collection.locator('h3').first().waitFor()
    await expect
      .poll(async () => {
        await collection.evaluate((element) => Object.assign(element, { limit: 1 }))
        return collection.getAttribute('limit')
      }, PATIENCE)
      .toBe('1')
  })
})

test('a collection keeps what was searched when who earns changes', async () => {
  const { page, complaints } = await open(`${shop.placement('lamp')}<tributary-collection collection="" search></tributary-collection>`)
  const collection = page.locator('tributary-collection')
  const titles = () => collection.locator('h3').allInnerTexts()
  await collection.getByRole('searchbox').fill('mug')
  await expect.poll(titles, PATIENCE).toEqual(['Enamel mug'])
  await collection.evaluate((element) => element.setAttribute('via', 'FERNWEH'))
  await collection.evaluate((element) => element.setAttribute('consent', 'granted'))
  await expect.poll(() => collection.locator('tributary-offer').getAttribute('via')).toBe('FERNWEH')
  expect(await collection.getByRole('searchbox').inputValue()).toBe('mug')
  expect(await titles()).toEqual(['Enamel mug'])
  expect(complaints).toEqual([])
})

describe('an element', () => {
  test('of which its offer is taken away sells nothing any more', async () => {
    const { page, complaints } = await open('<tributary-offer offer="mug"></tributary-offer>')
    await cardOf(page, 'Enamel mug').waitFor()
    await page.locator('tributary-offer').evaluate((element) => Object.assign(element, { offer: undefined }))
    await expect.poll(() => cardOf(page, 'Enamel mug').count(), PATIENCE).toBe(0)
    await page.locator('tributary-offer').evaluate((element) => Object.assign(element, { offer: 'mug' }))
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('that was given properties before it was known takes them up, and follows them from then on', async () => {
    const { page, complaints } = await open(`<tributary-offer></tributary-offer><script>
      Object.assign(document.querySelector('tributary-offer'), { offer: 'mug', layout: 'row' })
    </script>`)
    await cardOf(page, 'Enamel mug').waitFor()
    const element = page.locator('tributary-offer')
    expect(await element.getAttribute('layout')).toBe('row')
    await element.evaluate((offer) => Object.assign(offer, { layout: 'button', price: true }))
    await element.getByRole('button', { name: 'Order €14.90' }).waitFor()
    await element.evaluate((offer) => Object.assign(offer, { price: false }))
    await element.getByRole('button', { name: 'Order', exact: true }).waitFor()
    await element.evaluate((offer) => Object.assign(offer, { layout: null }))
    await element.locator('article').waitFor()
    expect(complaints).toEqual([])
  })

  test('that comes empty shows its offer when it is told one', async () => {
    const { page, complaints } = await open(shop.placement('hoodie'))
    await page.evaluate(() => document.body.append(document.createElement('tributary-offer')))
    await page.waitForTimeout(200)
    await page.evaluate(() => Object.assign(document.querySelector('body > tributary-offer:last-of-type') as object, { offer: 'mug' }))
    await cardOf(page, 'Enamel mug').waitFor()
    expect(complaints).toEqual([])
  })
})

describe('a developer is told once, by name,', () => {
  test('of values that cannot be taken and of names that are none, on links of every kind and on elements', async () => {
    const { page, said } = await open(
      `${shop.placement('mug', 'data-tributary-size="card" data-tributary-price="yes"')}
      <a href="#" data-tributary-ofer="mug">Mug</a>
      <a href="#" data-tributary-cart data-tributary-layuot="row">Cart</a>
      <a href="#" data-tributary-join data-tributary-vai="X">Join</a>
      <tributary-offer offer="hoodie" them="host" consent="maybe" class="page" title="Mine" tabindex="0"></tributary-offer>`,
    )
    await expect.poll(() => said.length, PATIENCE).toBe(6)
    expect(said.map((line) => line.replace('Tributary: attribute_invalid. ', '')).sort()).toEqual([
      'consent="maybe" of <tributary-offer>: use granted, required or denied. It counts as granted.',
      'data-tributary-layuot="row" of <a>: there is no such attribute; use data-tributary-layout.',
      'data-tributary-ofer="mug" of <a>: there is no such attribute; use data-tributary-offer.',
      'data-tributary-price="yes" of <a>: leave it empty, or leave it out.',
      'data-tributary-vai="X" of <a>: there is no such attribute; use data-tributary-via.',
      'them="host" of <tributary-offer>: there is no such attribute; use theme.',
    ])
    expect(await page.locator('[data-tributary-error="attribute_invalid"]').count()).toBe(5)
    // Mended, it is not marked any more; what comes later is looked at, too.
    await change(page, 'data-tributary-price', '')
    await expect.poll(() => page.locator('[data-tributary-error="attribute_invalid"]').count(), PATIENCE).toBe(4)
    await page.evaluate(() => {
      const late = document.createElement('a')
      late.setAttribute('data-tributary-colection', '')
      document.body.append(late)
    })
    await expect.poll(() => said.at(-1), PATIENCE).toContain('use data-tributary-collection.')
  })
})

test('what keeps placements comes when the cards are shown, with one file before it', async () => {
  shop.pageIs(shop.script + shop.placement('mug'))
  const watched = await openPage(browser)
  opened.push(watched)
  const files: string[] = []
  watched.page.on(
    'request',
    (request) => request.url().endsWith('.js') && files.push(new URL(request.url()).pathname.replace(/.*\/(\w+).*/, '$1')),
  )
  await watched.page.goto(`${shop.host.origin}/`)
  await cardOf(watched.page, 'Enamel mug').waitFor()
  expect(files).toEqual(['tributary', 'offer'])
  await expect.poll(() => files, PATIENCE).toEqual(['tributary', 'offer', 'further', 'upkeep'])
})
