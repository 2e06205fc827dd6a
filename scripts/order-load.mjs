// A load of orders that remembers what it was told: each order is posted until its answer is definite, as a page's outbox does.

const RETRY_MS = 50
// Every so manieth order is confirmed and paid, so that the ledger has something to keep.
const PAID_EVERY = 5

/** A load against a server whose origin may change; `run` posts until `stop`. */
export async function openLoad({ origin, staff, shop }) {
  // Not there before it is built.
  const { newId } = await import('../packages/protocol/dist/id.js')
  const bodies = new Map()
  const placed = new Set()
  const repeated = new Set()
  let [isStopped, paid, placedSinceAsked] = [false, 0, 0]

  async function post(id) {
    try {
      const response = await fetch(`${origin()}/v1/orders`, { method: 'POST', body: bodies.get(id), signal: AbortSignal.timeout(20_000) })
      const answer = await response.json()
      if (response.status !== 200 && response.status !== 201) return undefined
      placed.add(id)
      placedSinceAsked++
      return answer.number
    } catch {
      return undefined
    }
  }

  async function pay(number) {
    try {
      await staff('POST', `/v1/admin/orders/${number}/paid`, '{}')
      paid++
    } catch {
      // Nobody was told that it was paid.
    }
  }

  async function work() {
    for (let index = 0; !isStopped; index++) {
      const id = newId('order')
      bodies.set(id, orderBody(shop, id, index % 2 === 0 ? 'mug' : 'lamp'))
      let number = await post(id)
      while (number === undefined && !isStopped) {
        await pause(RETRY_MS)
        number = await post(id)
        repeated.add(id)
      }
      if (number !== undefined && index % PAID_EVERY === 0) await pay(number)
    }
  }

  return {
    run: (connections) => Promise.all(Array.from({ length: connections }, work)),
    stop: () => (isStopped = true),
    async untilPlaced(count, limitMs = 60_000) {
      placedSinceAsked = 0
      const until = performance.now() + limitMs
      while (placedSinceAsked < count) {
        if (until < performance.now())
          throw new Error(`expected ${count} orders to be placed within ${limitMs / 1_000} s, received ${placedSinceAsked}`)
        await pause(20)
      }
    },
    async sendRest() {
      const rest = [...bodies.keys()].filter((id) => !placed.has(id))
      for (const id of rest) {
        repeated.add(id)
        for (let attempt = 0; !placed.has(id); attempt++) {
          if (100 < attempt) throw new Error(`expected ${id} to be placed at last`)
          if ((await post(id)) === undefined) await pause(RETRY_MS)
        }
      }
    },
    ids: () => [...bodies.keys()],
    acknowledged: () => [...placed],
    counts: () => ({ acknowledged: placed.size, unknown: repeated.size, paid }),
  }
}

/** The bytes of an order of one piece, by a customer of its own. */
export const orderBody = ({ site, program }, id, sku) =>
  JSON.stringify({
    id,
    program,
    site,
    touches: [],
    lines: [{ sku, quantity: 1 }],
    country: 'DE',
    shipping: 'standard',
    currency: 'EUR',
    expectedTotalMinor: 10_000,
    consent: 'granted',
    customer: {
      email: `${id}@customer.example`,
      delivery: { name: 'Ada Muster', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin', country: 'DE' },
    },
  })

/** Waits. */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
