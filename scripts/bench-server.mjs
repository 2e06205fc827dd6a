// `npm run bench:server`: orders per second on real PostgreSQL, and catalogue reads beside bare node:http answering the same bytes.
// Everything is measured in one run on one machine; only the ratios travel to another one.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.mjs'
import { startPostgres } from './postgres.mjs'
import { ending } from './run.mjs'
import { setUp } from './setup.mjs'
import { firstLine, openShop, startParent } from './trial-parent.mjs'

const CONNECTIONS = [1, 16, 64]
const ROUNDS = 5
const ROUND_MS = 2_000
const LOAD = join(import.meta.dirname, 'bench-load.mjs')

await ending(async () => {
  await setUp()
  await build()
  const postgres = await startPostgres()
  let server
  let bare
  try {
    server = await startParent({ databaseUrl: postgres.url })
    const shop = await openShop(server, catalogue(), ['https://bench.example'])
    console.log(`orders on PostgreSQL, median of ${ROUNDS} rounds of ${ROUND_MS / 1_000} s`)
    await measure({ kind: 'orders', origin: server.origin, shop }, 16)
    for (const connections of CONNECTIONS) {
      const rounds = []
      for (let round = 0; round < ROUNDS; round++) rounds.push(await measure({ kind: 'orders', origin: server.origin, shop }, connections))
      print(`${String(connections).padStart(3)} connections`, rounds)
    }
    const path = `/v1/offers?site=${shop.site}&limit=20`
    bare = await startBare(await (await fetch(server.origin + path)).text())
    console.log('catalogue reads (20 offers), beside bare node:http answering the same bytes')
    for (const connections of CONNECTIONS) {
      const [ours, theirs] = [[], []]
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(await measure({ kind: 'reads', origin: server.origin, path }, connections))
        theirs.push(await measure({ kind: 'reads', origin: bare.origin, path }, connections))
      }
      print(`${String(connections).padStart(3)} connections, ours`, ours)
      print(`${String(connections).padStart(3)} connections, bare`, theirs)
      console.log(
        `      ratio ${(median(ours.map(({ perSecond }) => perSecond)) / median(theirs.map(({ perSecond }) => perSecond))).toFixed(2)} (aim 0.70)`,
      )
    }
  } finally {
    bare?.process.kill()
    await server?.stop()
    await postgres.stop()
  }
})

// The load comes from a process of its own, so that it does not take turns with what it measures.
function measure(job, connections) {
  return new Promise((resolve, reject) => {
    const load = fork(LOAD)
    load.once('message', resolve)
    load.once('exit', (code) => code !== 0 && reject(new Error(`the load ended with ${code}`)))
    load.send({ ...job, connections, durationMs: ROUND_MS })
  })
}

function print(name, rounds) {
  const of = (key) => median(rounds.map((round) => round[key]))
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0)
  console.log(
    `  ${name}: ${of('perSecond').toFixed(0)} per second, p50 ${of('p50').toFixed(1)} ms, p99 ${of('p99').toFixed(1)} ms${failed > 0 ? `, ${failed} FAILED` : ''}`,
  )
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

async function startBare(body) {
  const child = fork(LOAD, ['bare'], { silent: true })
  child.send({ body })
  return { process: child, origin: await firstLine(child) }
}

// Twenty products, counted: every order takes its piece from the same ten rows, as on a good day.
function catalogue() {
  const offers = Array.from({ length: 20 }, (_, index) => ({
    handle: `product-${index}`,
    title: `Product ${index}`,
    description: 'What it is, what it is made of, and how long it lasts. '.repeat(4),
    images: [{ src: `media/${index}.svg`, alt: `Product ${index}`, width: 800, height: 1_000 }],
    variants: [{ sku: `sku-${index}`, price: '20.00', weightGrams: 100, stock: 1_000_000 }],
  }))
  return JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers })
}
