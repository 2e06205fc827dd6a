import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrderPage, OrderRecord } from '@tributary/protocol/order'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, openPage } from '../support/chromium.ts'
import { openShop, type Shop } from '../support/order-load.ts'
import { type HostPage, startServer, type TestServer } from '../support/server.ts'
import { cardOf, orderInPlace } from '../support/storefront.ts'
import { fetchTemplates, serveTemplates, TEMPLATES, type Template } from '../support/template.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-templates-'))
let browser: Browser
let server: TestServer
let shop: Shop
let host: HostPage
// What stands in the slot of every page.
let content = ''
let clean: unknown

beforeAll(async () => {
  browser = await launchChromium()
  server = await startServer()
  await fetchTemplates(folder)
  host = await serveTemplates(folder, () => content)
  shop = await openShop(server, [host.origin])
  clean = await orderOn({ spec: 'html5-boilerplate@9.0.1', page: 'dist/404.html' })
  // Where npm's cache is empty, some fifty megabytes are fetched first.
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await host?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const link = () =>
  `<a href="${server.origin}/o/hoodie?via=${shop.site}" data-tributary-offer="hoodie" data-tributary-size="card">The hoodie</a>`
const script = () => `<script async src="${server.origin}/v1/tributary.js" data-tributary-site="${shop.site}"></script>`

// Its own space in every page, so that what is compared is the page around it.
const slot = (inside: string, { isStage = false }: Template): string =>
  `<div id="slot" style="display:block;position:${isStage ? 'fixed;inset:0 auto auto 0' : 'relative'};z-index:2147483647;box-sizing:border-box;width:380px;height:780px;overflow:auto;background:#fff">${inside}</div>`

/** Opens a template with this in its slot. What it wants from elsewhere it does not get; it does not move. */
async function open(template: Template, inside: string) {
  content = slot(inside, template)
  const watched = await openPage(browser, { reducedMotion: 'reduce' })
  watched.page.setDefaultTimeout(10_000)
  await watched.page.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) => route.abort(),
  )
  await watched.page.goto(`${host.origin}/${template.spec}/${template.page}`)
  // At the end of a long page a card would wait for a reader to come near.
  await watched.page.evaluate(() => document.querySelector('#slot')?.scrollIntoView({ block: 'center', behavior: 'instant' }))
  return watched
}

/** How every element outside the slot is drawn: a path to it, and what all of its computed style comes to. */
const looks = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() => {
    const found: Record<string, number> = {}
    const walk = (element: Element, path: string): void => {
      if (element.id === 'slot' || element.localName.startsWith('tributary-')) return
      let sum = 0
      const style = getComputedStyle(element)
      // Custom properties are told in another order each time.
      for (const name of [...style].sort())
        for (const sign of name + style.getPropertyValue(name)) sum = (sum * 31 + sign.charCodeAt(0)) | 0
      found[path] = sum
      ;[...element.children].forEach((child, index) => {
        walk(child, `${path}/${child.localName}${index}`)
      })
    }
    walk(document.body, 'body')
    return found
  })

async function orderOn(template: Template): Promise<unknown> {
  const { page, close } = await open(template, script() + link())
  await chooseAndOrder(page)
  await close()
  return takenOrder()
}

async function chooseAndOrder(page: Page): Promise<void> {
  const card = cardOf(page, 'Fjord hoodie')
  await card.getByLabel('Colour').selectOption('Blue')
  await card.getByLabel('Size').selectOption('M')
  await orderInPlace(page, 'Fjord hoodie')
}

/** The newest order, without what differs from order to order. */
async function takenOrder(): Promise<unknown> {
  const { orders } = (await (await server.staff('/v1/admin/orders?limit=1')).json()) as OrderPage
  const { orderId: _, number: __, placedAt: ___, transitions: ____, statusUrl: _____, ...order } = orders[0] as OrderRecord
  return order
}

test.each(TEMPLATES)('in $spec an order is what it is on a clean page; the page has no error more and looks the same', async (template) => {
  const before: { looks: Record<string, number>; complaints: string[] }[] = []
  for (let visit = 0; visit < 2; visit++) {
    const { page, complaints, close } = await open(template, link())
    await page.waitForLoadState('networkidle')
    before.push({ looks: await looks(page), complaints: [...complaints] })
    await close()
  }
  const { page, complaints, close } = await open(template, script() + link())
  await cardOf(page, 'Fjord hoodie').getByRole('button', { name: 'Order' }).waitFor()
  await page.waitForLoadState('networkidle')

  const after = await looks(page)
  // What is another at every visit (a clock, a chart) says nothing about us.
  const steady = Object.keys(before[0]?.looks ?? {}).filter((path) => before[0]?.looks[path] === before[1]?.looks[path])
  expect(steady.length).toBeGreaterThan(2)
  expect(steady.filter((path) => after[path] !== before[0]?.looks[path])).toEqual([])

  await chooseAndOrder(page)
  expect(await takenOrder()).toEqual(clean)
  const known = new Set(before.flatMap((visit) => visit.complaints))
  expect(complaints.filter((complaint) => !known.has(complaint))).toEqual([])
  await close()
})
