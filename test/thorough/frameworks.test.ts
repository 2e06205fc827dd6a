import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrderPage } from '@tributary/protocol/order'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packAll } from '../../scripts/pack.mjs'
import { launchChromium, openPage } from '../support/chromium.ts'
import { type InstalledExample, installExample, serveExample } from '../support/example.ts'
import { openShop, type Shop } from '../support/order-load.ts'
import { type HostPage, startServer, type TestServer } from '../support/server.ts'
import { cardOf, orderInPlace } from '../support/storefront.ts'

const FRAMEWORKS = ['react', 'vue'] as const

let browser: Browser
let server: TestServer
let shop: Shop
const folder = mkdtempSync(join(tmpdir(), 'tributary-frameworks-'))
const folderOf = (name: string) => join(folder, name)
const hosts = {} as Record<(typeof FRAMEWORKS)[number], HostPage>
const examples = {} as Record<(typeof FRAMEWORKS)[number], InstalledExample>

beforeAll(async () => {
  browser = await launchChromium()
  server = await startServer()
  const tarballs = Object.values(await packAll(folder)) as string[]
  await Promise.all(
    FRAMEWORKS.map(async (name) => {
      examples[name] = await installExample(name, folderOf(name), tarballs)
      hosts[name] = await serveExample(folderOf(name), () => ({ parent: server.origin, site: shop.site }))
    }),
  )
  shop = await openShop(
    server,
    Object.values(hosts).map(({ origin }) => origin),
  )
  // Where npm's cache is empty, two frameworks and their tools are fetched first.
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await Promise.all(Object.values(hosts).map((host) => host.close()))
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Chooses two products one after the other, orders the second, and puts its card away; answers how often the page asked for its list. */
async function useExample(name: (typeof FRAMEWORKS)[number]): Promise<number> {
  const { page, complaints, close } = await openPage(browser)
  let lists = 0
  page.on('request', (request) => {
    if (request.url().includes('/v1/offers?') && request.url().includes('limit=')) lists++
  })
  await page.goto(hosts[name].origin)
  await page.getByRole('button', { name: 'Fjord hoodie' }).click()
  await cardOf(page, 'Fjord hoodie').getByLabel('Colour').waitFor()
  await page.getByRole('button', { name: 'Enamel mug' }).click()
  await cardOf(page, 'Enamel mug').getByRole('button', { name: 'Order' }).waitFor()
  expect(await page.locator('tributary-offer').count()).toBe(1)
  expect(await page.locator('tributary-offer').getByRole('button').count()).toBe(1)

  const number = await orderInPlace(page, 'Enamel mug')
  const { orders } = (await (await server.staff('/v1/admin/orders?limit=1')).json()) as OrderPage
  expect(orders[0]).toMatchObject({ number, site: shop.site, lines: [{ sku: 'mug', quantity: 1 }] })

  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('dialog').count()).toBe(0)
  await page.getByRole('button', { name: 'Put away' }).click()
  await expect.poll(() => page.locator('tributary-offer').count()).toBe(0)
  expect(complaints).toEqual([])
  await close()
  return lists
}

describe('on the packed packages, with types checked and bundled by its own script,', () => {
  test.each(FRAMEWORKS)('the %s example changes its card, sells by it, and takes it away', async (name) => {
    await examples[name].build()
    expect(await useExample(name)).toBe(1)
  })
})

test('where React renders everything twice (StrictMode, built for development) there is one card all the same, and one order', async () => {
  await examples.react.buildForDevelopment()
  expect(await useExample('react')).toBe(2)
})
