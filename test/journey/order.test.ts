import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, PHONE, type WatchedPage } from '../support/chromium.ts'
import { keyboardOf } from '../support/keyboard.ts'
import {
  cardOf,
  fillDetails,
  openStorefront,
  orderInPlace,
  orderNumber,
  payButton,
  type Storefront,
  sheetOf,
  toReview,
} from '../support/storefront.ts'

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

async function open(body: string, options: Parameters<Storefront['open']>[1] = {}, headers = {}): Promise<WatchedPage> {
  shop.pageIs(body, headers)
  const page = await shop.open(browser, options)
  opened.push(page)
  return page
}

const level = async (sku: string): Promise<number | undefined> => {
  const { offers } = (await (await fetch(`${shop.server.origin}/v1/offers?site=${shop.site}`)).json()) as {
    offers: { variants: { sku: string; stock?: number }[] }[]
  }
  return offers.flatMap(({ variants }) => variants).find((variant) => variant.sku === sku)?.stock
}

describe('a customer orders on the affiliate’s page', () => {
  test('by touch on a phone, a variant with two options, and sees it shipped on the status page', async () => {
    const { page, complaints } = await open(shop.script + shop.placement('hoodie'), { viewport: PHONE, hasTouch: true, isMobile: true })
    const card = cardOf(page, 'Fjord hoodie')
    await card.getByLabel('Colour').selectOption('Green')
    await expect.poll(() => card.getByLabel('Size').locator('option', { hasText: /^L/ }).isDisabled()).toBe(true)
    await card.getByLabel('Size').selectOption('M')
    await card.getByRole('button', { name: 'Order' }).tap()
    const sheet = sheetOf(page)
    await fillDetails(sheet)
    await sheet.getByRole('button', { name: 'Review your order' }).tap()
    await sheet.getByText('€63.90').first().waitFor()
    await payButton(sheet).tap()
    const number = await orderNumber(sheet)

    const [order] = await shop.orders()
    expect(order).toMatchObject({
      number,
      site: shop.site,
      state: 'placed',
      totals: { totalMinor: 6_390 },
      attribution: { reason: 'site' },
    })
    expect(order?.lines[0]).toMatchObject({ sku: 'hoodie-green-m', quantity: 1 })
    expect(order?.flags).toEqual([])

    await shop.server.cli('order', 'confirm', number)
    const shipped = await shop.server.cli('order', 'ship', number, '--carrier', 'DHL', '--tracking', 'JD014', '--json')
    expect(shipped.json<{ state: string }>().state).toBe('shipped')
    const status = sheet.getByRole('link', { name: /See your order/ })
    await page.goto((await status.getAttribute('href')) as string)
    await page.getByText('JD014').waitFor()
    expect(await page.locator('main').innerText()).toContain('Shipped')
    expect(complaints).toEqual([])
  })

  test('by keyboard alone', async () => {
    const { page, complaints } = await open(shop.script + shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    const keyboard = keyboardOf(page)
    await keyboard.enter(/^BUTTON Order$/)
    const sheet = sheetOf(page)
    await sheet.waitFor()
    for (const [field, text] of [
      ['email', 'kay@customer.example'],
      ['country', 'Germany'],
      ['name', 'Kay Muster'],
      ['line1', 'Lindenweg 4'],
      ['postcode', '10115'],
      ['city', 'Berlin'],
    ] as const) {
      await keyboard.type(field, text)
    }
    await page.keyboard.press('Enter')
    await payButton(sheet).waitFor()
    await keyboard.enter(/^BUTTON Order and pay/)
    const number = await orderNumber(sheet)
    expect((await shop.orders())[0]).toMatchObject({ number, customer: { email: 'kay@customer.example' } })
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('without JavaScript, by the link, and the site is still attributed', async () => {
    const { page } = await open(shop.script + shop.placement('hoodie'), { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Buy the hoodie' }).click()
    await page.getByLabel('Which one').selectOption('hoodie-blue-m')
    await page.getByLabel('E-mail').fill('nojs@customer.example')
    await page.getByLabel('Full name').fill('Noor Muster')
    await page.getByLabel('Street and number').fill('Lindenweg 5')
    await page.getByLabel('Postcode').fill('8001')
    await page.getByLabel('Town or city').fill('Berlin')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('That postcode has 4 digits; Germany uses 5 digits.').first().waitFor()
    await page.getByLabel('Postcode').fill('10115')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel(/Express/).check()
    await page.getByRole('button', { name: 'Order and pay €73.90' }).click()
    await page.getByText('This is the new total').waitFor()
    await page.getByRole('button', { name: 'Order and pay €78.90' }).click()
    await page.getByText('Your order has arrived').waitFor()
    const [order] = await shop.orders()
    expect(await page.locator('h1').innerText()).toBe(`Order ${order?.number}`)
    expect(order).toMatchObject({ site: shop.site, attribution: { reason: 'placement' }, totals: { totalMinor: 7_890 } })
    expect(order?.attribution.affiliate).toBeTruthy()
  })

  test('through the studio’s own lines', async () => {
    const studio = await open('')
    await studio.page.goto(`${shop.server.origin}/embed/${shop.site}?offer=mug`)
    const preview = studio.page.frameLocator('iframe[title="Preview"]')
    await preview.locator('tributary-offer').getByRole('button', { name: 'Order' }).waitFor()
    expect(studio.complaints).toEqual([])
    const snippet = await studio.page.locator('#snippet-html').innerText()
    expect(snippet.split('\n')).toHaveLength(3)
    const { page } = await open(snippet)
    const number = await orderInPlace(page, 'Enamel mug')
    expect((await shop.orders())[0]).toMatchObject({ number, site: shop.site })
  })
})

describe('the page may do what it likes', () => {
  test('paste the script twice: there is one card, and it works', async () => {
    const { page, complaints } = await open(shop.script + shop.placement('mug') + shop.script)
    await cardOf(page, 'Enamel mug').waitFor()
    expect(await page.locator('tributary-offer').count()).toBe(1)
    const before = (await shop.orders()).length
    await orderInPlace(page, 'Enamel mug')
    expect((await shop.orders()).length).toBe(before + 1)
    expect(complaints).toEqual([])
  })

  test('add a placement later, and take its card away: the link comes back', async () => {
    const { page, complaints } = await open(`${shop.script}<div id="slot"></div>`)
    await page.evaluate((markup) => {
      // The host page's own script, not ours: it may use what it likes.
      document.querySelector('#slot')?.append(document.createRange().createContextualFragment(markup))
    }, shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    const link = page.locator('#slot > a')
    expect(await link.isHidden()).toBe(true)
    await page.evaluate(() => document.querySelector('tributary-offer')?.remove())
    await link.waitFor({ state: 'visible' })
    await page.evaluate(() => document.querySelector('#slot')?.replaceChildren())
    await expect.poll(() => page.locator('tributary-offer').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('tamper with the price: the parent’s price is shown before the order, and charged', async () => {
    const { page } = await open(shop.script + shop.placement('mug'))
    await page.route('**/v1/offers?*', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replaceAll('"amountMinor":1490', '"amountMinor":1') })
    })
    await page.reload()
    await cardOf(page, 'Enamel mug').getByText('€0.01').first().waitFor()
    const sheet = await toReview(page, 'Enamel mug')
    expect(await payButton(sheet).innerText()).toBe('Order and pay €19.80')
    await payButton(sheet).click()
    await orderNumber(sheet)
    expect((await shop.orders())[0]?.totals.totalMinor).toBe(1_980)
  })
})

describe('whatever the network does', () => {
  test('a double click on the order button is one order', async () => {
    const { page } = await open(shop.script + shop.placement('mug'))
    const before = (await shop.orders()).length
    const sheet = await toReview(page, 'Enamel mug')
    await payButton(sheet).dblclick()
    await orderNumber(sheet)
    expect((await shop.orders()).length).toBe(before + 1)
  })

  test('a server that answers late is waited for, and the sheet says so', async () => {
    const { page } = await open(shop.script + shop.placement('mug'))
    await page.route('**/v1/orders', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 4_000))
      await route.continue()
    })
    const before = (await shop.orders()).length
    const sheet = await toReview(page, 'Enamel mug')
    await payButton(sheet).click()
    await sheet.getByText('It is saved in this browser').waitFor()
    await orderNumber(sheet)
    expect((await shop.orders()).length).toBe(before + 1)
  })

  test('an answer that is lost is asked for again with the same bytes: one order', async () => {
    const { page } = await open(shop.script + shop.placement('mug'))
    const bodies: (string | null)[] = []
    await page.route('**/v1/orders', async (route) => {
      bodies.push(route.request().postData())
      if (bodies.length > 1) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    const before = (await shop.orders()).length
    const sheet = await toReview(page, 'Enamel mug')
    await payButton(sheet).click()
    await orderNumber(sheet)
    expect(bodies).toHaveLength(2)
    expect(bodies[1]).toBe(bodies[0])
    expect((await shop.orders()).length).toBe(before + 1)
  })

  test('with the parent down the placement is the link it was', async () => {
    const { page } = await open('')
    shop.pageIs(shop.script.replace(shop.server.origin, 'http://localhost:9') + shop.placement('mug'))
    await page.reload()
    await page.waitForTimeout(500)
    expect(await page.getByRole('link', { name: 'Buy the mug' }).isVisible()).toBe(true)
    expect(await page.locator('tributary-offer').count()).toBe(0)
  })

  test('with the parent gone after its script the link stays, and the developer is told why', async () => {
    const { page } = await open('')
    shop.pageIs(shop.script + shop.placement('mug'))
    await page.route('**/v1/offers?*', (route) => route.abort('connectionrefused'))
    const told = page.waitForEvent('console', { predicate: (message) => /tributary/i.test(message.text()) })
    await page.reload()
    await told
    expect(await page.getByRole('link', { name: 'Buy the mug' }).isVisible()).toBe(true)
    expect(await page.locator('a').getAttribute('data-tributary-error')).toBe('unavailable')
  })
})

test('of two customers who press for the last piece one gets it and one is told', async () => {
  const pages = [await open(shop.script + shop.placement('lamp')), await open(shop.script + shop.placement('lamp'))]
  const sheets = await Promise.all(pages.map(({ page }, index) => toReview(page, 'Storm lamp', `customer-${index}@customer.example`)))
  const before = (await shop.orders()).length
  await Promise.all(sheets.map((sheet) => payButton(sheet).click()))
  const outcomes = await Promise.all(
    sheets.map((sheet) =>
      Promise.race([
        orderNumber(sheet).then(() => 'placed'),
        sheet
          .getByText(/sold out|somebody was quicker/i)
          .first()
          .waitFor()
          .then(() => 'told'),
      ]),
    ),
  )
  expect(outcomes.sort()).toEqual(['placed', 'told'])
  expect((await shop.orders()).length).toBe(before + 1)
  expect(await level('lamp')).toBe(0)
})

test('under a strict content security policy and Trusted Types an order is placed with no violation', async () => {
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
  const { page, complaints } = await open(script + shop.placement('hoodie'), {}, { 'Content-Security-Policy': policy })
  const card = cardOf(page, 'Fjord hoodie')
  await card.getByLabel('Colour').selectOption('Blue')
  await card.getByLabel('Size').selectOption('M')
  const number = await orderInPlace(page, 'Fjord hoodie')
  expect((await shop.orders())[0]).toMatchObject({ number })
  expect(complaints).toEqual([])
})
