import { newOrderId, type OrderId, type SiteKey } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import { type ConsentMode, type Customer, ORDER_BYTES, type OrderLetter, type PlaceOrder } from '@tributary/protocol/order'
import { PROBLEMS } from '@tributary/protocol/problem'
import type { ProgramFacts } from '@tributary/protocol/program'
import type { Quote } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type Failure, ownFailure } from './client.ts'
import type { Device } from './device.ts'
import type { Outbox } from './outbox.ts'
import type { OrderOutcome } from './outcome.ts'
import type { KeptTouches } from './touch-memory.ts'
import type { UnsentOrder } from './unsent.ts'

const LONGEST_VIA = 64

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
export interface OrderNeeds {
  readonly parent: string
  readonly site: SiteKey
  readonly device: Device
  readonly outbox: Outbox
  readonly facts: () => Promise<Result<Pick<OffersAnswer, 'program'>, Failure>>
  readonly touches: () => Promise<KeptTouches>
  readonly locale: () => string | undefined
  readonly consent: () => ConsentMode
}

interface WrittenOrder {
  readonly order: UnsentOrder
  readonly isSealed: boolean
}

/**
 * Places orders. While the outcome of one is unknown, its id and its bytes are kept, by quote: pressing twice, pressing again after a timeout and
 * pressing in anger are all one order.
 */
export function createOrders(needs: OrderNeeds): { place(details: OrderDetails): Promise<OrderOutcome> } {
  const unsettled = new Map<string, Promise<Result<WrittenOrder, Failure>>>()

  return {
    async place(details) {
      const { id } = details.quote
      const writing = unsettled.get(id) ?? write(needs, newOrderId(), details)
      unsettled.set(id, writing)
      const written = await writing
      const outcome: OrderOutcome = written.ok
        ? await needs.outbox.place(written.value.order, written.value.isSealed)
        : { outcome: 'refused', problem: written.error }
      if (outcome.outcome === 'placed' || outcome.outcome === 'refused') unsettled.delete(id)
      return outcome
    },
  }
}

/** The bytes of the whole order, fixed now and the same in every attempt. */
async function write(
  needs: OrderNeeds,
  orderId: OrderId,
  { quote, customer, code, via }: OrderDetails,
): Promise<Result<WrittenOrder, Failure>> {
  const facts = await needs.facts()
  if (!facts.ok) return facts
  const { parent, site } = needs
  const { program } = facts.value
  const { lines, currency, totals } = quote
  const letter: OrderLetter = {
    id: orderId,
    program: program.id,
    site,
    // A malformed hint about who is attributed must never cost the order.
    via: via && via.length <= LONGEST_VIA ? via : undefined,
    code,
    ...(await needs.touches()),
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    country: quote.country,
    shipping: quote.shipping.id,
    quote: quote.token,
    currency,
    expectedTotalMinor: totals.totalMinor,
    locale: needs.locale(),
    consent: needs.consent(),
  }
  const personal = await personalPart(needs.device, customer, orderId, program)
  const body = JSON.stringify({ ...letter, ...personal } satisfies PlaceOrder)
  if (new TextEncoder().encode(body).length > ORDER_BYTES) return fail(ownFailure('body_too_large', PROBLEMS.body_too_large))
  const about = lines.map(({ sku, title, quantity }) => ({ sku, title, quantity }))
  const { totalMinor } = totals
  const order = { orderId, parent, site, body, savedAt: needs.device.now(), lines: about, currency: program.currency, totalMinor }
  return ok({ order, isSealed: 'sealed' in personal })
}

// WebCrypto exists in secure contexts only. Where it is missing or fails, the order goes in clear over the connection: nothing personal is written
// down on the device either way.
async function personalPart(
  { seal }: Device,
  customer: Customer,
  id: OrderId,
  { sealKey }: ProgramFacts,
): Promise<{ customer: Customer } | { sealed: string }> {
  try {
    return { sealed: await seal(customer, id, sealKey) }
  } catch {
    return { customer }
  }
}
