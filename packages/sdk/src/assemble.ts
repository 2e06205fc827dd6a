import type { OrderId, SiteKey } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { OrderStatus } from '@tributary/protocol/order'
import type { CartLine, Quote, QuoteRequest } from '@tributary/protocol/quote'
import type { Result } from '@tributary/protocol/result'
import { type Cart, createCart } from './cart.ts'
import type { Client, Failure } from './client.ts'
import type { EventHandler, EventName, Events } from './event.ts'
import type { Offers, OffersWanted } from './offer.ts'
import { createOrders, type OrderDetails, type OrderOutcome } from './order.ts'
import type { Seal } from './seal.ts'
import { createKeep, type KeyValueStorage } from './storage.ts'
import type { Touches } from './touch.ts'
import type { Visit } from './visit.ts'

const LONGEST_LOCALE = 35

/** Where a cart goes, and how; without lines the cart's own are priced. */
export type Destination = Omit<QuoteRequest, 'site' | 'lines'> & { readonly lines?: readonly CartLine[] }

/** A parent's shop on this page. */
export interface Tributary {
  /** Reads offers by ids or handles, or by collection, search text and cursor. Cards that ask in the same moment share one request. */
  offers(wanted: OffersWanted, options?: { readonly isFresh?: boolean }): Promise<Result<OffersAnswer, Failure>>
  readonly cart: Cart
  /** Has the cart priced by the parent. */
  quote(destination: Destination): Promise<Result<Quote, Failure>>
  /** Places what was quoted. The ordered articles leave the cart when the parent has them, and not before. */
  placeOrder(details: OrderDetails): Promise<OrderOutcome>
  /** An order as its customer may see it. */
  status(orderId: OrderId, secret: string): Promise<Result<OrderStatus, Failure>>
  /** Records that somebody sent this visit. A visit that arrives by `?via=` is recorded without being asked. */
  touch(visit: Visit): Promise<boolean>
  /** Listens; answers what ends the listening. */
  on<Name extends EventName>(name: Name, handler: EventHandler<Name>): () => void
}

/** What a Tributary is put together from. */
export interface Parts {
  readonly site: SiteKey
  readonly client: Client
  readonly events: Events
  readonly offers: Offers
  readonly touches: Touches
  readonly storage: KeyValueStorage | undefined
  readonly seal: () => Promise<Seal>
}

/** Puts a shop together from parts that may be older than it: a script tag has read offers and kept touches before anybody orders. */
export function assemble({ site, client, events, offers, touches, storage, seal }: Parts): Tributary {
  const cartKey = `tributary.cart.${site}`
  const cart = createCart(createKeep(cartKey, storage), (items) => events.emit('cart', items))
  const orders = createOrders({
    client,
    events,
    site,
    facts: offers.facts,
    touches: touches.read,
    locale: pageLocale,
    consent: () => 'granted',
    seal,
  })
  globalThis.addEventListener?.('storage', ({ key }) => key === cartKey && events.emit('cart', cart.lines()))

  return {
    offers: (wanted, { isFresh } = {}) => offers.read(wanted, isFresh),
    cart,
    quote: ({ lines = cart.lines(), ...destination }) =>
      client.call('postQuote', {
        body: JSON.stringify({ site, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })), ...destination }),
      }),
    async placeOrder(details) {
      const via = details.via ?? cart.lines().findLast((line) => line.via)?.via
      const outcome = await orders.place({ ...details, via })
      if (outcome.outcome === 'placed') cart.clear(details.quote.lines.map(({ sku }) => sku))
      return outcome
    },
    status: (id, secret) => client.call('getOrder', { id, query: { secret } }),
    touch: touches.record,
    on: events.on,
  }
}

const pageLocale = (): string | undefined =>
  (globalThis.document?.documentElement.lang || globalThis.navigator?.language)?.slice(0, LONGEST_LOCALE)
