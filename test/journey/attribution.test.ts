import type { Affiliate } from '@tributary/protocol/affiliate'
import type { AttributionSummary } from '@tributary/protocol/attribution'
import type { ConsentMode, OrderPage, OrderRecord } from '@tributary/protocol/order'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, launchChromium } from '../support/chromium.ts'
import { openShop, type Shop } from '../support/order-load.ts'
import { type HostPage, serveHostPage, startServer, type TestServer } from '../support/server.ts'
import { cardOf, fillDetails, orderNumber, payButton, type Surface, sheetOf } from '../support/storefront.ts'
import { COOKIES_BLOCKED, type Leftovers, leftoversOf, openVisitor, type Visitor } from '../support/visitor.ts'

const SUB = 'SWB'
const STRANGER = 'STRANGER'

/** How the visitor came, or what they typed, and whom that makes the direct affiliate. */
interface Visit {
  readonly search: string
  readonly code?: string
  readonly expected: AttributionSummary
}

/** What the browser lets the page do, and what an order says of it. */
interface Mode {
  /** What the script tag says of consent. */
  readonly tag?: ConsentMode
  readonly isFramed?: boolean
  readonly isBlocked?: boolean
  readonly before?: () => void
  readonly consent: ConsentMode
  readonly flags?: readonly string[]
  /** Whether a touch may be kept on the device. */
  readonly keeps?: boolean
  /** Whether the browser has storage for the page at all. */
  readonly stores?: boolean
}

// Stands for the site's own affiliate.
const OWNER = 'OWNER'

const VISITS: Record<string, Visit> = {
  'a direct visit': { search: '', expected: { affiliate: OWNER, reason: 'site', candidates: [{ evidence: 'site', outcome: 'won' }] } },
  'the link of a sub-affiliate': {
    search: `?via=${SUB}`,
    expected: {
      affiliate: SUB,
      reason: 'touch',
      candidates: [
        { evidence: 'touch', outcome: 'won' },
        { evidence: 'site', outcome: 'superseded' },
      ],
    },
  },
  'a code that was typed': {
    search: '',
    code: SUB,
    expected: {
      affiliate: SUB,
      reason: 'code',
      candidates: [
        { evidence: 'code', outcome: 'won' },
        { evidence: 'site', outcome: 'superseded' },
      ],
    },
  },
  'the link of a stranger': {
    search: `?via=${STRANGER}`,
    expected: {
      affiliate: OWNER,
      reason: 'site',
      candidates: [
        { evidence: 'touch', outcome: 'not_in_network' },
        { evidence: 'site', outcome: 'won' },
      ],
    },
  },
}

const MODES: Record<string, Mode> = {
  'an ordinary page': { consent: 'granted', stores: true, keeps: true },
  'a sandboxed frame of a third party': { consent: 'granted', isFramed: true, flags: ['origin_unverified'] },
  'cookies blocked': { consent: 'granted', isBlocked: true },
  'storage that throws': {
    consent: 'granted',
    before: () => {
      const thrower = {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
        set: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      }
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(window, name, thrower)
      Object.defineProperty(Document.prototype, 'cookie', thrower)
    },
  },
  'Global Privacy Control': {
    consent: 'denied',
    stores: true,
    before: () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
  },
  'consent required, not given': { consent: 'required', stores: true, tag: 'required' },
  'consent denied': { consent: 'denied', stores: true, tag: 'denied' },
}

let browser: Browser
let blocked: Visitor
let server: TestServer
let shop: Shop
let owner: string
let pages: HostPage
const rows: Record<string, string>[] = []

beforeAll(async () => {
  browser = await launchChromium()
  blocked = await openVisitor(COOKIES_BLOCKED)
  server = await startServer()
  pages = await serveHostPage((path) => ({ html: pageAt(path) }))
  shop = await openShop(server, [pages.origin])
  owner = ((await (await server.staff('/v1/admin/affiliates')).json()) as { affiliates: Affiliate[] }).affiliates[0]?.code ?? ''
  const add = (body: object) => server.staff('/v1/admin/affiliates', { method: 'POST', body: JSON.stringify(body) })
  expect((await add({ name: 'Sub', email: 'sub@affiliate.example', code: SUB, sponsor: owner })).ok).toBe(true)
  expect((await add({ name: 'Stranger', email: 'stranger@affiliate.example', code: STRANGER })).ok).toBe(true)
})
afterAll(async () => {
  console.table(rows)
  await blocked?.close()
  blocked?.remove()
  await browser?.close()
  await pages?.close()
  await server?.stop()
})

describe.each(Object.entries(MODES))('%s', (modeName, mode) => {
  test.each(Object.entries(VISITS))('%s', async (visitName, visit) => {
    const context = mode.isBlocked ? blocked.context : await browser.newContext({ viewport: DESKTOP, locale: 'en-GB' })
    try {
      const page = await context.newPage()
      if (mode.before) await page.addInitScript(mode.before)
      await page.goto(`${pages.origin}${mode.isFramed ? '/framing' : '/'}${mode.tag ?? ''}${visit.search}`)
      const surface = mode.isFramed ? await framed(page) : page
      const order = await orderAs(surface, visit)
      const query = await surface.evaluate(() => location.search)
      // Read through a page that nothing was done to; an order that could not be deleted would still be there.
      const other = await context.newPage()
      await other.goto(`${pages.origin}/empty`)
      const left = await leftoversOf(other)
      rows.push(rowOf(modeName, visitName, order, left, query))

      expect(order.attribution).toEqual({ ...visit.expected, affiliate: visit.expected.affiliate?.replace(OWNER, owner) })
      expect(order).toMatchObject({ consent: mode.consent, flags: mode.flags ?? [], site: shop.site })
      expect(left).toEqual(expectedLeftovers(mode, visit))
      // Our parameters leave the address once the touch is kept; where it is not, they are the only evidence that survives a reload.
      expect(query).toBe(mode.keeps ? '' : visit.search)
      await page.close()
      await other.close()
    } finally {
      if (!mode.isBlocked) await context.close()
    }
  })
})

async function framed(page: Page): Promise<Frame> {
  const frame = await (await page.locator('iframe').elementHandle())?.contentFrame()
  if (!frame) throw new Error('expected a frame, received none')
  await frame.waitForURL(/frames\.localhost/)
  return frame
}

async function orderAs(surface: Surface, { code }: Visit): Promise<OrderRecord> {
  await cardOf(surface, 'Enamel mug').getByRole('button', { name: 'Order' }).click()
  const sheet = sheetOf(surface)
  await fillDetails(sheet)
  if (code) {
    await sheet.getByText('Do you have a code?').click()
    await sheet.locator('input[name=code]').fill(code)
  }
  await sheet.getByRole('button', { name: 'Review your order' }).click()
  await payButton(sheet).click()
  const number = await orderNumber(sheet)
  const { orders } = (await (await server.staff('/v1/admin/orders?limit=200')).json()) as OrderPage
  const order = orders.find((one) => one.number === number)
  if (!order) throw new Error(`expected an order ${number}, received none`)
  return order
}

const rowOf = (mode: string, visit: string, { attribution, consent, flags }: OrderRecord, left: Leftovers, query: string) => ({
  browser: mode,
  visit,
  attributed: attribution.affiliate === owner ? 'the site’s own' : (attribution.affiliate ?? 'nobody'),
  reasons: attribution.candidates.map(({ evidence, outcome }) => `${evidence} ${outcome}`).join(', '),
  order: [consent, ...flags].join(', '),
  left:
    [...left.cookies.map((name) => `cookie ${name}`), ...Object.keys(left.localStorage).map(nounOf), ...left.databases].join(', ') ||
    'nothing',
  address: query || 'clean',
})

const nounOf = (key: string) => key.replace(`.${shop.site}`, '')

// The cart is the customer's own, empty after the order, and so is the outbox; only attribution asks for consent.
const expectedLeftovers = ({ keeps = false, stores = false }: Mode, { search }: Visit): Leftovers => ({
  cookies: keeps && search ? ['tributary'] : [],
  localStorage: stores ? { [`tributary.cart.${shop.site}`]: '[]' } : {},
  databases: stores ? ['tributary orders:0'] : [],
})

function pageAt(path: string): string {
  const head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A blog</title><link rel="icon" href="data:,"></head>'
  if (path === '/empty') return `${head}<body></body></html>`
  if (path === '/framing') {
    const source = JSON.stringify(`${pages.origin.replace('localhost', 'frames.localhost')}/`)
    const frame = '<iframe sandbox="allow-scripts" width="1200" height="760"></iframe>'
    return `${head}<body>${frame}<script>document.querySelector('iframe').src = ${source} + location.search</script></body></html>`
  }
  const consent = path === '/' ? '' : `data-tributary-consent="${path.slice(1)}"`
  const script = `<script async src="${server.origin}/v1/tributary.js" data-tributary-site="${shop.site}" ${consent}></script>`
  const link = `<a href="${server.origin}/o/mug?via=${shop.site}" data-tributary-offer="mug" data-tributary-size="card">Buy the mug</a>`
  return `${head}<body>${script}${link}</body></html>`
}
