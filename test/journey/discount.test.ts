import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, PHONE } from '../support/chromium.ts'
import { cardOf, fillDetails, openStorefront, orderNumber, payButton, type Storefront, sheetOf } from '../support/storefront.ts'

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

describe('a customer with a code, on a phone,', () => {
  test('orders from the cart for 10 % less; staff see it, and give one line back to the cent', async () => {
    const added = await shop.server.cli('discount', 'add', '--code', 'WELCOME', '--title', '10 % off', '--percent', '10')
    expect(added.stdout).toContain('WELCOME: 10 %')
    const cart = `<a href="${shop.server.origin}/?via=${shop.site}" data-tributary-cart>Your cart</a>`
    shop.pageIs(shop.script + cart + shop.placement('mug') + shop.placement('lamp'))
    const { page, complaints, close } = await shop.open(browser, { viewport: PHONE, hasTouch: true, isMobile: true })
    const sheet = sheetOf(page)
    for (const title of ['Enamel mug', 'Storm lamp']) {
      await cardOf(page, title).getByRole('button', { name: 'Order' }).tap()
      await sheet.getByRole('button', { name: 'Close' }).tap()
    }
    const button = page.getByRole('button', { name: 'Cart 2 articles in the cart' })
    await button.tap()
    await sheet.getByRole('button', { name: 'Remove Storm lamp' }).tap()
    await sheet.getByRole('button', { name: 'Undo' }).tap()
    await sheet.getByRole('button', { name: 'Continue' }).tap()
    await fillDetails(sheet)
    await sheet.getByText('Do you have a code?').tap()
    await sheet.getByLabel('Code (optional)', { exact: true }).fill('welcome')
    await sheet.getByRole('button', { name: 'Review your order' }).tap()
    // 53.90 less 5.39, and shipping.
    await sheet.getByText('10 % off: your code takes off €5.39.').waitFor()
    await expect.poll(() => payButton(sheet).innerText()).toBe('Order and pay €53.41')
    await payButton(sheet).tap()
    const number = await orderNumber(sheet)
    await sheet.getByRole('button', { name: 'Back to the page' }).tap()
    await page.getByRole('button', { name: 'Cart', exact: true }).waitFor()

    const shown = await shop.server.cli('order', 'show', number)
    expect(shown.stdout).toContain('Code WELCOME took off €5.39 (10 % off)')
    expect((await shop.server.cli('discount', 'list')).stdout).toMatch(/WELCOME +10 % +1/)
    await shop.server.cli('order', 'paid', number)
    const refunded = await shop.server.cli('refund', number, '--line', 'mug=1', '--json')
    expect(refunded.json<{ amountMinor: number }>().amountMinor).toBe(1_341)
    expect(complaints).toEqual([])
    await close()
  })
})
