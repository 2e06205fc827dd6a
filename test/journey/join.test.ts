import type { Application } from '@tributary/protocol/application'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, PHONE, type WatchedPage } from '../support/chromium.ts'
import { buildPlan } from '../support/plan.ts'
import { openStorefront, orderInPlace, type Storefront, sheetOf } from '../support/storefront.ts'

const EMAIL = 'ada@wanderlust.example'

let browser: Browser
let shop: Storefront
beforeAll(async () => {
  browser = await launchChromium()
  shop = await openStorefront()
  const published = await shop.server.staff('/v1/admin/plans', {
    method: 'POST',
    body: JSON.stringify({ plan: buildPlan(), note: 'Agreed.' }),
  })
  expect(published.status).toBe(201)
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

const placement = (): string => `<a href="${shop.server.origin}/join?via=${shop.site}" data-tributary-join>Become an affiliate</a>`

const open = async (body = shop.script + placement()): Promise<WatchedPage> => {
  shop.pageIs(body)
  return shop.open(browser, { viewport: PHONE, hasTouch: true, isMobile: true })
}

/** Until what takes up the link is there, it leads to the parent's page. */
async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /\/join-[^/]+\.js$/.test(name)))
  await page.waitForLoadState('networkidle')
}

async function openSheet(page: Page) {
  await ready(page)
  await page.getByRole('link', { name: 'Become an affiliate' }).tap()
  const sheet = sheetOf(page)
  await sheet.getByLabel('Name of your business').waitFor()
  return sheet
}

const applications = async (): Promise<readonly Application[]> =>
  ((await (await shop.server.staff('/v1/admin/applications')).json()) as { applications: Application[] }).applications

/** The text of the newest mail with this subject, as the parent's own page shows it. */
async function mailed(page: Page, subject: RegExp): Promise<string> {
  await page.goto(`${shop.server.origin}/dev/mail`)
  await page.getByRole('link', { name: subject }).first().click()
  return page.locator('pre').innerText()
}

describe('a visitor applies on an affiliate’s page', () => {
  test('is told at its field what is missing, and loses nothing while offline', async () => {
    const { page, close } = await open()
    const sheet = await openSheet(page)
    expect(await sheet.innerText()).toContain('You join the network of Fernweh')
    await sheet.getByRole('button', { name: 'Apply' }).tap()
    await expect.poll(() => sheet.getByLabel('Name of your business').getAttribute('aria-invalid')).toBe('true')
    expect(await page.evaluate(() => document.querySelector('tributary-sheet')?.shadowRoot?.activeElement?.textContent)).toContain(
      '2 fields need a look',
    )

    await sheet.getByLabel('Name of your business').fill('Wanderlust')
    await sheet.getByLabel('E-mail').fill(EMAIL)
    await sheet.getByLabel('Your website').fill('not a website')
    await sheet.getByRole('button', { name: 'Apply' }).tap()
    await sheet.getByText('looks like blog.example').first().waitFor()

    await sheet.getByLabel('Your website').fill('wanderlust.example')
    await page.context().setOffline(true)
    await sheet.getByRole('button', { name: 'Apply' }).tap()
    await sheet.getByText('You are offline.').waitFor()
    expect(await sheet.getByLabel('E-mail').inputValue()).toBe(EMAIL)
    await page.keyboard.press('Escape')
    await expect.poll(() => sheet.count()).toBe(0)
    await page.context().setOffline(false)

    const again = await openSheet(page)
    expect(await again.getByLabel('Your website').inputValue()).toBe('wanderlust.example')
    await again.getByRole('button', { name: 'Apply' }).tap()
    await again.getByText(`Acme reads it and answers by mail to ${EMAIL}.`).waitFor()
    expect(await applications()).toMatchObject([
      { name: 'Wanderlust', website: 'https://wanderlust.example', sponsor: expect.stringMatching(/^[A-Z0-9]{8}$/) },
    ])
    await close()
  })

  test('is approved, signs in by the mailed link, sells, and reads the commission on its page', async () => {
    const [applicant] = await applications()
    const code = applicant?.code ?? ''
    await shop.server.cli('affiliate', 'approve', code)
    const { page, close } = await open()
    const welcome = await mailed(page, /^You are an affiliate/)
    const shared = welcome.match(/http\S+\/\?via=\S+/)?.[0] ?? ''
    expect(new URL(shared).searchParams.get('via')).toBe(code)

    // The widget on the sponsor's page sells for whoever sent the visitor, as long as it is of the same network.
    shop.pageIs(shop.script + shop.placement('mug'))
    await page.goto(`${shop.host.origin}/?via=${code}`)
    const number = await orderInPlace(page, 'Enamel mug')
    for (const step of ['confirm', 'paid']) await shop.server.cli('order', step, number)

    await page.goto(`${shop.server.origin}/affiliate`)
    await page.getByLabel('E-mail').fill(EMAIL)
    await page.getByRole('button').tap()
    await page.getByText('Look into your mail').waitFor()
    const letter = await mailed(page, /^Sign in/)
    await page.goto(letter.match(/http\S+\/affiliate\/\S+/)?.[0] ?? '')
    await page.getByRole('button').first().tap()
    await page.getByRole('heading', { name: 'Your links' }).waitFor()
    await page.goto(`${shop.server.origin}/affiliate/commissions`)
    // 10 % of 14.90 without its tax, 12.52.
    const row = page.getByRole('row').filter({ hasText: number })
    expect(await row.innerText()).toContain('€1.25')
    await close()
  })

  test('keeps its way to the parent’s page: with a key held, and where the sheet does not load', async () => {
    const { page, close } = await open()
    const link = page.getByRole('link', { name: 'Become an affiliate' })
    await link.waitFor()
    await page.route('**/open-join-*.js', (route) => route.abort())
    await page.waitForLoadState('networkidle')
    await link.tap()
    await page.waitForURL(`${shop.server.origin}/join?via=${shop.site}`)
    expect(await page.locator('h1').innerText()).toContain('on your website')
    await close()
  })
})
