import type { OrderPage, OrderRecord } from '@tributary/protocol/order'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { openPage, type WatchedPage } from './chromium.ts'
import { openShop, type Shop } from './order-load.ts'
import { type HostPage, serveHostPage, startServer, type TestServer } from './server.ts'

/** An affiliate's page on an origin of its own beside a real parent. */
export interface Storefront extends Shop {
  readonly host: HostPage
  /** What the host page answers; a test sets it before it opens the page. */
  pageIs(body: string, headers?: Readonly<Record<string, string>>, lang?: string): void
  /** The script line of this site. */
  readonly script: string
  /** A placement of an offer, as the studio gives it. */
  placement(handle: string, attributes?: string): string
  /** Opens the host page in a context of its own. */
  open(browser: Browser, options?: BrowserContextOptions): Promise<WatchedPage>
  orders(): Promise<readonly OrderRecord[]>
  close(): Promise<void>
}

/** Starts a parent with the catalogue of `build.ts` and an affiliate's page that may call it. */
export async function openStorefront({ test = false, server }: { test?: boolean; server?: TestServer } = {}): Promise<Storefront> {
  const parent = server ?? (await startServer())
  let page: { html: string; headers?: Readonly<Record<string, string>> } = { html: '' }
  const host = await serveHostPage((path) => (path === '/' ? page : undefined))
  const shop = await openShop(parent, [host.origin], test)
  const storefront: Storefront = {
    ...shop,
    host,
    script: `<script async src="${parent.origin}/v1/tributary.js" data-tributary-site="${shop.site}"></script>`,
    placement: (handle, attributes = 'data-tributary-size="card"') =>
      `<a href="${parent.origin}/o/${handle}?via=${shop.site}" data-tributary-offer="${handle}" ${attributes}>Buy the ${handle}</a>`,
    pageIs: (body, headers = {}, lang = 'en') => {
      const head =
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A blog</title><link rel="icon" href="data:,">'
      page = { html: `<!doctype html><html lang="${lang}"><head>${head}</head><body><h1>A blog</h1>${body}</body></html>`, headers }
    },
    open: async (browser, options) => {
      const opened = await openPage(browser, options)
      await opened.page.goto(`${host.origin}/`)
      return opened
    },
    orders: async () => ((await (await parent.staff('/v1/admin/orders?limit=200')).json()) as OrderPage).orders,
    close: async () => {
      await host.close()
      if (!server) await parent.stop()
    },
  }
  storefront.pageIs(storefront.script)
  return storefront
}

/** Where a card is: a page, or a frame in it. */
export type Surface = Pick<Page, 'locator' | 'getByRole'>

/** The card of an offer. */
export const cardOf = (page: Surface, title: string): Locator => page.locator('tributary-offer').filter({ hasText: title })

/** The order sheet. */
export const sheetOf = (page: Surface): Locator => page.getByRole('dialog')

/** Fills the sheet's details for a customer in Berlin. */
export async function fillDetails(sheet: Locator, email = 'ada@customer.example'): Promise<void> {
  await sheet.getByLabel('Country').selectOption('DE')
  await sheet.getByLabel('E-mail').fill(email)
  await sheet.getByLabel('Full name').fill('Ada Muster')
  await sheet.getByLabel('Street and number').fill('Lindenweg 3')
  await sheet.getByLabel('Postcode').fill('10115')
  await sheet.getByLabel('Town or city').fill('Berlin')
}

/** The last button, which says what it costs. */
export const payButton = (sheet: Locator): Locator => sheet.getByRole('button', { name: /^Order and pay/ })

/** Goes from a card to the review. */
export async function toReview(page: Surface, title: string, email?: string): Promise<Locator> {
  await cardOf(page, title).getByRole('button', { name: 'Order' }).click()
  const sheet = sheetOf(page)
  await fillDetails(sheet, email)
  await sheet.getByRole('button', { name: 'Review your order' }).click()
  await payButton(sheet).waitFor()
  return sheet
}

/** Orders what a card shows; answers the order number on the receipt. */
export async function orderInPlace(page: Surface, title: string, email?: string): Promise<string> {
  const sheet = await toReview(page, title, email)
  await payButton(sheet).click()
  return orderNumber(sheet)
}

/** The order number on the receipt. */
export async function orderNumber(sheet: Locator): Promise<string> {
  await sheet.getByText('Order number').waitFor()
  return (await sheet.locator('strong').first().innerText()).trim()
}
