import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildCatalogue } from '../support/build.ts'
import { launchChromium, type WatchedPage } from '../support/chromium.ts'
import { beside, keyboardOf, NARROW, toldOf } from '../support/keyboard.ts'
import { buildService } from '../support/service.ts'
import { cardOf, openStorefront, type Storefront, sheetOf } from '../support/storefront.ts'

let browser: Browser
let shop: Storefront
const opened: WatchedPage[] = []
beforeAll(async () => {
  browser = await launchChromium()
  shop = await openStorefront()
  const folder = mkdtempSync(join(tmpdir(), 'tributary-keyboard-'))
  const { offers, ...catalogue } = buildCatalogue() as { offers: object[] }
  writeFileSync(join(folder, 'catalogue.json'), JSON.stringify({ ...catalogue, offers: [...offers, buildService()] }))
  await shop.server.cli('import', join(folder, 'catalogue.json'))
  rmSync(folder, { recursive: true })
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

async function open(placement: string) {
  shop.pageIs(shop.script + placement)
  const watched = await shop.open(browser, { viewport: NARROW })
  opened.push(watched)
  return { ...watched, keyboard: keyboardOf(watched.page) }
}

const told = (part: Locator): Promise<string> => toldOf(part, shop.server.origin)

describe('by keyboard alone, in 320 pixels, and as a screen reader is told it', () => {
  test('an order', async () => {
    const { page, complaints, keyboard } = await open(shop.placement('hoodie'))
    const card = cardOf(page, 'Fjord hoodie')
    await card.waitFor()
    expect(await told(card)).toMatchInlineSnapshot(`
      "- article:
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
          - link "Ask a question":"
    `)
    await keyboard.enter(/^BUTTON Order$/)
    await card.getByRole('alert').waitFor()
    // The focus is where something is to be chosen.
    await page.keyboard.type('Blue')
    await keyboard.tabTo(/^SELECT/)
    await page.keyboard.type('M')
    await keyboard.enter(/^BUTTON Order$/)
    const sheet = sheetOf(page)
    await sheet.waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Your details":
        - banner:
          - paragraph: Fjord hoodie, Blue, M
          - heading "Your details" [level=2]
          - button "Close": ×
        - heading "Your order" [level=3]
        - button "Change the cart"
        - list:
          - listitem:
            - paragraph: 1 × Fjord hoodie, Blue, M
            - text: €69.00
        - heading "Contact" [level=3]
        - text: E-mail
        - textbox "E-mail"
        - paragraph: For the confirmation of your order.
        - text: Delivery phone (optional)
        - textbox "Delivery phone (optional)"
        - paragraph: For questions about the delivery.
        - heading "Delivery" [level=3]
        - text: Country
        - combobox "Country":
          - option "Choose a country" [selected]
          - option "Germany"
          - option "Austria"
          - option "United States"
        - text: Full name
        - textbox "Full name"
        - text: Street and number
        - textbox "Street and number"
        - text: Flat, floor, building (optional)
        - textbox "Flat, floor, building (optional)"
        - text: Postcode
        - textbox "Postcode"
        - text: Town or city
        - textbox "Town or city"
        - group: Do you have a code?
        - contentinfo:
          - button "Review your order""
    `)
    expect(await beside(sheet)).toEqual([])

    await page.keyboard.press('Enter')
    await keyboard.enter(/^BUTTON Review your order$/)
    await sheet.getByRole('alert').waitFor()
    expect(await told(sheet.getByRole('alert'))).toMatchInlineSnapshot(`
      "- alert:
        - paragraph: "6 fields need a look:"
        - list:
          - listitem:
            - 'button "E-mail: E-mail is missing."'
          - listitem:
            - 'button "Country: Country is missing."'
          - listitem:
            - 'button "Full name: Full name is missing."'
          - listitem:
            - 'button "Street and number: Street and number is missing."'
          - listitem:
            - 'button "Postcode: Postcode is missing."'
          - listitem:
            - 'button "Town or city: Town or city is missing."'"
    `)
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
    await sheet.getByRole('button', { name: /^Order and pay/ }).waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Review your order":
        - banner:
          - paragraph: Fjord hoodie, Blue, M
          - heading "Review your order" [level=2]
          - button "Close": ×
        - list:
          - listitem:
            - paragraph: 1 × Fjord hoodie, Blue, M
            - text: €69.00
        - heading "Send to" [level=3]
        - button "Change details"
        - text: Kay Muster Lindenweg 4 10115 Berlin Germany kay@customer.example
        - group "Shipping":
          - text: Shipping
          - radio "Standard 2 to 4 working days €4.90" [checked]
          - text: Standard 2 to 4 working days €4.90
          - radio "Express 1 working day €9.90"
          - text: Express 1 working day €9.90
        - term: Subtotal
        - definition: €69.00
        - term: Shipping
        - definition: €4.90
        - term: Total
        - definition: €73.90
        - term: of which tax
        - definition: €11.80
        - contentinfo:
          - paragraph:
            - link "Terms (opens a new tab)":
            - text: ·
            - link "Privacy (opens a new tab)":
            - text: ·
            - link "Returns (opens a new tab)":
          - button "Order and pay €73.90""
    `)
    expect(await beside(sheet)).toEqual([])
    await keyboard.enter(/^BUTTON Order and pay/)
    await sheet.getByText('Order number').waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Acme has your order.":
        - banner:
          - paragraph: Fjord hoodie, Blue, M
          - heading "Acme has your order." [level=2]
          - button "Close": ×
        - paragraph:
          - text: Order number
          - strong: NUMBER
          - text: €73.90
        - list:
          - listitem: Received DAY
          - listitem: Shipped You get an e-mail when it leaves
          - listitem: Arrives DAY to DAY
        - paragraph: A confirmation is on its way to kay@customer.example.
        - paragraph:
          - text: Sold and shipped by Acme. This site earns a commission. Questions?
          - link "hello@acme.example":
          - link "How to return or withdraw (opens a new tab)":
        - contentinfo:
          - link "See your order (opens a new tab)":
          - button "Back to the page""
    `)
    expect(await beside(sheet)).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('a request for a service', async () => {
    const { page, complaints, keyboard } = await open(shop.placement('kitchen'))
    const card = cardOf(page, 'Kitchen planning')
    await card.waitFor()
    expect(await told(card)).toMatchInlineSnapshot(`
      "- article:
        - heading "Kitchen planning" [level=3]:
          - link "Kitchen planning":
        - paragraph: We measure, draw and build.
        - paragraph: From €490.00
        - paragraph: Berlin and 50 km around · 2 to 3 days · Answers within a day
        - button "Ask for an offer"
        - paragraph: Done by Acme. This site earns a commission."
    `)
    await keyboard.enter(/^BUTTON Ask for an offer$/)
    const sheet = sheetOf(page)
    await sheet.waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Your request":
        - banner:
          - paragraph: Kitchen planning · Step 1 of 3
          - heading "Your request" [level=2]
          - button "Close": ×
        - group "The kitchen":
          - text: The kitchen
          - group "What are you planning?":
            - text: What are you planning?
            - radio "New"
            - text: New
            - radio "Changes"
            - text: Changes
          - text: How large is the room? (m²) (optional)
          - spinbutton "How large is the room? (m²) (optional)"
        - contentinfo:
          - button "Continue""
    `)
    expect(await beside(sheet)).toEqual([])
    // In a choice the arrows choose, as everywhere.
    await keyboard.tabTo(/^INPUT q-plan$/)
    await page.keyboard.press('ArrowDown')
    await keyboard.type('q-size', '14')
    await keyboard.enter(/^BUTTON Continue$/)
    await keyboard.type('q-wishes', 'Room for a long table.')
    await keyboard.enter(/^BUTTON Continue$/)
    await keyboard.type('name', 'Kay Muster')
    await keyboard.type('email', 'kay@customer.example')
    await keyboard.tabTo(/^INPUT consent/)
    await page.keyboard.press('Space')
    await keyboard.enter(/^BUTTON Check your request$/)
    await sheet.getByRole('definition').filter({ hasText: 'Room for a long table.' }).waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Check your request":
        - banner:
          - paragraph: Kitchen planning
          - heading "Check your request" [level=2]
          - button "Close": ×
        - heading "The kitchen" [level=3]
        - 'button "Change: The kitchen"': Change
        - term: What are you planning?
        - definition: Changes
        - term: How large is the room?
        - definition: 14 m²
        - heading "Time and money" [level=3]
        - 'button "Change: Time and money"': Change
        - term: What else should we know?
        - definition: Room for a long table.
        - heading "How to reach you" [level=3]
        - 'button "Change: How to reach you"': Change
        - term: Your name
        - definition: Kay Muster
        - term: E-mail
        - definition: kay@customer.example
        - contentinfo:
          - paragraph:
            - text: Asking costs nothing and binds you to nothing.
            - link "Privacy (opens a new tab)":
          - button "Send the request""
    `)
    expect(await beside(sheet)).toEqual([])
    await keyboard.enter(/^BUTTON Send/)
    await sheet.getByText('Request number').waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Acme has your request.":
        - banner:
          - paragraph: Kitchen planning
          - heading "Acme has your request." [level=2]
          - button "Close": ×
        - paragraph:
          - text: Request number
          - strong: NUMBER
        - list:
          - listitem: Received DAY
          - listitem: Answered by DAY
          - listitem: Agreed When you accept the offer
        - paragraph: The answer goes to kay@customer.example. You can write back on the request’s page.
        - contentinfo:
          - link "See your request (opens a new tab)":
          - button "Back to the page""
    `)
    expect(await beside(sheet)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('becoming an affiliate', async () => {
    const { page, complaints, keyboard } = await open(
      `<a href="${shop.server.origin}/join?via=${shop.site}" data-tributary-join>Become an affiliate</a>`,
    )
    // Until what takes up the link is there, it leads to the parent's page.
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /\/join-[^/]+\.js$/.test(name)))
    await page.waitForLoadState('networkidle')
    await keyboard.enter(/^A Become an affiliate$/)
    const sheet = sheetOf(page)
    await sheet.getByLabel('Name of your business').waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Become an affiliate":
        - banner:
          - paragraph: Sell Acme on your website
          - heading "Become an affiliate" [level=2]
          - button "Close": ×
        - paragraph: You show the products, your visitors order right there, Acme ships. You earn a commission on what you sell.
        - paragraph: You join the network of Fernweh, who earns from your sales too; nothing is taken from your share.
        - text: Name of your business
        - textbox "Name of your business"
        - text: E-mail
        - textbox "E-mail"
        - paragraph: The answer goes there, and later what you sold.
        - text: Your website (optional)
        - textbox "Your website (optional)"
        - paragraph: You get a line that shows the products there. You can add it later.
        - text: What you do (optional)
        - textbox "What you do (optional)"
        - checkbox "Whoever recruited me may see my name; otherwise they see my code."
        - text: Whoever recruited me may see my name; otherwise they see my code.
        - contentinfo:
          - paragraph: It costs nothing, and you never have to buy anything.
          - button "Apply""
    `)
    expect(await beside(sheet)).toEqual([])
    await keyboard.enter(/^BUTTON Apply$/)
    await sheet.getByRole('alert').waitFor()
    expect(await told(sheet.getByRole('alert'))).toMatchInlineSnapshot(`
      "- alert:
        - paragraph: "2 fields need a look:"
        - list:
          - listitem:
            - 'button "Name of your business: The name of your business is missing."'
          - listitem:
            - 'button "E-mail: An e-mail address has the form name@example.com."'"
    `)
    await keyboard.type('name', 'Wanderlust')
    await keyboard.type('email', 'kay@wanderlust.example')
    await keyboard.type('website', 'wanderlust.example')
    await keyboard.enter(/^BUTTON Apply$/)
    await sheet.getByText('answers by mail').waitFor()
    expect(await told(sheet)).toMatchInlineSnapshot(`
      "- dialog "Your application has arrived":
        - banner:
          - paragraph: Sell Acme on your website
          - heading "Your application has arrived" [level=2]
          - button "Close": ×
        - paragraph: Acme reads it and answers by mail to kay@wanderlust.example.
        - paragraph: With the answer come your link and the line that shows the products on your website.
        - contentinfo:
          - button "Back to the page""
    `)
    expect(await beside(sheet)).toEqual([])
    expect(complaints).toEqual([])
  })
})
