// The load of a benchmark: a bounded loop of requests on each connection. With `bare` it is the bare server instead.
import { Agent, createServer, request } from 'node:http'
import { newId } from '../packages/protocol/dist/id.js'

const MOST_OPEN = 500
const MOST_PACED_MS = 10 * 60 * 1_000

if (process.argv[2] === 'bare') process.once('message', serveBare)
else if (process.argv[2] === 'paced') process.once('message', runPaced)
else process.once('message', run)

async function run({ kind, origin, path, body, shop, connections, durationMs, ...storm }) {
  if (kind === 'storm') return runStorm(storm, shop, connections)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(origin)
  const next = {
    orders: () => ({ method: 'POST', path: '/v1/orders', body: order(shop) }),
    touches: () => ({ method: 'POST', path: '/v1/touches', body }),
    reads: () => ({ method: 'GET', path }),
  }[kind]
  const latencies = []
  let failed = 0
  const until = performance.now() + durationMs
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const sentAt = performance.now()
        const status = await send({ agent, hostname, port, ...next() }).catch(() => 0)
        latencies.push(performance.now() - sentAt)
        if (status < 200 || 299 < status) failed++
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1_000
  latencies.sort((a, b) => a - b)
  const quantile = (share) => latencies[Math.floor((latencies.length - 1) * share)]
  process.send({ perSecond: latencies.length / seconds, p50: quantile(0.5), p99: quantile(0.99), failed }, () => process.exit(0))
}

// So many orders a second, whether or not the ones before were answered, until it is told to stop: a slow answer delays no other.
function runPaced({ origin, shop, perSecond }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  const { hostname, port } = new URL(origin)
  const answers = []
  const startedAt = performance.now()
  let open = 0
  const timer = setInterval(() => {
    if (MOST_PACED_MS < performance.now() - startedAt) clearInterval(timer)
    // What a timer that came late owes is sent at once.
    while (answers.length < ((performance.now() - startedAt) / 1_000) * perSecond) {
      const sentAt = performance.now()
      // So many wait that the server is overloaded: this one fails without being sent.
      const isTooMany = MOST_OPEN <= open
      open++
      const sent = isTooMany
        ? Promise.resolve(0)
        : send({ agent, hostname, port, method: 'POST', path: '/v1/orders', body: order(shop) }).catch(() => 0)
      answers.push(
        sent.then((status) => {
          open--
          return { status, ms: performance.now() - sentAt }
        }),
      )
    }
  }, 5)
  process.once('message', async () => {
    clearInterval(timer)
    const seconds = (performance.now() - startedAt) / 1_000
    const all = await Promise.all(answers)
    const times = all.map(({ ms }) => ms).sort((a, b) => a - b)
    const quantile = (share) => times[Math.floor((times.length - 1) * share)]
    const failed = all.filter(({ status }) => status < 200 || 299 < status).length
    process.send(
      { perSecond: all.length / seconds, count: all.length, p50: quantile(0.5), p99: quantile(0.99), slowest: quantile(1), failed },
      () => process.exit(0),
    )
  })
}

// Every id as often as it says, at the servers in turn; answers how often each status came.
async function runStorm({ origins, ids, repeats }, shop, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const bodies = Array.from({ length: ids }, () => order(shop))
  const posts = bodies.flatMap((text) =>
    Array.from({ length: repeats }, (_, index) => ({ text, to: new URL(origins[index % origins.length]) })),
  )
  const statuses = {}
  const queue = posts.values()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const { text, to } of queue) {
        const target = { agent, hostname: to.hostname, port: to.port, method: 'POST', path: '/v1/orders', body: text }
        const status = await send(target).catch(() => 0)
        statuses[status] = (statuses[status] ?? 0) + 1
      }
    }),
  )
  process.send({ statuses }, () => process.exit(0))
}

const send = ({ body, ...options }) =>
  new Promise((resolve, reject) => {
    const sent = request(options, (response) => response.resume().once('end', () => resolve(response.statusCode)))
    sent.once('error', reject)
    sent.end(body)
  })

const order = ({ site, program, skus = 10 }) =>
  JSON.stringify({
    id: newId('order'),
    program,
    site,
    touches: [],
    lines: [{ sku: `sku-${Math.floor(Math.random() * skus)}`, quantity: 1 }],
    country: 'DE',
    shipping: 'standard',
    currency: 'EUR',
    expectedTotalMinor: 10_000,
    consent: 'granted',
    customer: {
      email: 'ada@customer.example',
      delivery: { name: 'Ada Muster', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin', country: 'DE' },
    },
  })

// Reads what it is sent to its end, as whoever must answer it would.
function serveBare({ body, status = 200 }) {
  const bytes = Buffer.from(body)
  const headers = { 'Content-Type': 'application/json', 'Content-Length': bytes.length }
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(status, headers).end(bytes))
  })
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
}
