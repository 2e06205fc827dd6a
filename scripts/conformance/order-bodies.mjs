// What a parent's order endpoint keeps of the body: what it reads, what it refuses and where it points.
import { newId, newOrderId } from '@tributary/protocol/id'
import { answered, hold, refused } from './verdict.mjs'

const BODY_BYTES = 32 * 1_024
// Touch tokens are never a reason to refuse, so they fill a body up to any size.
const ROOM_BYTES = 200

const bytesOf = (value) => new TextEncoder().encode(JSON.stringify(value)).length

function filledTo(order, bytes) {
  const left = bytes - bytesOf({ ...order, touches: [''] })
  return { ...order, touches: ['x'.repeat(left)] }
}

const refusal = (id, must, more, code, pointer) => ({
  id,
  must,
  async check(ground) {
    const order = ground.order()
    refused(await ground.place({ ...order, ...more(order, ground) }), code, pointer)
  },
})

const withCustomer = (more) => (order) => ({ customer: { ...order.customer, ...more(order.customer) } })

/** The rules of an order's body. */
export const ORDER_BODY_RULES = [
  {
    id: 'orders.any-content-type',
    must: 'reads the body as JSON whatever `Content-Type` says',
    async check(ground) {
      for (const type of ['text/plain;charset=UTF-8', 'application/json', 'application/octet-stream']) {
        answered(await ground.place(ground.order(), { headers: { 'Content-Type': type } }), 201)
      }
    },
  },
  {
    id: 'orders.large-is-taken',
    must: 'takes a body of 32 KiB',
    async check(ground) {
      answered(await ground.place(filledTo(ground.order(), BODY_BYTES)), 201)
    },
  },
  {
    id: 'orders.too-large',
    must: 'refuses a larger body with `body_too_large`',
    async check(ground) {
      refused(await ground.place(filledTo(ground.order(), BODY_BYTES + ROOM_BYTES)), 'body_too_large')
    },
  },
  {
    id: 'orders.not-json',
    must: 'refuses a body that is no JSON with `body_not_json`; so does every endpoint',
    async check(ground) {
      for (const path of ['/v1/orders', '/v1/quotes', '/v1/touches']) refused(await ground.probe.post(path, '{"id":'), 'body_not_json')
    },
  },
  {
    id: 'orders.touches-cost-nothing',
    must: 'takes an order whatever its `touches` are: strange, too long, too many',
    async check(ground) {
      const touches = ['', 'nonsense', 'v1.a.b.c', 'x'.repeat(2_000), ...Array.from({ length: 20 }, (_, index) => `v1.${index}.b.c`)]
      answered(await ground.place(ground.order({ touches })), 201)
    },
  },
  {
    id: 'orders.idempotency-key',
    must: 'takes an `Idempotency-Key` that is the order’s id, bare or in double quotes, and refuses another with `idempotency_key_mismatch`',
    async check(ground) {
      const order = ground.order()
      refused(await ground.place(order, { headers: { 'Idempotency-Key': newOrderId() } }), 'idempotency_key_mismatch')
      for (const key of [order.id, `"${order.id}"`]) answered(await ground.place(order, { headers: { 'Idempotency-Key': key } }), 200, 201)
    },
  },
  {
    id: 'orders.text-kept',
    must: 'takes text of any script, and refuses U+0000 and half of a surrogate pair with `request_invalid` at its field',
    async check(ground) {
      const noted = (note) => ground.order({ customer: { ...ground.order().customer, note } })
      answered(await ground.place(noted('Zwei Häuser weiter 🏡\u202e, 二軒先')), 201)
      for (const note of ['a\u0000b', 'a\ud800b']) refused(await ground.place(noted(note)), 'request_invalid', '/customer/note')
    },
  },
  {
    id: 'orders.echo',
    isLast: true,
    must: 'names the order in every answer to it, refusals included (`orderId`), where the id could be read',
    async check({ probe }) {
      for (const exchange of probe.exchanges) {
        const id = idOf(exchange)
        if (id) hold(exchange.json?.orderId === id, exchange, `orderId ${id}`, exchange.json?.orderId ?? 'none')
      }
    },
  },
  refusal(
    'orders.field-unknown',
    'refuses a field that is not known at its pointer',
    () => ({ colour: 'red' }),
    'request_invalid',
    '/colour',
  ),
  refusal(
    'orders.id-malformed',
    'refuses an id that is not `ord_` and 21 characters with `request_invalid` at `/id`',
    () => ({ id: 'ord_short' }),
    ...['request_invalid', '/id'],
  ),
  refusal(
    'orders.program-mismatch',
    'refuses another program than the site’s with `program_mismatch` at `/program`',
    () => ({ program: newId('program') }),
    ...['program_mismatch', '/program'],
  ),
  refusal(
    'orders.currency-mismatch',
    'refuses another currency than the program’s with `currency_mismatch` at `/currency`',
    ({ currency }) => ({ currency: currency === 'XTS' ? 'XAU' : 'XTS' }),
    ...['currency_mismatch', '/currency'],
  ),
  refusal(
    'orders.customer-missing',
    'refuses an order that has neither `customer` nor `sealed` with `request_invalid` at `/customer`',
    () => ({ customer: undefined }),
    ...['request_invalid', '/customer'],
  ),
  refusal(
    'orders.email-invalid',
    'refuses an e-mail address that is none at `/customer/email`',
    withCustomer(() => ({ email: 'nobody' })),
    ...['request_invalid', '/customer/email'],
  ),
  refusal(
    'orders.city-missing',
    'refuses an address without a city at `/customer/delivery/city`; so for each part that is needed',
    withCustomer(({ delivery }) => ({ delivery: { ...delivery, city: undefined } })),
    ...['request_invalid', '/customer/delivery/city'],
  ),
  refusal(
    'orders.country-differs',
    'refuses an address in another country than `country` with `request_invalid` at `/customer/delivery/country`',
    (order, { country }) => withCustomer(({ delivery }) => ({ delivery: { ...delivery, country: country === 'DE' ? 'AT' : 'DE' } }))(order),
    ...['request_invalid', '/customer/delivery/country'],
  ),
]

// The id that an answer must name: none where the body was too large or no JSON, or the id is malformed.
function idOf({ request, status }) {
  if (request.method !== 'POST' || request.path !== '/v1/orders' || [413, 429].includes(status) || BODY_BYTES < request.body.length)
    return undefined
  const [, id] = /^\{.*"id":"(ord_[\w-]{21})"/s.exec(request.body) ?? []
  return id
}
