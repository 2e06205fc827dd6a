import { serve } from '@hono/node-server'
import type { OrderPage } from '@tributary/protocol/order'
import { createTouchHandler } from '@tributary/sdk/server'
import { Hono } from 'hono'
import type { Browser, BrowserContext, Cookie, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, launchChromium } from '../support/chromium.ts'
import { openShop, type Shop } from '../support/order-load.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { orderInPlace } from '../support/storefront.ts'

const DAY_SECONDS = 24 * 60 * 60

/** A site with pages and the touch handler on one origin. */
interface Site {
  readonly origin: string
  use(answer: (request: Request) => Promise<Response | undefined>): void
  close(): void
}

let browser: Browser
let server: TestServer
let shop: Shop
let site: Site
beforeAll(async () => {
  browser = await launchChromium()
  server = await startServer()
  site = await openSite()
  shop = await openShop(server, [site.origin])
  const { affiliates } = (await (await server.staff('/v1/admin/affiliates')).json()) as { affiliates: { code: string }[] }
  const sub = { name: 'Sub', email: 'sub@affiliate.example', code: 'SWB', sponsor: affiliates[0]?.code }
  await server.staff('/v1/admin/affiliates', { method: 'POST', body: JSON.stringify(sub) })
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  await server?.stop()
})

async function openSite(): Promise<Site> {
  let handler: Parameters<Site['use']>[0] = async () => undefined
  const app = new Hono()
  app.use(async (context, next) => (await handler(context.req.raw)) ?? next())
  app.get('/', (context) => context.html(blog()))
  const listening = await new Promise<{ port: number; close: () => void }>((resolve) => {
    const running = serve({ fetch: app.fetch, port: 0, hostname: 'localhost' }, ({ port }) =>
      resolve({ port, close: () => running.close() }),
    )
  })
  return { origin: `http://localhost:${listening.port}`, use: (answer) => (handler = answer), close: listening.close }
}

const blog = (): string => {
  const tag = `src="${server.origin}/v1/tributary.js" data-tributary-site="${shop.site}" data-tributary-touch-path="/tributary/touch"`
  const link = `<a href="${server.origin}/o/mug" data-tributary-offer="mug" data-tributary-size="card">Buy the mug</a>`
  return `<!doctype html><html lang="en"><title>A blog</title><link rel="icon" href="data:,"><script async ${tag}></script>${link}</html>`
}

const ourCookie = async (context: BrowserContext): Promise<Cookie | undefined> =>
  (await context.cookies()).find(({ name }) => name === 'tributary')

const latest = async () => ((await (await server.staff('/v1/admin/orders?limit=1')).json()) as OrderPage).orders[0]

describe.each([{ httpOnly: false }, { httpOnly: true }])('with a cookie from the site’s own server, %o', ({ httpOnly }) => {
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    site.use(createTouchHandler({ parent: server.origin, site: shop.site, httpOnly }))
    context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB' })
    page = await context.newPage()
  })
  afterAll(() => context.close())

  test('a visit is kept for 400 days, and leaves the address', async () => {
    await page.goto(`${site.origin}/?via=SWB&via_campaign=spring`)
    await expect.poll(() => ourCookie(context)).toMatchObject({ httpOnly, sameSite: 'Lax', path: '/' })
    const days = (((await ourCookie(context))?.expires ?? 0) - Date.now() / 1_000) / DAY_SECONDS
    expect(days).toBeCloseTo(400, 1)
    await expect.poll(() => page.evaluate(() => location.search)).toBe('')
    const readable = await page.evaluate(() => `${document.cookie} ${Object.keys(localStorage)}`)
    expect(/\btributary\b(?!\.)/.test(readable)).toBe(!httpOnly)
  })

  test('it earns the order of a later visit', async () => {
    await page.goto(site.origin)
    const number = await orderInPlace(page, 'Enamel mug')
    expect(await latest()).toMatchObject({ number, attribution: { affiliate: 'SWB', reason: 'touch' } })
  })

  test('it goes when consent is withdrawn', async () => {
    await page.evaluate(() => (window as unknown as { tributary: { consent(isGranted: boolean): void } }).tributary.consent(false))
    await expect.poll(() => ourCookie(context)).toBeUndefined()
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key === 'tributary'))).toEqual([])
  })
})
