// `npm run bench:server`: the whole server beside PostgreSQL alone, on the same database, in turns: one order a transaction by a stored function, and twenty
// a statement, both by pgbench. Then a storm of duplicates over two processes, and catalogue reads beside bare node:http answering the same bytes. Only
// the ratios travel to another machine. `-- --write` puts the table into the README.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { needPgbench, pgbench, prepareReference, processorSeconds } from './bench-reference.mjs'
import { median, today, writeSection } from './bench-table.mjs'
import { build } from './build.mjs'
import { startPostgres } from './postgres.mjs'
import { ending } from './run.mjs'
import { setUp } from './setup.mjs'
import { firstLine, openShop, startParent } from './trial-parent.mjs'

const ROUNDS = 5
const ROUND_MS = 2_000
const AIMS = { 1: {}, 16: { one: 0.8 }, 64: { one: 1, twenty: 0.3, time: 0.35 } }
const CONNECTIONS = Object.keys(AIMS).map(Number)
const READS_AIM = 0.8
const STORM = { ids: 50, repeats: 40 }
const LOAD = join(import.meta.dirname, 'bench-load.mjs')

await ending(async () => {
  needPgbench()
  await setUp()
  await build()
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  const postgres = await startPostgres()
  const started = []
  const start = async (options) => {
    const parent = await startParent(options)
    started.push(parent)
    return parent
  }
  try {
    const server = await start({ databaseUrl: postgres.url })
    const shop = await openShop(server, catalogue(), ['https://bench.example'])
    await measure({ kind: 'orders', origin: server.origin, shop }, 16)
    await ask(postgres.url, prepareReference)
    const lines = []
    for (const connections of CONNECTIONS) lines.push(await compare({ server, shop, postgres, folder }, connections))
    lines.push(await storm(server, await start({ databaseUrl: postgres.url }), shop, postgres.url))
    lines.push(...(await reads(server, shop)))
    const text = ['| measured | per second | ratio | aim | |', '|---|---|---|---|---|', ...lines.flat()].join('\n')
    console.log(`\n${text}`)
    if (process.argv.includes('--write'))
      writeSection('bench-server', `${today()}, ${ROUNDS} rounds of ${ROUND_MS / 1_000} s in turns, medians:\n\n${text}`)
  } finally {
    for (const parent of started) await parent.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

// In turns, so that what else the machine does falls on all of them.
async function compare({ server, shop, postgres, folder }, connections) {
  const measures = {
    ours: () =>
      measure({ kind: 'orders', origin: server.origin, shop }, connections).then(({ perSecond, failed }) => ({ perSecond, failed })),
    one: async () => ({ perSecond: await pgbench(postgres.url, 'bench_one', connections, ROUND_MS, folder) }),
    twenty: async () => ({ perSecond: await pgbench(postgres.url, 'bench_twenty', connections, ROUND_MS, folder) }),
  }
  const rounds = { ours: [], one: [], twenty: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(measures)) {
      const [secondsBefore, ordersBefore] = [processorSeconds(postgres.pid()), await orders(postgres.url)]
      const found = await run()
      const taken = (await orders(postgres.url)) - ordersBefore
      // Where a crowded machine let nothing be placed in a round, there is nothing to divide by.
      const microseconds = taken > 0 ? ((processorSeconds(postgres.pid()) - secondsBefore) / taken) * 1e6 : undefined
      rounds[name].push({ ...found, microseconds })
    }
  }
  const of = (name, key) => median(rounds[name].flatMap((round) => round[key] ?? []))
  const failed = rounds.ours.reduce((sum, round) => sum + round.failed, 0)
  const aims = AIMS[connections]
  const line = (what, perSecond, ratio, aim, more = '') =>
    `| ${what} | ${perSecond} | ${ratio === undefined ? '' : ratio.toFixed(2)} | ${aim ?? ''} | ${aim === undefined ? more : verdict(ratio, aim, more)} |`
  const time = of('ours', 'microseconds') / of('one', 'microseconds')
  const result = [
    line(
      `orders, ${connections} connections`,
      of('ours', 'perSecond').toFixed(0),
      undefined,
      undefined,
      failed > 0 ? `${failed} failed` : '',
    ),
    line(
      '÷ one a transaction, stored function',
      of('one', 'perSecond').toFixed(0),
      of('ours', 'perSecond') / of('one', 'perSecond'),
      aims.one,
    ),
    line('÷ twenty a statement', of('twenty', 'perSecond').toFixed(0), of('ours', 'perSecond') / of('twenty', 'perSecond'), aims.twenty),
    `| processor time of the database for an order ÷ one a transaction | ${of('ours', 'microseconds').toFixed(0)} µs, ${of('one', 'microseconds').toFixed(0)} µs | ${time.toFixed(2)} | ${aims.time ? `at most ${aims.time}` : ''} | ${aims.time && aims.time < time ? 'missed' : ''} |`,
  ]
  console.log(result.join('\n'))
  return result
}

function orders(url) {
  return ask(url, async (client) => Number((await client.query('select count(*) from intakes')).rows[0].count))
}

// Each id is posted by both processes at once, again and again.
async function storm(first, second, shop, url) {
  const before = await orders(url)
  const { statuses } = await measure({ kind: 'storm', origins: [first.origin, second.origin], shop, ...STORM }, 64)
  const extra = (await orders(url)) - before - STORM.ids
  const failed = Object.entries(statuses).filter(([status]) => status === '0' || 500 <= Number(status))
  const bad = failed.reduce((sum, [, count]) => sum + count, 0)
  const line = `| duplicates over two processes, ${STORM.ids} ids ${STORM.repeats} times each | | ${extra} extra orders, ${bad} answers of 5xx | 0, 0 | ${extra + bad === 0 ? '' : 'missed'} |`
  console.log(line)
  return [line]
}

async function reads(server, shop) {
  const path = `/v1/offers?site=${shop.site}&limit=20`
  const bare = await startBare(await (await fetch(server.origin + path)).text())
  const lines = []
  try {
    for (const connections of CONNECTIONS) {
      const [ours, theirs] = [[], []]
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(await measure({ kind: 'reads', origin: server.origin, path }, connections))
        theirs.push(await measure({ kind: 'reads', origin: bare.origin, path }, connections))
      }
      const [own, other] = [ours, theirs].map((rounds) => median(rounds.map(({ perSecond }) => perSecond)))
      lines.push(
        `| catalogue reads ÷ bare node:http, ${connections} connections | ${own.toFixed(0)}, ${other.toFixed(0)} | ${(own / other).toFixed(2)} | ${READS_AIM} | ${verdict(own / other, READS_AIM)} |`,
      )
    }
  } finally {
    bare.process.kill()
  }
  console.log(lines.join('\n'))
  return lines
}

function verdict(ratio, aim, more = '') {
  return ratio < aim ? `missed ${more}`.trim() : more
}

async function ask(url, work) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

// The load comes from a process of its own, so that it does not take turns with what it measures.
function measure(job, connections) {
  return new Promise((resolve, reject) => {
    const load = fork(LOAD)
    load.once('message', resolve)
    load.once('exit', (code) => code !== 0 && reject(new Error(`the load ended with ${code}`)))
    load.send({ ...job, connections, durationMs: ROUND_MS })
  })
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
    variants: [{ sku: `sku-${index}`, price: '20.00', weightGrams: 100, stock: 100_000_000 }],
  }))
  return JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers })
}
