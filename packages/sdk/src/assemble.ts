import type { SiteKey } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { ConsentMode } from '@tributary/protocol/order'
import { type CartLine, QUOTES_PATH, type Quote, type QuoteRequest } from '@tributary/protocol/quote'
import type { Result } from '@tributary/protocol/result'
import { type Cart, createCart } from './cart.ts'
import { type Client, type Failure, type PageEndpoint, UNREACHED } from './client.ts'
import type { Device } from './device.ts'
import type { EventHandler, EventName, Events } from './event.ts'
import { toJson } from './json.ts'
import type { KeptTouches } from './kept-touches.ts'
import type { Offers, OffersWanted } from './offer.ts'
import type { OrderDetails } from './order.ts'
import type { createOrdering, Ordering } from './ordering.ts'
import type { OrderOutcome } from './outcome.ts'
import { createKeep, type KeyValueStorage } from './storage.ts'
import type { UnsentOrder } from './unsent.ts'

const LONGEST_LOCALE = 35

const POST_QUOTE: PageEndpoint<Quote> = { path: QUOTES_PATH, hallmark: 'token' }

/** Where a cart goes, and how; without lines the cart's own are priced. */
export type Destination = Omit<QuoteRequest, 'site' | 'lines' | 'previous'> & { readonly lines?: readonly CartLine[] }

/** What a customer is served with: offers, a cart, its price, its order. */
export interface Counter {
  /** Reads offers by ids or handles, or by collection, search text and cursor. Cards that ask in the same moment share one request. */
  offers(wanted: OffersWanted, options?: { readonly isFresh?: boolean }): Promise<Result<OffersAnswer, Failure>>
  readonly cart: Cart
  /** Has the cart priced by the parent. */
  quote(destination: Destination): Promise<Result<Quote, Failure>>
  /** Places what was quoted. The ordered articles leave the cart when the parent has them, and not before. */
  placeOrder(details: OrderDetails): Promise<OrderOutcome>
  /** Listens; answers what ends the listening. */
  on<Name extends EventName>(name: Name, handler: EventHandler<Name>): () => void
}

/** What a counter is put together from. */
export interface Parts {
  readonly parent: string
  readonly site: SiteKey
  readonly client: Client
  readonly events: Events
  readonly offers: Offers
  /** What is known of the visitor's touches, asked when an order is written. */
  readonly touches: () => Promise<KeptTouches>
  /** Whether that may be kept on the device. */
  readonly consent: () => ConsentMode
  readonly storage: KeyValueStorage | undefined
  readonly device?: Device | undefined
  /** Fetches what is needed only once somebody orders. */
  readonly ordering: () => Promise<typeof createOrdering>
}

/** A counter, and the way of its orders, which is fetched when it is first asked for. */
export interface Assembled {
  readonly counter: Counter
  readonly ordering: () => Promise<Ordering>
}

/** Puts a counter together from parts that may be older than it: a script tag has read offers and kept touches before anybody orders. */
export function assemble({ ordering, storage, offers, ...parts }: Parts): Assembled {
  const { site, client, events } = parts
  const cartKey = `tributary.cart.${site}`
  const cart = createCart(createKeep(cartKey, storage), (items) => {
    // The next cart begins anew.
    if (items.length === 0) previous = undefined
    events.emit('cart', items)
  })
  let previous: string | undefined
  let made: Promise<Ordering> | undefined

  const ordered = ({ lines }: UnsentOrder): void => cart.clear(lines.map(({ sku }) => sku))
  const needs = { ...parts, ordered, facts: offers.facts, locale: pageLocale }
  const orders = (): Promise<Ordering> => {
    made ??= ordering().then((create) => create(needs))
    // What could not be fetched now may be to be had at the next press.
    made.catch(() => (made = undefined))
    return made
  }

  globalThis.addEventListener?.('storage', ({ key }) => key === cartKey && events.emit('cart', cart.lines()))

  const counter: Counter = {
    offers: (wanted, { isFresh } = {}) => offers.read(wanted, isFresh),
    cart,
    async quote({ lines = cart.lines(), ...destination }) {
      // Fetched while the customer reads the total, so that nothing but the order itself has to travel at the press.
      void orders().catch(() => undefined)
      const bare = lines.map(({ sku, quantity }) => ({ sku, quantity }))
      const answer = await client.call(POST_QUOTE, { body: toJson({ site, lines: bare, ...destination, previous }) })
      if (answer.ok) previous = answer.value.token
      return answer
    },
    async placeOrder(details) {
      const via = details.via ?? cart.lines().findLast((line) => line.via)?.via
      return orders().then(
        ({ place }) => place({ ...details, via }),
        () => ({ outcome: 'refused', problem: UNREACHED }),
      )
    },
    on: events.on,
  }
  return { counter, ordering: orders }
}

const pageLocale = (): string | undefined =>
  (globalThis.document?.documentElement.lang || globalThis.navigator?.language)?.slice(0, LONGEST_LOCALE)
