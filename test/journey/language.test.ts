import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, PHONE } from '../support/chromium.ts'
import { cardOf, openStorefront, type Storefront, sheetOf } from '../support/storefront.ts'

let browser: Browser
let shop: Storefront

beforeAll(async () => {
  browser = await launchChromium()
  shop = await openStorefront()
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

/** Opens the host page in a language, and says which of our files it fetched. */
async function open(lang: string, { attributes = '', before }: { attributes?: string; before?: (page: Page) => Promise<void> } = {}) {
  shop.pageIs(shop.script.replace('></script>', ` ${attributes}></script>`) + shop.placement('mug'), {}, lang)
  const context = await browser.newContext({ viewport: PHONE })
  const page = await context.newPage()
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(/\/(ar|de|es|fr|ja|further)-[^/]+\.js$/.exec(request.url())?.[1] ?? ''))
  await before?.(page)
  await page.goto(`${shop.host.origin}/`)
  await page.locator('tributary-offer .primary').waitFor()
  return { page, fetched: () => fetched.filter(Boolean).toSorted(), close: () => context.close() }
}

describe('the widget speaks the language of the page:', () => {
  test('an order on a German page is German from the card to the receipt, with Austrian numbers', async () => {
    const { page, fetched, close } = await open('de-AT')
    const card = cardOf(page, 'Enamel mug')
    const told = (await card.locator('article').innerText()).replace(/\s+/g, ' ')
    for (const part of ['€ 14,90', 'Inkl. MwSt., zzgl. Versand', 'Verkauf und Versand durch Acme.']) expect(told).toContain(part)
    expect(await card.getAttribute('lang')).toBe('de')
    await card.getByRole('button', { name: 'Bestellen' }).click()
    const sheet = sheetOf(page)
    await sheet.getByLabel('Land', { exact: true }).selectOption({ label: 'Deutschland' })
    await sheet.getByLabel('E-Mail').fill('ada@customer.example')
    await sheet.getByLabel('Vor- und Nachname').fill('Ada Muster')
    await sheet.getByLabel('Straße und Hausnummer').fill('Lindenweg 3')
    await sheet.getByLabel('Postleitzahl').fill('8001')
    await sheet.getByLabel('Ort', { exact: true }).fill('Berlin')
    await sheet.getByRole('button', { name: 'Bestellung prüfen' }).click()
    // What the parent says in English about a field is said in the customer's language.
    await sheet.getByRole('alert').getByText('Diese Postleitzahl passt nicht zum Land.').waitFor()
    await sheet.getByLabel('Postleitzahl').fill('10115')
    await sheet.getByRole('button', { name: 'Bestellung prüfen' }).click()
    await sheet.getByRole('button', { name: /^Zahlungspflichtig bestellen: €\s19,80$/ }).click()
    await sheet.getByText('Acme hat Ihre Bestellung.').waitFor()
    for (const part of ['Bestellnummer', 'Eingegangen', 'Versand']) expect(await sheet.innerText()).toContain(part)
    expect(fetched()).toEqual(['de', 'further'])
    await close()
  })

  test('an Arabic page has it from right to left, also where the page itself does not say so', async () => {
    const { page, close } = await open('ar')
    const card = page.locator('tributary-offer')
    expect(await card.evaluate((host) => [getComputedStyle(host).direction, host.getAttribute('lang')])).toEqual(['rtl', 'ar'])
    await card.getByRole('button', { name: 'اطلب' }).click()
    const box = await sheetOf(page).getByRole('button', { name: 'إغلاق' }).boundingBox()
    expect(box?.x).toBeLessThan(PHONE.width / 2)
    await close()
  })

  test('a tag names another language than the page’s', async () => {
    const { page, close } = await open('en', { attributes: 'data-tributary-language="ja"' })
    await cardOf(page, 'Enamel mug').getByRole('button', { name: '注文する' }).waitFor()
    await close()
  })

  test.each(['en-IE', '', 'pl', 'fil'])('a page in “%s” has English and fetches no other language', async (lang) => {
    const { page, fetched, close } = await open(lang)
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    expect(fetched()).toEqual([])
    await close()
  })

  test.each([
    ['does not come', (page: Page) => page.route(/\/fr-[^/]+\.js$/, (route) => route.abort())],
    [
      'was altered on its way',
      (page: Page) =>
        page.route(/\/fr-[^/]+\.js$/, (route) =>
          route.fulfill({
            body: 'export default { card: { order: "Pwned" } }',
            contentType: 'text/javascript',
            headers: { 'Access-Control-Allow-Origin': '*' },
          }),
        ),
    ],
  ] as const)('English stays where the language %s', async (_, before) => {
    const { page, close } = await open('fr', { before: async (page) => void (await before(page)) })
    await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
    await close()
  })
})
