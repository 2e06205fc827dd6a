// What a parent's orders keep: once, at the price that was shown.
import { newOrderId } from '@tributary/protocol/id'
import { orderAnswer } from '@tributary/protocol/order.schema'
import { answered, fits, hold, isEqual, outcomeOf, refused, Skip } from './verdict.mjs'

const PARALLEL_POSTS = 20

// Whether an answer is of the order that has this number. Its status is asked by orders.repeat-is-200 alone.
const holdSame = (exchange, { number }) =>
  hold(exchange.json?.number === number, exchange, `the order ${number} again`, `${exchange.json?.number ?? outcomeOf(exchange)}`)

const otherLines = ({ variant }) => [{ sku: variant.sku, quantity: 2 }]

/** The rules of taking an order once. */
export const ORDER_RULES = [
  {
    id: 'orders.placed',
    must: 'answers 201 and a body that fits `orderAnswer`, in the state `placed`, with `test: true` for a test site',
    async check(ground) {
      const exchange = await ground.place(ground.order())
      answered(exchange, 201)
      const { state, test } = fits(exchange, orderAnswer, 'orderAnswer')
      hold(state === 'placed' && test, exchange, 'state placed and test true', `state ${state} and test ${test}`)
    },
  },
  {
    id: 'orders.number',
    must: 'gives each order a number of its own: 8 characters of Crockford’s base 32',
    async check(ground) {
      const [first, second] = [await ground.place(ground.order()), await ground.place(ground.order())]
      for (const exchange of [first, second]) {
        const { number } = answered(exchange, 201)
        hold(/^[0-9A-HJKMNP-TV-Z]{8}$/.test(number), exchange, '8 characters of 0–9 and A–Z without I, L, O, U', `${number}`)
      }
      hold(first.json.number !== second.json.number, second, 'another number for another order', second.json.number)
    },
  },
  {
    id: 'orders.status-url',
    must: 'answers a `statusUrl` whose last two parts are the order’s id and its secret',
    async check(ground) {
      const order = ground.order()
      const exchange = await ground.place(order)
      const { statusUrl } = answered(exchange, 200, 201)
      const parts = URL.canParse(statusUrl) ? new URL(statusUrl).pathname.split('/') : []
      hold(parts.at(-2) === order.id && /^[\w-]{20,}$/.test(parts.at(-1)), exchange, `https://…/${order.id}/<secret>`, `${statusUrl}`)
    },
  },
  {
    id: 'orders.costs-as-quoted',
    must: 'charges what the quote of the order says',
    async check(ground) {
      const quote = await ground.quote()
      const order = ground.order({ quote: quote.token, expectedTotalMinor: quote.totals.totalMinor })
      const exchange = await ground.place(order)
      const { totals } = answered(exchange, 201)
      hold(isEqual(totals, quote.totals), exchange, `the totals ${JSON.stringify(quote.totals)}`, JSON.stringify(totals))
    },
  },
  {
    id: 'orders.repeat-is-200',
    must: 'answers 200 to each repeat of an order',
    async check(ground) {
      const order = ground.order()
      await ground.placed(order)
      for (let repeat = 0; repeat < 2; repeat++) {
        const exchange = await ground.place(order)
        hold(exchange.status === 200, exchange, 'status 200', outcomeOf(exchange))
      }
    },
  },
  {
    id: 'orders.repeat-same-answer',
    must: 'answers a repeat with the same body, number and all',
    async check(ground) {
      const order = ground.order()
      const first = await ground.placed(order)
      const exchange = await ground.place(order)
      hold(isEqual(exchange.json, first), exchange, JSON.stringify(first), exchange.text)
    },
  },
  {
    id: 'orders.parallel-is-one',
    must: `makes one order of ${PARALLEL_POSTS} posts of one id at once`,
    async check(ground) {
      const order = ground.order()
      const exchanges = await Promise.all(Array.from({ length: PARALLEL_POSTS }, () => ground.place(order)))
      const numbers = new Set(exchanges.map(({ json }) => json?.number))
      const other = exchanges.find(({ json }) => json?.number !== exchanges[0].json?.number || !json?.number)
      hold(!other, other, `one order number in ${PARALLEL_POSTS} answers`, `${numbers.size}: ${[...numbers].slice(0, 5).join(', ')}`)
    },
  },
  {
    id: 'orders.same-content',
    must: 'takes the same members in another order, or with other `touches`, for the same order',
    async check(ground) {
      const order = ground.order()
      const first = await ground.placed(order)
      const turned = Object.fromEntries(Object.entries({ ...order, touches: ['v1.a.b.c'] }).reverse())
      holdSame(await ground.place(turned), first)
    },
  },
  {
    id: 'orders.id-reused',
    must: 'refuses another content under a known id with `order_id_reused`, and keeps the first',
    async check(ground) {
      const order = ground.order()
      const first = await ground.placed(order)
      refused(await ground.place({ ...order, lines: otherLines(ground) }), 'order_id_reused')
      refused(await ground.place({ ...order, expectedTotalMinor: order.expectedTotalMinor + 1 }), 'order_id_reused')
      holdSame(await ground.place(order), first)
    },
  },
  {
    id: 'orders.refusal-stays',
    must: 'answers a repeat of a refused order with the same refusal, and another content under its id with `order_id_reused`',
    async check(ground) {
      const order = ground.order({ lines: [{ sku: 'no-such-sku', quantity: 1 }] })
      const first = refused(await ground.place(order), 'sku_unknown')
      const again = await ground.place(order)
      hold(isEqual(again.json, first), again, JSON.stringify(first), again.text)
      refused(await ground.place({ ...order, lines: ground.order().lines }), 'order_id_reused')
    },
  },
  {
    id: 'orders.costlier-waits',
    must: 'lets an order that costs more than `expectedTotalMinor` wait: `awaiting_customer`, at its real price',
    async check(ground) {
      const order = ground.order()
      const { totals: real } = await ground.placed(order)
      if (real?.totalMinor === 0) throw new Skip('the article costs nothing')
      const exchange = await ground.place({ ...order, id: newOrderId(), expectedTotalMinor: 0 })
      const { state, totals } = answered(exchange, 201)
      hold(state === 'awaiting_customer', exchange, 'state awaiting_customer', `state ${state}`)
      hold(isEqual(totals, real), exchange, `the totals ${JSON.stringify(real)}`, JSON.stringify(totals))
    },
  },
  {
    id: 'orders.cheaper-is-placed',
    must: 'places an order that costs less than `expectedTotalMinor`, and charges its real price',
    async check(ground) {
      const order = ground.order()
      const exchange = await ground.place({ ...order, expectedTotalMinor: order.expectedTotalMinor + 1_000 })
      const { state, totals } = answered(exchange, 201)
      const received = `state ${state} and totalMinor ${totals?.totalMinor}`
      const isReal = state === 'placed' && totals?.totalMinor < order.expectedTotalMinor + 1_000
      hold(isReal, exchange, `state placed and totalMinor ${order.expectedTotalMinor}`, received)
    },
  },
  {
    id: 'orders.quote-altered',
    must: 'refuses a quote that was altered with `quote_invalid` at `/quote`, whichever character it is',
    async check(ground) {
      const { token } = await ground.quote()
      for (const at of [Math.floor(token.length / 3), Math.floor(token.length / 2), token.length - 2]) {
        const altered = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
        refused(await ground.place(ground.order({ quote: altered })), 'quote_invalid', '/quote')
      }
    },
  },
  {
    id: 'orders.quote-foreign',
    must: 'refuses a quote that it did not make with `quote_invalid` at `/quote`',
    async check(ground) {
      refused(await ground.place(ground.order({ quote: 'v1.strange.quote.here' })), 'quote_invalid', '/quote')
    },
  },
  {
    id: 'orders.quote-mismatch',
    must: 'refuses a quote of other lines than the order has with `quote_mismatch` at `/quote`',
    async check(ground) {
      const { token } = await ground.quote()
      refused(await ground.place(ground.order({ quote: token, lines: otherLines(ground) })), 'quote_mismatch', '/quote')
    },
  },
  {
    id: 'orders.quote-once',
    must: 'refuses a second order of one quote with `already_placed` and the first one’s `orderNumber`',
    async check(ground) {
      const { token } = await ground.quote()
      const { number } = await ground.placed(ground.order({ quote: token }))
      const exchange = await ground.place(ground.order({ quote: token, id: newOrderId() }))
      const { orderNumber } = refused(exchange, 'already_placed')
      hold(orderNumber === number, exchange, `orderNumber ${number}`, `${orderNumber}`)
    },
  },
  {
    id: 'orders.quote-expired',
    must: 'refuses a quote after its `honouredUntil` with `quote_expired` at `/quote`',
    async check(ground) {
      const { expiredQuote } = ground
      if (!expiredQuote) throw new Skip('it takes days until a quote has run out; give one that has by --expired-quote <token>')
      refused(await ground.place(ground.order({ quote: expiredQuote })), 'quote_expired', '/quote')
    },
  },
]
