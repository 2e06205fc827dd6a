// A bad network on loopback: passes TCP bytes on, late, and breaks a share of the connections. What breaks is drawn from a seed, so that a run can be repeated.
import { createServer, connect as openSocket } from 'node:net'

/** How bad it is: bytes arrive `delayMs` late each way, and `brokenShare` (0 to 1) of the connections break. */
export const NO_FAULTS = { delayMs: 0, brokenShare: 0 }

// Where a broken connection breaks. An order on the way out is taken or not, but its answer never arrives, in all but the first.
const BREAKS = ['before the request', 'after the request', 'within the answer', 'stalls']

/** Numbers from 0 to 1, the same ones for the same seed (the generator mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A proxy to a port on loopback; `origin` is its address. */
export async function startFaultProxy(targetPort, seed = 1) {
  const random = seededRandom(seed)
  const connections = new Set()
  let faults = NO_FAULTS
  let isDown = false

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (isDown) return client.resetAndDestroy()
    const connection = createConnection(client, targetPort, () => faults.delayMs)
    connection.draw(random, faults)
    connections.add(connection)
    client.once('close', () => connections.delete(connection))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    origin: `http://localhost:${server.address().port}`,
    /** From now on; connections that are open already draw again, but one that stalls goes on stalling. */
    set(next) {
      faults = next
      for (const connection of connections) connection.draw(random, next)
    },
    /** Everything is cut and nothing comes through, until `up`. */
    down() {
      isDown = true
      for (const connection of connections) connection.reset()
    },
    up() {
      isDown = false
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        for (const connection of connections) connection.reset()
      }),
  }
}

function createConnection(client, targetPort, delayMs) {
  const target = openSocket({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })
  let breaks = 'never'
  const reset = () => {
    client.resetAndDestroy()
    target.resetAndDestroy()
  }
  const toTarget = createDelay(delayMs, (bytes) => {
    if (breaks === 'before the request') return reset()
    target.write(bytes)
    // Once its bytes are on the wire: the parent reads them, the page never hears of it.
    if (breaks === 'after the request') setTimeout(reset, 5)
  })
  const toClient = createDelay(delayMs, (bytes) => {
    // However quick the parent is.
    if (breaks === 'after the request') return
    if (breaks !== 'within the answer') return client.write(bytes)
    client.write(bytes.subarray(0, bytes.length / 2), reset)
  })
  client.on('data', (bytes) => breaks !== 'stalls' && toTarget.push(bytes))
  target.on('data', (bytes) => breaks !== 'stalls' && toClient.push(bytes))
  client.on('end', () => toTarget.end(() => target.end()))
  target.on('end', () => toClient.end(() => client.end()))
  for (const [one, other] of [
    [client, target],
    [target, client],
  ]) {
    one.setNoDelay(true)
    // One that breaks breaks the other; one that ends in peace ends the other by the bytes' own path, above.
    one.on('error', () => other.destroy())
  }
  return {
    reset,
    draw(random, { brokenShare }) {
      const isBroken = random() < brokenShare
      const where = BREAKS[Math.floor(random() * BREAKS.length)]
      if (breaks !== 'stalls') breaks = isBroken ? where : 'never'
    },
  }
}

// Hands everything on in its order, each piece when its delay is over, whatever the delay of the next one.
function createDelay(delayMs, deliver) {
  let last = 0
  const later = (action) => {
    last = Math.max(last, performance.now() + delayMs())
    setTimeout(action, last - performance.now())
  }
  return { push: (bytes) => later(() => deliver(bytes)), end: (action) => later(action) }
}
