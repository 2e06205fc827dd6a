import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, type WatchedPage } from '../support/chromium.ts'
import { beside, keyboardOf, NARROW, toldOf } from '../support/keyboard.ts'
import { cardOf, openStorefront, orderInPlace, type Storefront, sheetOf } from '../support/storefront.ts'

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

async function open(body: string) {
  shop.pageIs(shop.script + body)
  const watched = await shop.open(browser, { viewport: NARROW })
  opened.push(watched)
  return { ...watched, keyboard: keyboardOf(watched.page) }
}

const told = (part: Locator): Promise<string> => toldOf(part, shop.server.origin)

describe('by keyboard alone, in 320 pixels, and as a screen reader is told it', () => {
  test('a cart: more of it, out of it, back again, and on to the order', async () => {
    const cart = `<a href="${shop.server.origin}/?via=${shop.site}" data-tributary-cart>Your cart</a>`
    const { page, complaints, keyboard } = await open(cart + shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
    const button = page.locator('tributary-cart')
    expect(await told(button)).toMatchInlineSnapshot(`
      "- button "Cart"
      - status"
    `)
    await keyboard.enter(/^BUTTON Order$/)
    await sheetOf(page).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog').count()).toBe(0)
    // Who closes the sheet is where the sheet was opened.
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe('Order')
    expect(await told(button)).toMatchInlineSnapshot(`
      "- button "Cart 1 article in the cart"
      - status: 1 article in the cart"
    `)
    expect(await beside(button)).toEqual([])

    await keyboard.enter(/^BUTTON Cart/)
    const sheet = sheetOf(page)
    await sheet.waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Your cart":
        - banner:
          - paragraph: Enamel mug
          - heading "Your cart" [level=2]
          - button "Close": ×
        - list:
          - listitem:
            - paragraph: Enamel mug
            - 'group "Quantity: Enamel mug"':
              - button "One fewer" [disabled]: −
              - status: "1"
              - button "One more": +
            - button "Remove Enamel mug": Remove
            - text: €14.90
        - paragraph: Subtotal €14.90
        - contentinfo:
          - button "Continue""
    `)
    expect(await beside(sheet)).toEqual([])
    await keyboard.enter(/^BUTTON \+$/)
    await sheet.getByText('€29.80').first().waitFor()
    await keyboard.enter(/^BUTTON Remove$/)
    await sheet.getByRole('status').filter({ hasText: 'Enamel mug' }).waitFor()
    // What was taken out can be put back at once: the way there has the focus.
    await page.keyboard.press('Enter')
    await sheet.getByText('€29.80').first().waitFor()
    await keyboard.enter(/^BUTTON Continue$/)
    await sheet.getByLabel('E-mail').waitFor()
    expect(complaints).toEqual([])
  })

  test('the status of an order, and its cancelling', async () => {
    const first = await open(shop.placement('mug'))
    const number = await orderInPlace(first.page, 'Enamel mug')
    const { statusUrl } = (await shop.orders()).find((order) => order.number === number) ?? {}
    const { page, complaints, keyboard } = await open(`<a href="${shop.server.origin}/" data-tributary-status>Your order</a>`)
    const status = page.locator('tributary-status')
    await status.getByRole('button', { name: 'Show' }).waitFor()
    expect(await told(status)).toMatchInlineSnapshot(`
      "- heading "Follow your order" [level=2]
      - text: Link from your mail
      - textbox "Link from your mail"
      - paragraph: Paste the link that came with the confirmation of your order.
      - paragraph:
        - button "Show the order""
    `)
    expect(await beside(status)).toEqual([])
    await keyboard.tabTo(/^INPUT/)
    await page.keyboard.type('my order')
    await page.keyboard.press('Enter')
    await status.getByRole('alert').waitFor()
    expect(await told(status.getByRole('alert'))).toMatchInlineSnapshot(
      `"- alert: This is no link to an order. Copy the whole link from your mail."`,
    )
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(String(statusUrl))
    await page.keyboard.press('Enter')
    await status.getByText(`Order ${number}`).waitFor()
    expect(await told(status)).toMatchInlineSnapshot(`
      "- heading "Order NUMBER" [level=2]
      - list:
        - listitem: Received DAY
        - listitem: Will be shipped
        - listitem: Arrives DAY – DAY
      - term: 1 × Enamel mug
      - definition: €14.90
      - term: Shipping (Standard)
      - definition: €4.90
      - term: Total
      - definition: €19.80
      - paragraph: You can withdraw from the contract without giving a reason.
      - paragraph:
        - button "Cancel this order"
        - button "Withdraw from contract here"
      - paragraph:
        - link "Ask the shop that sold it":
        - link "How returns work":
        - link "Page of the order":"
    `)
    expect(await beside(status)).toEqual([])
    await keyboard.enter(/^BUTTON Cancel this order$/)
    // The question has the focus, so that it is read aloud before anything can be pressed.
    expect(await told(status)).toMatchInlineSnapshot(`
      "- heading "Cancel order NUMBER?" [level=3]
      - paragraph: The whole order is cancelled, nothing is shipped, and you owe nothing. This cannot be undone.
      - paragraph:
        - button "Cancel the order now"
        - button "Keep the order""
    `)
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName)).toBe('H3')
    await keyboard.enter(/^BUTTON Cancel the order now$/)
    await status.getByText('Your order is cancelled.').waitFor()
    expect(await beside(status)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a collection, searched, sorted, and ordered from', async () => {
    const link = `<a href="${shop.server.origin}/?via=${shop.site}" data-tributary-collection="" data-tributary-layout="list" data-tributary-limit="2" data-tributary-search data-tributary-size="list">All</a>`
    const { page, complaints, keyboard } = await open(link)
    const collection = page.locator('tributary-collection')
    await collection.getByRole('button', { name: 'Show more' }).waitFor()
    expect(await told(collection)).toMatchInlineSnapshot(`
      "- text: Search
      - searchbox "Search"
      - text: Sort by
      - combobox "Sort by":
        - option "As listed" [selected]
        - 'option "Price: lowest first"'
        - 'option "Price: highest first"'
        - option "Title"
      - status: 2 offers
      - list:
        - listitem:
          - article:
            - img "A white mug"
            - heading "Enamel mug" [level=3]:
              - link "Enamel mug":
            - paragraph: €14.90
            - paragraph: Tax included, plus shipping
            - button "Order"
            - paragraph:
              - text: Sold and shipped by Acme. This site earns a commission.
              - link "Ask a question":
        - listitem:
          - article:
            - heading "Fjord hoodie" [level=3]:
              - link "Fjord hoodie":
            - paragraph: From €59.00
            - paragraph: Tax included, plus shipping
            - text: Colour
            - combobox "Colour":
              - option "Choose" [selected]
              - option "Blue"
              - option "Green"
            - text: Size
            - combobox "Size":
              - option "Choose" [selected]
              - option "M"
              - option "L – sold out" [disabled]
            - button "Order"
            - paragraph:
              - text: Sold and shipped by Acme. This site earns a commission.
              - link "Ask a question":
      - paragraph:
        - button "Show more""
    `)
    expect(await beside(collection)).toEqual([])
    await keyboard.enter(/^BUTTON Show more$/)
    await collection.getByText('3 offers. That is all.').waitFor()
    await keyboard.tabTo(/^SELECT As listed/)
    await page.keyboard.type('Price: h')
    await expect.poll(() => collection.locator('h3').first().innerText()).toBe('Fjord hoodie')
    await keyboard.enter(/^BUTTON Order$/)
    expect(complaints).toEqual([])
  })

  test('a discount code', async () => {
    await shop.server.cli('discount', 'add', '--code', 'WELCOME', '--title', '10 % off', '--percent', '10')
    const { page, complaints, keyboard } = await open(shop.placement('mug'))
    await cardOf(page, 'Enamel mug').waitFor()
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
    await keyboard.enter(/^SUMMARY Do you have a code\?$/)
    await keyboard.type('code', 'welcome')
    expect(await beside(sheet)).toEqual([])
    await page.keyboard.press('Enter')
    await sheet.getByText('10 % off: your code takes off €1.49.').waitFor()
    expect(await beside(sheet)).toEqual([])
    await keyboard.tabTo(/^BUTTON Order and pay €18.31$/)
    expect(complaints).toEqual([])
  })

  test('withdrawing from an order, in two steps', async () => {
    const first = await open(shop.placement('mug'))
    const number = await orderInPlace(first.page, 'Enamel mug')
    for (const [verb = '', ...more] of [['paid'], ['confirm'], ['ship', '--carrier', 'DHL'], ['deliver']])
      expect((await shop.server.cli('order', verb, number, ...more)).code).toBe(0)
    const { statusUrl } = (await shop.orders()).find((order) => order.number === number) ?? {}
    const { page, complaints, keyboard } = await open(`<a href="${statusUrl}" data-tributary-status>Your order</a>`)
    const status = page.locator('tributary-status')
    await status.getByText(`Order ${number}`).waitFor()
    await keyboard.enter(/^BUTTON Withdraw from contract here$/)
    await status.getByLabel('Your name').waitFor()
    expect(await told(status)).toMatchInlineSnapshot(`
      "- 'heading "Withdraw from the contract: order NUMBER" [level=3]'
      - paragraph: Say how many pieces it is about. You see everything once more before it counts.
      - text: Enamel mug
      - combobox "Enamel mug":
        - option "0"
        - option "1" [selected]
      - text: Your name
      - textbox "Your name"
      - text: E-mail address for the receipt
      - textbox "E-mail address for the receipt"
      - paragraph:
        - button "Continue"
        - button "Back""
    `)
    expect(await beside(status)).toEqual([])
    await keyboard.tabTo(/^INPUT/)
    await page.keyboard.type('Ada Muster')
    await keyboard.tabTo(/^INPUT/)
    await page.keyboard.type('receipt@customer.example')
    await keyboard.enter(/^BUTTON Continue$/)
    await status.getByText('I, Ada Muster, withdraw from the contract').waitFor()
    // What is about to be declared has the focus, so that it is read before it is confirmed.
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName)).toBe('H3')
    expect(await told(status)).toMatchInlineSnapshot(`
      "- heading "Confirm your withdrawal" [level=3]
      - paragraph: "I, Ada Muster, withdraw from the contract about order NUMBER for:"
      - list:
        - listitem: 1 × Enamel mug
      - paragraph: The receipt goes to receipt@customer.example.
      - paragraph:
        - button "Confirm withdrawal"
        - button "Back""
    `)
    expect(await beside(status)).toEqual([])
    await keyboard.enter(/^BUTTON Confirm withdrawal$/)
    await status.getByText('Your withdrawal has arrived.').waitFor()
    expect(complaints).toEqual([])
  })

  test('sharing', async () => {
    const share = `<a href="${shop.server.origin}/o/mug?via=${shop.site}" data-tributary-share="mug" data-tributary-size="share">Share the mug</a>`
    const { page, complaints, keyboard } = await open(share)
    const element = page.locator('tributary-share')
    await element.getByRole('button', { name: 'Share' }).waitFor()
    await keyboard.enter(/^BUTTON Share$/)
    await element.getByRole('button', { name: 'Copy' }).waitFor()
    expect(await told(element)).toMatchInlineSnapshot(`
      "- button "Share" [expanded]
      - textbox "The link": https://parent.example/o/mug?via=site_…
      - button "Copy the link"
      - status
      - list:
        - listitem:
          - link "Share by WhatsApp":
            - text: WhatsApp
        - listitem:
          - link "Share by Telegram":
            - text: Telegram
        - listitem:
          - link "Share by Facebook":
            - text: Facebook
        - listitem:
          - link "Share by Bluesky":
            - text: Bluesky
        - listitem:
          - link "Share by E-mail":
            - text: E-mail
      - figure "Scan this to open the link on another device.":
        - img "QR code"
        - text: Scan this to open the link on another device."
    `)
    expect(await beside(element)).toEqual([])
    await keyboard.tabTo(/^A WhatsApp$/)
    expect(complaints).toEqual([])
  })
})
