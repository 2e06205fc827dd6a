import type { Totals } from '@tributary/protocol/quote'
import type { CartItem } from '@tributary/sdk'
import type { Events } from '@tributary/sdk/parts'
import type { RequestState } from '../lead/request.ts'
import type { CheckoutState } from './checkout.ts'
import type { SheetEnd } from './desk.ts'

/** An amount in minor units of an ISO 4217 currency. */
interface Amount {
  readonly totalMinor: number
  readonly currency: string
}

type Lines = readonly { readonly sku: string; readonly quantity: number }[]

/**
 * What the page is told, as events `tributary:<name>` at the document. Details are frozen, small, and hold nothing about a person: who measures
 * needs no customer for it.
 */
export interface PageEvents {
  /** A sheet was opened for this offer: its id, or the handle that the placement names. The sheet of orders without one is the cart. */
  readonly open: {
    readonly sheet: 'order' | 'request' | 'join'
    readonly offer?: string | undefined
    readonly outcome: Promise<SheetEnd>
  }
  /** An article was put into the cart that was not in it. */
  readonly 'cart-add': { readonly offer: string; readonly sku: string }
  readonly 'cart-change': { readonly lines: Lines }
  /** The customer pressed the button that orders. `preventDefault()` keeps the order from being placed; the sheet stays as it is. */
  readonly 'before-order': Amount & {
    readonly lines: Lines
    /** Where the order comes to rest: `placed`, `refused`, `queued` (kept, and sent later), `unknown` (not kept, nobody answered yet); where else, the customer is asked again. */
    readonly outcome: Promise<CheckoutState>
  }
  /** The parent has an order: one of this page, or one that an earlier visit left. */
  readonly order: Totals & { readonly currency: string; readonly number: string; readonly state: string; readonly test: boolean }
  /** The parent will never take the order; `code` is one of the problem table. */
  readonly 'order-failed': { readonly code: string }
  /** The customer pressed the button that sends a request. `preventDefault()` keeps it from being sent; the sheet stays as it is. */
  readonly 'before-lead': {
    readonly offer: string
    /** Where the request comes to rest, as with an order. */
    readonly outcome: Promise<RequestState>
  }
  /** The parent has a request for a service. */
  readonly lead: { readonly number: string; readonly state: string; readonly test: boolean }
}

/** Tells the page. `false` where a listener wants it not to happen. */
export const tellPage = <Name extends keyof PageEvents>(name: Name, detail: PageEvents[Name]): boolean =>
  document.dispatchEvent(
    new CustomEvent(`tributary:${name}`, {
      detail: Object.freeze(detail),
      bubbles: true,
      composed: true,
      cancelable: name.startsWith('before'),
    }),
  )

/** What is told of each line. */
export const linesOf = (items: readonly Pick<CartItem, 'sku' | 'quantity'>[]): Lines =>
  items.map(({ sku, quantity }) => ({ sku, quantity }))

/** Passes on to the page what happens to its cart, its orders and its requests. */
export function tellOf(events: Events): void {
  events.on('cart', (items) => tellPage('cart-change', { lines: linesOf(items) }))
  events.on('placed', ({ number, state, test, currency, totals }) => tellPage('order', { number, state, test, currency, ...totals }))
  events.on('lead', ({ number, state, test }) => tellPage('lead', { number, state, test }))
  events.on('refused', ({ orderId, problem }) => orderId && tellPage('order-failed', { code: problem.code }))
}
