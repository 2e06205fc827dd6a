import type { OrderRecord } from '@tributary/protocol/order'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium, PHONE, type WatchedPage } from '../support/chromium.ts'
import { POLLUTERS } from '../support/polluters.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type Smtp, startSmtp } from '../support/smtp.ts'
import { openStorefront, orderInPlace, type Storefront } from '../support/storefront.ts'

// Nothing that the host's page does not allow: no style, no script but ours, no picture but the parent's.
const strict = (parent: string): string =>
  `default-src 'none'; script-src 'nonce-n1' 'strict-dynamic'; connect-src ${parent}; img-src ${parent} data:; require-trusted-types-for 'script'; trusted-types 'none'`

let browser: Browser
let smtp: Smtp
let server: TestServer
let shop: Storefront
const opened: WatchedPage[] = []
beforeAll(async () => {
  browser = await launchChromium()
  smtp = await startSmtp()
  server = await startServer({ env: { SMTP_URL: smtp.url } })
  shop = await openStorefront({ server })
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await server?.stop()
  await smtp?.close()
})

async function openOnPhone(body: string, before = ''): Promise<WatchedPage> {
  const script = shop.script.replace('<script ', '<script nonce="n1" ')
  shop.pageIs(before + script + body, { 'Content-Security-Policy': strict(server.origin) })
  const page = await shop.open(browser, { viewport: PHONE, hasTouch: true, isMobile: true })
  opened.push(page)
  return page
}

async function ordered(): Promise<OrderRecord> {
  const { page } = await openOnPhone(shop.placement('mug'))
  const number = await orderInPlace(page, 'Enamel mug')
  return (await shop.orders()).find((order) => order.number === number) as OrderRecord
}

const statusOf = (page: Page): Locator => page.locator('tributary-status')
const follow = ({ statusUrl }: OrderRecord, before = '') =>
  openOnPhone(`<a href="${statusUrl}" data-tributary-status>Follow your order</a>`, before)
const mailed = (subject: RegExp) => expect.poll(() => smtp.received.filter((mail) => subject.test(mail.subject)), { timeout: 10_000 })

test('an order is followed in the page, and cancelled there in two steps', async () => {
  const order = await ordered()
  await server.cli('order', 'paid', order.number)
  const { page, complaints } = await follow(order)
  const status = statusOf(page)
  await status.getByText('Will be shipped').waitFor()
  await status.getByRole('button', { name: 'Cancel this order' }).tap()
  await status.getByRole('button', { name: 'Cancel the order now' }).tap()
  await status.getByText('Your order is cancelled.').waitFor()
  await status.getByText('Went back to you on').waitFor()
  expect((await shop.orders()).find(({ number }) => number === order.number)).toMatchObject({ state: 'cancelled', payment: 'refunded' })
  await mailed(new RegExp(`Your order ${order.number} was cancelled`)).toMatchObject([{ to: 'ada@customer.example' }])
  await mailed(new RegExp(`${order.number} was cancelled by the customer`)).toMatchObject([{ to: 'staff@acme.example' }])
  expect(complaints).toEqual([])
})

test('a delivered order is withdrawn from in two steps; staff receive it, and the page shows the refund', async () => {
  const order = await ordered()
  for (const step of [['paid'], ['confirm'], ['ship', '--carrier', 'DHL'], ['deliver']]) {
    const [verb = '', ...more] = step
    expect((await server.cli('order', verb, order.number, ...more)).code).toBe(0)
  }
  // Beside a script that makes texts of lists in JSON, the list of pieces arrives as it was chosen.
  const polluter = POLLUTERS['a script like Prototype 1.6']?.() ?? ''
  const { page, complaints } = await follow(order, `<script nonce="n1">${polluter}</script>`)
  const status = statusOf(page)
  await status.getByRole('button', { name: 'Withdraw from contract here' }).tap()
  await status.getByLabel('Your name').fill('Ada Muster')
  await status.getByLabel('E-mail address for the receipt').fill('receipt@customer.example')
  await status.getByRole('button', { name: 'Continue' }).tap()
  await status.getByText(`I, Ada Muster, withdraw from the contract about order ${order.number}`).waitFor()
  expect(smtp.received.filter(({ subject }) => /withdrew/.test(subject))).toEqual([])
  await status.getByRole('button', { name: 'Confirm withdrawal' }).tap()
  await status.getByText('Your withdrawal has arrived.').waitFor()
  await mailed(new RegExp(`You withdrew from the contract: order ${order.number}`)).toHaveLength(2)
  const [receipt] = smtp.received.filter(({ to }) => to === 'receipt@customer.example')
  expect(receipt?.text).toContain('Name: Ada Muster')

  const listed = await server.cli('return', 'list', '--state', 'announced')
  expect(listed.stdout).toContain(order.number)
  const received = await server.cli('return', 'receive', order.number)
  expect([received.code, received.stdout]).toEqual([0, expect.stringContaining('refunded')])
  await page.reload()
  await status.getByText('Taken back and refunded:').waitFor()
  await status.getByText('-€19.80').waitFor()
  await mailed(new RegExp(`You get €19.80 back for your order ${order.number}`)).toHaveLength(1)
  expect(complaints).toEqual([])
})
