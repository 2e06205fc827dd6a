import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { openStorefront, type Storefront } from '../support/storefront.ts'

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

const cookiesOf = (page: Page): Promise<string> => page.evaluate(() => document.cookie)
const say = (page: Page, isGranted: boolean): Promise<void> =>
  page.evaluate((granted) => (window as unknown as { tributary: { consent(is: boolean): void } }).tributary.consent(granted), isGranted)

describe('tributary.consent', () => {
  test('given later stores what was remembered, and withdrawn takes it away again', async () => {
    const script = shop.script.replace('<script ', '<script data-tributary-consent="required" ')
    shop.pageIs(script)
    const page = await browser.newPage()
    const isSigned = page.waitForResponse((response) => response.url().endsWith('/v1/touches') && response.status() === 201)
    await page.goto(`${shop.host.origin}/?via=${shop.site}&a=1#top`)
    await isSigned
    expect(await cookiesOf(page)).toBe('')
    expect(page.url()).toContain('via=')

    await say(page, true)
    await expect.poll(() => cookiesOf(page)).toMatch(/^tributary=v1\./)
    await expect.poll(() => page.url()).toBe(`${shop.host.origin}/?a=1#top`)

    await say(page, false)
    await expect.poll(() => cookiesOf(page)).toBe('')
    await page.close()
  })
})
