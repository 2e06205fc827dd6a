import { newId, type OrderId, type SiteKey } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import {
  type ConsentMode,
  type Customer,
  ORDER_BYTES,
  type OrderAnswer,
  type OrderLetter,
  type PlaceOrder,
} from '@tributary/protocol/order'
import { PROBLEMS } from '@tributary/protocol/problem'
import type { ProgramFacts } from '@tributary/protocol/program'
import type { Quote } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type Client, type Failure, ownFailure } from './client.ts'
import type { Events } from './event.ts'
import type { Seal } from './seal.ts'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 60_000
const GIVE_UP_AFTER_MS = 30_000
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

/**
 * How an order went. `unknown` means that the parent may or may not have it: calling again with the same quote sends the same bytes, so it can
 * never become two orders. `refused` is definite; the next attempt is a new order.
 */
export type OrderOutcome =
  | { readonly outcome: 'placed'; readonly answer: OrderAnswer }
  | { readonly outcome: 'refused'; readonly problem: Failure }
  | { readonly outcome: 'unknown'; readonly orderId: OrderId; readonly problem: Failure }

/** What placing an order needs from the rest of the page. */
export interface OrderNeeds {
  readonly client: Client
  readonly events: Events
  readonly site: SiteKey
  readonly facts: () => Promise<Result<Pick<OffersAnswer, 'program'>, Failure>>
  readonly touches: () => Promise<readonly string[]>
  readonly locale: () => string | undefined
  readonly consent: () => ConsentMode
  /** Fetches what seals the personal part; called only where there is WebCrypto. */
  readonly seal: () => Promise<Seal>
}

interface Attempt {
  readonly id: OrderId
  readonly body: Promise<Result<string, Failure>>
  running?: Promise<OrderOutcome>
}

/**
 * Places orders. While the outcome of one is unknown, its id and its bytes are kept, by quote: pressing twice, pressing again after a timeout and
 * pressing in anger are all one order.
 */
export function createOrders(needs: OrderNeeds): { place(details: OrderDetails): Promise<OrderOutcome> } {
  const unsettled = new Map<string, Attempt>()

  const settle = async (quote: Quote, attempt: Attempt): Promise<OrderOutcome> => {
    const body = await attempt.body
    const outcome: OrderOutcome = body.ok ? await send(needs, attempt.id, body.value) : { outcome: 'refused', problem: body.error }
    if (outcome.outcome === 'unknown') delete attempt.running
    else unsettled.delete(quote.id)
    if (outcome.outcome === 'placed') needs.events.emit('placed', outcome.answer)
    return outcome
  }

  return {
    place(details) {
      const attempt = unsettled.get(details.quote.id) ?? begin(needs, details)
      unsettled.set(details.quote.id, attempt)
      return (attempt.running ??= settle(details.quote, attempt))
    },
  }
}

function begin(needs: OrderNeeds, details: OrderDetails): Attempt {
  const id = newId('order')
  return { id, body: write(needs, id, details) }
}

/** The bytes of the whole order, fixed now and the same in every attempt. */
async function write(needs: OrderNeeds, id: OrderId, { quote, customer, code, via }: OrderDetails): Promise<Result<string, Failure>> {
  const facts = await needs.facts()
  if (!facts.ok) return facts
  const { program } = facts.value
  const letter: OrderLetter = {
    id,
    program: program.id,
    site: needs.site,
    // A malformed hint about who is attributed must never cost the order.
    via: via && via.length <= LONGEST_VIA ? via : undefined,
    code,
    touches: await needs.touches(),
    lines: quote.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    country: quote.country,
    shipping: quote.shipping.id,
    quote: quote.token,
    currency: quote.currency,
    expectedTotalMinor: quote.totals.totalMinor,
    locale: needs.locale(),
    consent: needs.consent(),
  }
  const order: PlaceOrder = { ...letter, ...(await personalPart(needs, customer, id, program)) }
  const body = JSON.stringify(order)
  const isTooLong = new TextEncoder().encode(body).length > ORDER_BYTES
  return isTooLong ? fail(ownFailure('body_too_large', PROBLEMS.body_too_large)) : ok(body)
}

// WebCrypto exists in secure contexts only. Where it is missing or fails, the order goes in clear over the connection: nothing personal is written
// down on the device either way.
async function personalPart(
  needs: OrderNeeds,
  customer: Customer,
  id: OrderId,
  { sealKey }: ProgramFacts,
): Promise<{ customer: Customer } | { sealed: string }> {
  if (!globalThis.crypto?.subtle) return { customer }
  try {
    const seal = await needs.seal()
    return { sealed: await seal(customer, id, sealKey) }
  } catch {
    return { customer }
  }
}

/** Sends the same bytes until the answer is definite or half a minute has passed. */
async function send({ client, events }: OrderNeeds, orderId: OrderId, body: string): Promise<OrderOutcome> {
  const stopAt = Date.now() + GIVE_UP_AFTER_MS
  for (let attempt = 1; ; attempt++) {
    events.emit('sending', { orderId, attempt })
    const result = await client.call('postOrder', { body, orderId })
    if (result.ok) return { outcome: 'placed', answer: result.value }
    if (result.error.final) return { outcome: 'refused', problem: result.error }
    const delayMs = result.error.retryAfterMs ?? Math.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1))
    if (Date.now() + delayMs > stopAt) return { outcome: 'unknown', orderId, problem: result.error }
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
}
