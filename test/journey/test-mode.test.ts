import { expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cardOf, openStorefront, orderNumber, payButton, toReview } from '../support/storefront.ts'

test('a test site shows a ribbon, takes no stock, sends no mail, and is purged by one command', async () => {
  const browser = await launchChromium()
  const shop = await openStorefront({ test: true })
  try {
    shop.pageIs(shop.script + shop.placement('lamp'))
    const { page } = await shop.open(browser)
    await cardOf(page, 'Storm lamp').getByText(/^Test/).first().waitFor()
    const sheet = await toReview(page, 'Storm lamp')
    await sheet.getByText(/^Test/).first().waitFor()
    await payButton(sheet).click()
    const number = await orderNumber(sheet)

    expect((await shop.orders())[0]).toMatchObject({ number, test: true })
    await page.reload()
    await cardOf(page, 'Storm lamp').getByRole('button', { name: 'Order' }).waitFor()
    const mails = await (await fetch(`${shop.server.origin}/dev/mail`)).text()
    expect(mails).toContain('test, never sent')

    const purged = await shop.server.cli('test', 'purge', '--json')
    expect(purged.json()).toMatchObject({ orders: 1 })
    expect(await shop.orders()).toEqual([])
  } finally {
    await browser.close()
    await shop.close()
  }
})
