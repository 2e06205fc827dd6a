import { newOrderId } from '@tributary/protocol/id'
import type { Customer } from '@tributary/protocol/order'
import type { Quote } from '@tributary/protocol/quote'
import { ok, type Result } from '@tributary/protocol/result'
import type { Failure } from './client.ts'
import { type LetterNeeds, type OwnOrder, writeLetter } from './letter.ts'
import type { Outbox } from './outbox.ts'
import type { OrderOutcome } from './outcome.ts'
import { createPlacing, type Written } from './placing.ts'
import type { UnsentOrder } from './unsent.ts'

/** What the customer decided. Lines, shipping and price come from the quote. */
export interface OrderDetails {
  readonly quote: Quote
  readonly customer: Customer
  /** As the customer typed it. */
  readonly code?: string | undefined
  /** From the placement; otherwise the cart's latest. */
  readonly via?: string | undefined
}

/** What placing an order needs from the rest of the page. */
export interface OrderNeeds extends LetterNeeds {
  readonly outbox: Outbox
}

/** Places orders, one for each quote. */
export const createOrders = (needs: OrderNeeds): { place(details: OrderDetails): Promise<OrderOutcome> } => ({
  place: createPlacing(needs.outbox, { keyOf: ({ quote }) => quote.id, write: (details) => write(needs, details) }),
})

async function write(needs: OrderNeeds, { quote, customer, code, via }: OrderDetails): Promise<Result<Written<UnsentOrder>, Failure>> {
  const orderId = newOrderId()
  const { lines, currency, totals } = quote
  const own: OwnOrder = {
    id: orderId,
    via,
    code,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    country: quote.country,
    shipping: quote.shipping.id,
    quote: quote.token,
    currency,
    expectedTotalMinor: totals.totalMinor,
  }
  const letter = await writeLetter(needs, own, { customer })
  if (!letter.ok) return letter
  const { body, isSealed, program } = letter.value
  const { parent, site } = needs
  const about = lines.map(({ sku, title, quantity }) => ({ sku, title, quantity }))
  const { totalMinor } = totals
  const entry = { orderId, parent, site, body, savedAt: needs.device.now(), lines: about, currency: program.currency, totalMinor }
  return ok({ entry, isSealed })
}
