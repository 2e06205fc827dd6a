// What a parent's order status keeps: it is for whoever has the secret.
import { newOrderId } from '@tributary/protocol/id'
import { orderStatus } from '@tributary/protocol/order.schema'
import { answered, fits, hold, isEqual, refused, Skip } from './verdict.mjs'

async function ordered(ground) {
  const { orderId, statusUrl, number, totals } = await ground.placed(ground.order())
  const secret = String(statusUrl).split('/').at(-1)
  if (!orderId || !secret) throw new Skip('the answer to an order has no status link; see orders.status-url')
  return { orderId, secret, number, totals }
}

const read = ({ probe }, id, secret) => probe.get(`/v1/orders/${id}?secret=${encodeURIComponent(secret)}`)

/** The rules of `GET /v1/orders/:id`. */
export const STATUS_RULES = [
  {
    id: 'status.answers',
    must: 'answers 200 and a body that fits `orderStatus` to the id and the secret of the status link, with the order’s number and totals',
    async check(ground) {
      const { orderId, secret, number, totals } = await ordered(ground)
      const exchange = await read(ground, orderId, secret)
      answered(exchange, 200)
      const status = fits(exchange, orderStatus, 'orderStatus')
      hold(status.number === number && isEqual(status.totals, totals), exchange, `the order ${number} and its totals`, status.number)
    },
  },
  {
    id: 'status.wrong-secret',
    must: 'answers a wrong secret, or none, exactly like an order that there is not: `order_unknown`',
    async check(ground) {
      const { orderId, secret } = await ordered(ground)
      const unknown = await read(ground, newOrderId(), secret)
      const other = await ordered(ground)
      for (const wrong of ['guess', '', other.secret]) {
        const exchange = await read(ground, orderId, wrong)
        refused(exchange, 'order_unknown')
        hold(isEqual(exchange.json, unknown.json), exchange, `the answer to an unknown order: ${unknown.text}`, exchange.text)
      }
    },
  },
  {
    id: 'status.unknown-order',
    must: 'answers an order that there is not with `order_unknown`',
    async check(ground) {
      for (const id of [newOrderId(), 'ord_nonsense']) refused(await read(ground, id, 'guess'), 'order_unknown')
    },
  },
  {
    id: 'status.no-store',
    must: 'sends `Cache-Control: no-store` with a status, and with the answers to quotes and orders',
    async check(ground) {
      const { orderId, secret } = await ordered(ground)
      const exchanges = [
        await read(ground, orderId, secret),
        await ground.place(ground.order()),
        await ground.probe.post('/v1/quotes', ground.cart()),
      ]
      for (const exchange of exchanges) {
        const kept = exchange.headers.get('Cache-Control')
        hold(/no-store/.test(kept ?? ''), exchange, 'Cache-Control: no-store', kept ?? 'none')
      }
    },
  },
]
