import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ImportReport } from '@tributary/protocol/catalogue'
import { describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { cardOf, fillDetails, openStorefront, orderInPlace, orderNumber, payButton, sheetOf } from '../support/storefront.ts'

const FILE = fileURLToPath(new URL('../../../shared/data/catalogues/woocommerce.csv', import.meta.url))
if (!existsSync(FILE)) console.warn(`!!! ${FILE} is not there: no real shop's catalogue was ordered from.`)

describe.skipIf(!existsSync(FILE))('a real WooCommerce export', () => {
  test('is imported by the command; a simple and a variable product of it are ordered in a browser', async () => {
    const browser = await launchChromium()
    const shop = await openStorefront()
    try {
      const report = (await shop.server.cli('import', FILE, '--json')).json<ImportReport>()
      expect(report.bad).toEqual([])
      expect(report.added).toHaveLength(13)
      expect(report.notSold.map(({ line, column }) => `${line} ${column}`)).toEqual([
        '17 Type',
        '18 Type',
        ...[19, 20, 21].map((line) => `${line} Attribute value(s)`),
      ])

      shop.pageIs(shop.script + shop.placement('belt') + shop.placement('t-shirt'))
      const { page } = await shop.open(browser)
      // The catalogue's pictures are somebody else's; nothing outside this machine is asked for.
      await page.route(
        (url) => url.hostname !== 'localhost',
        (route) => route.abort(),
      )
      await page.reload()
      await orderInPlace(page, 'Belt')
      await sheetOf(page).getByRole('button', { name: 'Back to the page' }).click()

      const card = cardOf(page, 'T-Shirt')
      await card.scrollIntoViewIfNeeded()
      await card.getByLabel('Color').selectOption('Green')
      await card.getByLabel('Size').selectOption('Medium')
      await card.getByRole('button', { name: 'Order' }).click()
      const sheet = sheetOf(page)
      await fillDetails(sheet)
      await sheet.getByRole('button', { name: 'Review your order' }).click()
      await payButton(sheet).click()
      await orderNumber(sheet)

      const [shirt, belt] = await shop.orders()
      expect(belt?.lines[0]).toMatchObject({ sku: 'cc-belt', unitMinor: 5_500 })
      expect(shirt?.lines[0]).toMatchObject({ sku: 'cc-t-shirt-green-medium', variant: 'Green, Medium', unitMinor: 2_500 })
    } finally {
      await browser.close()
      await shop.close()
    }
  })
})
