import { newCode, newId } from '@tributary/protocol/id'
import type { Customer, OrderAnswer, OrderLetter, OrderStatus } from '@tributary/protocol/order'
import { customer as customerSchema, placeOrder } from '@tributary/protocol/order.schema'
import type { CartLine, PricedCart, ShippingChoice } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { addressProblems } from './address-problems.ts'
import { answer, refuse } from './answer.ts'
import { applyCode } from './codes.ts'
import type { Call } from './endpoint.ts'
import { attributionOf, type Ground } from './ground.ts'
import { createIntake, digestOf, type LetterKind, type Opened, openLetter } from './intake.ts'
import { createOrderChanges, type OrderChanges } from './order-changes.ts'
import { cartRefusal, priceCart, type Refusal, refusal, stockRefusal } from './pricing.ts'
import type { Quotes } from './quotes.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

const ORDER = { kind: 'order', part: 'customer', schema: placeOrder, personalSchema: customerSchema } as LetterKind<OrderLetter, Customer>

/** An order that this parent took: what the page sent, opened, what it costs, and what was answered. */
export interface PlacedOrder {
  readonly letter: OrderLetter
  readonly customer: Customer
  readonly cart: PricedCart
  readonly answer: OrderAnswer
}

/** The orders of a test parent. */
export interface Orders extends Pick<OrderChanges, 'postCancellation' | 'postWithdrawal'> {
  /** In the order that they came in. */
  readonly placed: PlacedOrder[]
  /** How many orders hold the discount with this code. */
  usesOf(code: string): number
  /** `POST /v1/orders`: 201 the first time an order id is seen, 200 for each repeat of the same order. */
  postOrder(call: Call): Promise<Response>
  /** `GET /v1/orders/:id?secret=…`. A wrong secret is answered like an unknown order. */
  getOrder(call: Call): Promise<Response>
  forget(): void
}

/** Takes orders by the quotes that were given. */
export function createOrders(ground: Ground, quotes: Quotes): Orders {
  const { settings, catalogue } = ground
  const placed: PlacedOrder[] = []
  const intake = createIntake<OrderAnswer>('order')
  const usesOf = (code: string): number => placed.filter(({ cart }) => cart.discount?.code === code).length

  const find = (id: string, secret: string): OrderStatus | undefined => {
    const order = placed.find(({ letter }) => letter.id === id)
    return order && secret === order.answer.statusUrl.split('/').at(-1) ? statusOf(order) : undefined
  }
  const changes = createOrderChanges(settings.now, find)

  const decide = ({ letter, personal }: Opened<OrderLetter, Customer>): Result<OrderAnswer, Refusal> => {
    const { code: currency } = settings.facts.currency
    if (letter.currency !== currency) return fail(refusal('currency_mismatch', '/currency', `Expected ${currency}.`))
    const cart = cartOf(ground, quotes, usesOf, letter)
    if (!cart.ok) return cart
    const { totals, shipping } = cart.value
    // More than the customer expected: nothing is taken until they agree.
    const state = letter.expectedTotalMinor < totals.totalMinor ? 'awaiting_customer' : 'placed'
    const takesStock = state === 'placed' && !settings.isTest
    const short = takesStock ? stockRefusal(catalogue, letter.lines) : undefined
    if (short) return fail(short)
    const before = letter.quote && placed.find((order) => order.letter.quote === letter.quote)
    if (before) {
      const { number } = before.answer
      return fail({ code: 'already_placed', orderNumber: number, detail: `It is order ${number}.` })
    }
    if (takesStock) catalogue.take(letter.lines)
    const now = settings.now()
    const answered: OrderAnswer = {
      orderId: letter.id,
      number: newCode(),
      state,
      placedAt: now.toISOString(),
      arrives: arrival(now, shipping),
      currency,
      totals,
      attribution: attributionOf(ground),
      next: { kind: 'none' },
      statusUrl: `${settings.origin}/order/${letter.id}/${newId('order').slice(4)}`,
      test: settings.isTest,
    }
    placed.push({ letter, customer: personal, cart: cart.value, answer: answered })
    return ok(answered)
  }

  return {
    placed,
    usesOf,
    async postOrder(call) {
      const opened = await openLetter(ground, call, ORDER)
      if (!opened.ok) return opened.error
      const { letter, personal } = opened.value
      const errors = addressProblems(personal, letter.country)
      if (errors.length > 0) return refuse(call.name, 'request_invalid', { orderId: letter.id, errors })
      return intake.take(call, letter.id, digestOf(opened.value), () => decide(opened.value))
    },
    async getOrder(call) {
      const { name, url, parameters } = call
      const status = find(parameters['id'] ?? '', url.searchParams.get('secret') ?? '')
      return status ? answer(name, 200, changes.changed(status)) : refuse(name, 'order_unknown')
    },
    postCancellation: changes.postCancellation,
    postWithdrawal: changes.postWithdrawal,
    forget() {
      placed.length = 0
      changes.forget()
      intake.forget()
    },
  }
}

function cartOf(
  { settings, catalogue }: Ground,
  quotes: Quotes,
  usesOf: (code: string) => number,
  letter: OrderLetter,
): Result<PricedCart, Refusal> {
  if (letter.quote === undefined) {
    const priced = priceCart(settings, catalogue, letter.lines, letter)
    if (!priced.ok) return priced
    const coded = letter.code?.trim() ? applyCode(settings, priced.value, letter.code, usesOf).priced : priced.value
    const { shippingChoices: _, ...cart } = coded
    return ok(cart)
  }
  const quoted = quotes.get(letter.quote)
  if (!quoted) return fail(refusal('quote_invalid', '/quote', 'Ask for a new quote and show its total to the customer.'))
  const { id: _, honouredUntil, shippingChoices: __, ...cart } = quoted
  if (honouredUntil < settings.now().getTime()) {
    return fail(
      refusal('quote_expired', '/quote', `The price was kept until ${new Date(honouredUntil).toISOString()}. Ask for a new quote.`),
    )
  }
  const isSame = sameLines(cart.lines, letter.lines) && cart.country === letter.country && cart.shipping.id === letter.shipping
  if (!isSame) return fail(refusal('quote_mismatch', '/quote', 'Lines, country and way of shipping must be the ones that were quoted.'))
  const refused = cartRefusal(catalogue, letter.lines)
  return refused ? fail(refused) : ok(cart)
}

const sameLines = (quoted: readonly CartLine[], ordered: readonly CartLine[]): boolean =>
  quoted.length === ordered.length &&
  quoted.every(({ sku, quantity }, index) => sku === ordered[index]?.sku && quantity === ordered[index]?.quantity)

function statusOf({ cart, answer: { next: _, statusUrl: __, attribution: ___, ...said } }: PlacedOrder): OrderStatus {
  return {
    ...said,
    payment: 'unpaid',
    ...(cart.discount && { discount: cart.discount }),
    shippingTitle: cart.shipping.title,
    country: cart.country,
    lines: cart.lines.map(({ sku, title, variant, quantity, unitMinor, totalMinor }) => ({
      ...{ sku, title, variant, quantity, unitMinor, totalMinor },
      ...{ shippedQuantity: 0, cancelledQuantity: 0, refundedQuantity: 0 },
    })),
    shipments: [],
    refunds: [],
    transitions: [{ to: said.state, at: said.placedAt }],
  }
}

// Days of the calendar; the real parent leaves out weekends.
const arrival = (now: Date, { days }: ShippingChoice): OrderAnswer['arrives'] => ({
  from: dayAfter(now, days.min),
  to: dayAfter(now, days.max),
})

const dayAfter = (now: Date, days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10)
