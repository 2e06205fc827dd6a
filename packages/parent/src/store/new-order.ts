import type { OrderId } from '@tributary/protocol/id'
import type { Customer, OrderState } from '@tributary/protocol/order'
import type { PricedCart } from '@tributary/protocol/quote'
import type { Letter } from './messages.ts'
import type { Pieces } from './stock.ts'

/** An order that was decided, with all that is stored beside it in one transaction. */
export interface NewOrder {
  readonly id: OrderId
  readonly number: string
  readonly digest: string
  readonly quoteId: string | null
  readonly siteId: number | null
  readonly affiliateId: number | null
  readonly state: Extract<OrderState, 'placed' | 'awaiting_customer'>
  readonly terms: string
  readonly cart: PricedCart
  /** The normalised code of the discount that the cart holds. */
  readonly discountName?: string | undefined
  readonly variantIds: readonly number[]
  readonly takesStock: boolean
  readonly expectedTotalMinor: number
  readonly customer: Customer
  /** Hex; the same for each order of one customer. */
  readonly customerHash: string
  /** Hex; each the same for all orders of one household. */
  readonly household: { readonly address: string; readonly phone?: string }
  readonly attribution: unknown
  readonly flags: readonly string[]
  readonly locale: string | null
  readonly consent: string
  readonly placedAt: Date
  readonly test: boolean
  readonly letters: readonly Letter[]
}

/** What the database made of a decided order. */
export type Placement =
  | { readonly kind: 'placed' }
  /** The id is known already: compare digests and answer what is stored. */
  | { readonly kind: 'seen' }
  | { readonly kind: 'short'; readonly variantId: number; readonly level: number }
  | { readonly kind: 'quote_used'; readonly number: string }

/** What an order takes from the stock. */
export const piecesOf = ({ cart, variantIds }: NewOrder): Pieces[] =>
  cart.lines.map(({ quantity }, index) => ({ variantId: variantIds[index] as number, quantity }))
