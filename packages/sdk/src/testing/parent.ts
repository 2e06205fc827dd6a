import type { NewApplication } from '@tributary/protocol/application'
import type { UploadAnswer } from '@tributary/protocol/conversation'
import type { SiteKey } from '@tributary/protocol/id'
import type { NewTouch } from '@tributary/protocol/touch'
import type { HttpHandler } from 'msw'
import { createCatalogue } from './catalogue.ts'
import type { PublicEndpointName, Routes } from './endpoint.ts'
import type { Ground } from './ground.ts'
import { handlersOf } from './handlers.ts'
import { type AskedLead, createLeads } from './leads.ts'
import { createMishaps, type Mishap } from './mishap.ts'
import { getOffers } from './offers.ts'
import { settingsOf, type TestParentOptions } from './options.ts'
import { createOrders, type PlacedOrder } from './orders.ts'
import { getPlacements } from './placements.ts'
import { postQuote, type Quotes } from './quotes.ts'
import { createSealedBox } from './sealed-box.ts'
import { postUpload } from './uploads.ts'
import { getJoining, postApplication, postTouch } from './visits.ts'

/** A parent for tests, in memory. The lists hold what arrived since it was made or reset, eldest first. */
export interface TestParent {
  /** What pages take as `parent`. */
  readonly origin: string
  /** What pages take as `site`. */
  readonly site: SiteKey
  /** For `setupServer` or `setupWorker` of msw: one for each endpoint that a page may call. */
  readonly handlers: HttpHandler[]
  readonly orders: readonly PlacedOrder[]
  readonly leads: readonly AskedLead[]
  readonly touches: readonly NewTouch[]
  readonly uploads: readonly UploadAnswer[]
  readonly applications: readonly NewApplication[]
  /** Lets an endpoint go wrong in this way for so many requests, or until `reset`. */
  fail(name: PublicEndpointName, mishap: Mishap, times?: number): void
  /** Changes a price from now on. What was quoted before is honoured. */
  setPrice(sku: string, amountMinor: number): void
  /** So many are left; `undefined`: nobody counts them. */
  setStock(sku: string, left: number | undefined): void
  /** Forgets all that arrived, was quoted or was to fail; prices and stock are as they were given. */
  reset(): void
}

/**
 * A parent for an affiliate's own tests: answers what a page asks, in the shapes of the wire, and keeps what it is told. Prices and refusals follow
 * the real parent's order, by simpler rules (`pricing.ts`, `leads.ts`, `attributionOf`). Throws only here, on malformed options.
 */
export function createTestParent(options: TestParentOptions = {}): TestParent {
  const settings = settingsOf(options)
  const catalogue = createCatalogue(settings.origin, settings.offers)
  const ground: Ground = { settings, catalogue, box: createSealedBox() }
  const mishaps = createMishaps()
  const quotes: Quotes = new Map()
  const orders = createOrders(ground, quotes)
  const leads = createLeads(ground)
  const touches: NewTouch[] = []
  const uploads: UploadAnswer[] = []
  const applications: NewApplication[] = []
  const routes: Routes = {
    getOffers: getOffers(ground),
    getPlacements: getPlacements(ground),
    postQuote: postQuote(ground, quotes, orders.usesOf),
    postOrder: orders.postOrder,
    getOrder: orders.getOrder,
    postCancellation: orders.postCancellation,
    postWithdrawal: orders.postWithdrawal,
    postLead: leads.postLead,
    getLead: leads.getLead,
    postTouch: postTouch(ground, touches),
    postUpload: postUpload(ground, uploads),
    getJoining: getJoining(ground),
    postApplication: postApplication(applications),
  }

  return {
    origin: settings.origin,
    site: settings.site,
    handlers: handlersOf(settings.origin, routes, mishaps.around),
    orders: orders.placed,
    leads: leads.asked,
    touches,
    uploads,
    applications,
    fail: (name, mishap, times = Number.POSITIVE_INFINITY) => mishaps.plan(name, mishap, times),
    setPrice: catalogue.setPrice,
    setStock: catalogue.setStock,
    reset() {
      for (const list of [touches, uploads, applications]) list.length = 0
      quotes.clear()
      orders.forget()
      leads.forget()
      mishaps.forget()
      catalogue.reset()
    },
  }
}
