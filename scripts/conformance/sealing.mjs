// What a parent keeps of the personal part that a page has sealed.
import { seal } from '@tributary/sdk/parts'
import { customerIn } from './ground.mjs'
import { answered, hold, outcomeOf, refused, Skip } from './verdict.mjs'

const KEY_BYTES = 65
const UNCOMPRESSED = 4

// An order whose personal part is sealed as the SDK does it; `as` changes what was sealed.
async function sealedOrder(ground, { customer, id, as = (sealed) => sealed } = {}) {
  const { customer: own, ...order } = ground.order(id && { id })
  try {
    const sealed = await seal(customer ?? own, order.id, ground.program.sealKey)
    return { ...order, sealed: as(sealed) }
  } catch {
    throw new Skip('nothing can be sealed to the program’s key; see sealing.key')
  }
}

const unreadable = (id, must, as) => ({
  id,
  must,
  async check(ground) {
    refused(await ground.place(await sealedOrder(ground, { as })), 'seal_unreadable')
  },
})

/** Turns the letter in the middle of one part of a sealed text into another one. */
const altered = (part) => (sealed) => {
  const parts = sealed.split('.')
  const at = Math.floor(parts[part].length / 2)
  parts[part] = `${parts[part].slice(0, at)}${parts[part][at] === 'A' ? 'B' : 'A'}${parts[part].slice(at + 1)}`
  return parts.join('.')
}

/** The rules of sealing. */
export const SEALING_RULES = [
  {
    id: 'sealing.key',
    must: 'sends with the offers a `sealKey`: a `kid` without a dot, and an uncompressed P-256 point (65 bytes, base64url)',
    async check(ground) {
      const exchange = await ground.probe.get(`/v1/offers?site=${ground.site}&limit=1`)
      const { kid, publicKey } = answered(exchange, 200).program?.sealKey ?? {}
      hold(/^[\w-]+$/.test(kid ?? ''), exchange, 'a kid of letters, digits, _ and -', `${kid}`)
      const bytes = Buffer.from(String(publicKey), 'base64url')
      const isPoint = bytes.length === KEY_BYTES && bytes[0] === UNCOMPRESSED
      hold(isPoint, exchange, `${KEY_BYTES} bytes that begin with ${UNCOMPRESSED}`, `${bytes.length} bytes: ${publicKey}`)
      const own = crypto.subtle.importKey('raw', bytes, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
      const isOnCurve = await own.then(
        () => true,
        () => false,
      )
      hold(isOnCurve, exchange, 'a point on P-256', `${publicKey}`)
    },
  },
  {
    id: 'sealing.opened',
    must: 'opens what the SDK has sealed, and places the order',
    async check(ground) {
      answered(await ground.place(await sealedOrder(ground)), 201)
    },
  },
  {
    id: 'sealing.same-order',
    must: 'takes the same customer, sealed afresh or in clear, for the same order, and another customer for another one',
    async check(ground) {
      const first = await sealedOrder(ground)
      const { number } = await ground.placed(first)
      const { id } = first
      const again = [await sealedOrder(ground, { id }), { ...ground.order(), id }]
      for (const order of again) {
        const exchange = await ground.place(order)
        hold(exchange.json?.number === number, exchange, `the order ${number} again`, exchange.json?.number ?? outcomeOf(exchange))
      }
      const customer = { ...customerIn(ground.country), email: 'another@customer.example' }
      refused(await ground.place(await sealedOrder(ground, { id, customer })), 'order_id_reused')
    },
  },
  {
    id: 'sealing.moved',
    must: 'cannot open what was sealed for another order’s id: `seal_unreadable`',
    async check(ground) {
      const { sealed } = await sealedOrder(ground)
      const { customer: _, ...order } = ground.order()
      refused(await ground.place({ ...order, sealed }), 'seal_unreadable')
    },
  },
  unreadable('sealing.altered', 'cannot open what was altered: `seal_unreadable`', altered(4)),
  unreadable('sealing.kid-unknown', 'cannot open what was sealed to a key that it does not have: `seal_unreadable`', (sealed) =>
    sealed.replace(/^v1\.[^.]+/, 'v1.nosuchkey'),
  ),
  unreadable('sealing.malformed', 'cannot open what has another form: `seal_unreadable`', (sealed) =>
    sealed.split('.').slice(0, 3).join('.'),
  ),
  {
    id: 'sealing.retry-after',
    must: 'says with `seal_unreadable` when to try again (`Retry-After`), since the key may come back',
    async check(ground) {
      const exchange = await ground.place(await sealedOrder(ground, { as: altered(4) }))
      refused(exchange, 'seal_unreadable')
      const seconds = exchange.headers.get('Retry-After')
      hold(/^\d+$/.test(seconds ?? ''), exchange, 'Retry-After in seconds', seconds ?? 'none')
    },
  },
  {
    id: 'sealing.one-of-both',
    must: 'refuses an order that has both `customer` and `sealed` with `request_invalid` at `/customer`',
    async check(ground) {
      refused(await ground.place({ ...ground.order(), ...(await sealedOrder(ground)) }), 'request_invalid', '/customer')
    },
  },
  {
    id: 'sealing.fields',
    must: 'judges what was sealed as it judges what is in clear, with the same pointers (`/customer/email`)',
    async check(ground) {
      const customer = { ...customerIn(ground.country), email: 'nobody' }
      refused(await ground.place(await sealedOrder(ground, { customer })), 'request_invalid', '/customer/email')
    },
  },
]
