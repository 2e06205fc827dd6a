// `npm run faults`: real Chromium, a real parent, a bad network between them, and a customer who does not wait. Nothing that the page called saved may be
// lost, doubled, or left behind. `-- --runs 500` goes through the grid again and again, `-- --only "kill the browser"` takes one event, `-- --write`
// puts the table into packages/sdk/README.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { EVENTS, ordersOf, runFault } from './fault-run.mjs'
import { faultTable, README, TABLE } from './fault-table.mjs'
import { ending, ROOT } from './run.mjs'
import { setUp } from './setup.mjs'
import { openShop, startParent } from './trial-parent.mjs'

const DELAYS_MS = [0, 150, 400, 1_500]
const BROKEN_SHARES = [0, 0.05, 0.3]
const AT_A_TIME = 2

const GRID = DELAYS_MS.flatMap((delayMs) =>
  BROKEN_SHARES.flatMap((brokenShare) => Object.keys(EVENTS).map((event) => ({ delayMs, brokenShare, event }))),
)

const CATALOGUE = JSON.stringify({
  format: 'tributary/1',
  currency: 'EUR',
  offers: [
    {
      handle: 'mug',
      title: 'Enamel mug',
      description: 'Holds 350 ml.',
      images: [],
      variants: [{ sku: 'mug', price: '14.90', weightGrams: 200 }],
    },
  ],
})

await ending(async () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
    },
  })
  // What was started ends with this process, also where somebody stops it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  const grid = GRID.filter(({ event }) => !values.only || event === values.only)
  const count = Number(values.runs ?? grid.length)
  await setUp()
  await build()
  await ensureChromium()
  const pages = await servePages()
  const parent = await startParent()
  try {
    const shop = await openShop(parent, CATALOGUE, [pages.origin])
    const runs = await runAll({ parent, shop, pages }, grid, count, Number(values.seed))
    await countLate(parent, runs)
    const table = faultTable(runs)
    console.log(`\n${table.text}`)
    if (values.write) writeTable(table.text)
    return table.isGood ? 0 : 1
  } finally {
    await parent.stop()
    await pages.close()
  }
})

async function runAll(world, grid, count, firstSeed) {
  const runs = []
  const startedAt = performance.now()
  const numbers = Array.from({ length: count }, (_, index) => index).values()
  const work = async () => {
    for (const index of numbers) {
      const cell = grid[index % grid.length]
      const seed = firstSeed * 100_000 + index
      const run = { index, ...cell, ...(await runFault({ ...world, ...cell, seed }).catch((error) => ({ error }))) }
      runs.push(run)
      console.log(`${String(runs.length).padStart(4)} of ${count}  ${describe(run)}  (--seed ${firstSeed}, run ${index})`)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work))
  console.log(`${count} runs in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  return runs.sort((a, b) => a.index - b.index)
}

function describe({ delayMs, brokenShare, event, isPromised, orders, unsent, recoverySeconds, error }) {
  const cell = `${delayMs} ms, ${brokenShare * 100} % broken, ${event}`.padEnd(42)
  if (error) return `${cell} FAILED: ${error.message}`
  const promise = isPromised ? 'promised    ' : 'not promised'
  return `${cell} ${promise} ${orders} order, ${unsent} unsent, ${recoverySeconds.toFixed(1)} s`
}

// An order may also come a second time long after its run: what counts is how many there are in the end.
async function countLate(parent, runs) {
  const orders = await ordersOf(parent)
  for (const run of runs) if (run.email) run.orders = orders.filter(({ customer }) => customer.email === run.email).length
}

// The affiliate's pages come straight from their own server: only the parent is behind the bad network.
async function servePages() {
  const runs = new Map()
  const server = createServer((request, response) => {
    const [, seed, other] = (request.url ?? '').split('/')
    const run = runs.get(Number(seed))
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(run ? pageOf(run, other) : '<!doctype html><title>Another site</title>')
  })
  await new Promise((resolve) => server.listen(0, resolve))
  const { port } = server.address()
  return {
    origin: `http://localhost:${port}`,
    elsewhere: `http://127.0.0.1:${port}/`,
    add(seed, run) {
      runs.set(seed, run)
      return `http://localhost:${port}/${seed}`
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

function pageOf({ script, site }, isOther) {
  const tag = `<script async src="${script}/v1/tributary.js" data-tributary-site="${site}"></script>`
  const placement = `<a href="${script}/o/mug?via=${site}" data-tributary-offer="mug" data-tributary-size="card">Buy the mug</a>`
  const head = '<meta charset="utf-8"><title>A blog</title><link rel="icon" href="data:,">'
  return `<!doctype html><html lang="en"><head>${head}</head><body><h1>A blog</h1>${tag}${isOther ? '' : placement}</body></html>`
}

function writeTable(text) {
  const file = join(ROOT, README)
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(TABLE, (_, start, _before, end) => `${start}${text}\n${end}`),
  )
}
