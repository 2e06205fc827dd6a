// `npm run bench:import`: how fast a catalogue is imported on real PostgreSQL, how much memory the server takes for it, and how long orders wait meanwhile.
// With `--write` the table goes into the parent's README. Figures of one run on one machine.
import { fork } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { IMPORT_README, IMPORT_TABLE, importTable } from './import-table.mjs'
import { startPostgres } from './postgres.mjs'
import { ending, ROOT, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'
import { openShop, startParent } from './trial-parent.mjs'

const SMALL = 1_000
// `--products 10000` is for a first look; the table is of 50,000.
const LARGE = process.argv.includes('--products') ? Number(process.argv[process.argv.indexOf('--products') + 1]) : 50_000
const ORDERS_PER_SECOND = 50
const SLOWEST_MS = 1_000
const MOST_MEGABYTES = 300
const LOOK_EVERY_MS = 20
const SETTLE_MS = 3_000
const LOAD = join(import.meta.dirname, 'bench-load.mjs')

await ending(async () => {
  if (process.platform !== 'linux') throw new Sentence('The memory of the server is read from /proc, which only Linux has.')
  await setUp()
  if (!process.argv.includes('--no-build')) await build()
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  const postgres = await startPostgres()
  try {
    const runs = [
      await importing(postgres, folder, { name: '1,000 products, all new', rows: SMALL }),
      await importing(postgres, folder, {
        name: `${LARGE.toLocaleString('en')} products, ${(LARGE - SMALL).toLocaleString('en')} of them new`,
        rows: LARGE,
      }),
      await importing(postgres, folder, {
        name: `${LARGE.toLocaleString('en')} products, each price and count another`,
        rows: LARGE,
        step: 1,
        isOrdered: true,
      }),
    ]
    const table = importTable(runs)
    console.log(table)
    const [, , busy] = runs
    verdict('the slowest order', busy.orders.slowest, SLOWEST_MS, 'ms')
    verdict('memory above the start', Math.max(...runs.map(({ megabytes }) => megabytes)), MOST_MEGABYTES, 'MB')
    if (busy.orders.failed > 0) console.log(`${busy.orders.failed} orders FAILED`)
    if (process.argv.includes('--write')) write(table)
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

function verdict(what, value, most, unit) {
  console.log(`${what}: ${value.toFixed(0)} ${unit} (aim below ${most} ${unit}, ${value < most ? 'within' : 'MISSED'})`)
}

// A fresh server for each, so that its start is one.
async function importing(postgres, folder, { name, rows, step = 0, isOrdered = false }) {
  const file = join(folder, `${rows}-${step}.csv`)
  writeFileSync(file, catalogue(rows, step))
  const server = await startParent({ databaseUrl: postgres.url })
  try {
    const shop = isOrdered ? { ...(await openShopOnce(server)), skus: rows } : undefined
    const load = shop && startLoad(server.origin, shop)
    if (load) await waited(SETTLE_MS)
    const memory = watchMemory(server.pid)
    const startedAt = performance.now()
    const report = await upload(server, file)
    const seconds = (performance.now() - startedAt) / 1_000
    const megabytes = memory.stop()
    const orders = load && (await load.stop())
    if (report.added.length + report.changed.length === 0)
      throw new Error(`expected a catalogue that changes, received ${JSON.stringify(report)}`)
    const run = { name, rows, seconds, megabytes, orders }
    console.log(importTable([run]).split('\n').at(-1))
    return run
  } finally {
    await server.stop()
  }
}

// A site may sell what is there already: its own little catalogue comes from a file of another format.
function openShopOnce(server) {
  const note = { title: 'Note', variants: [{ sku: 'note', price: '1.00', weightGrams: 5 }] }
  return openShop(server, JSON.stringify({ format: 'tributary/1', currency: 'EUR', offers: [note] }), ['https://bench.example'])
}

// Not by fetch, which waits five minutes for an answer and no longer.
function upload({ origin, key }, file) {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Length': statSync(file).size }
    const sent = request(`${origin}/v1/admin/catalogue`, { method: 'POST', headers }, async (response) => {
      const answer = Buffer.concat(await response.toArray()).toString()
      if (response.statusCode === 200) resolve(JSON.parse(answer))
      else reject(new Error(answer.slice(0, 1_000)))
    })
    sent.once('error', reject)
    createReadStream(file).pipe(sent)
  })
}

function startLoad(origin, shop) {
  const load = fork(LOAD, ['paced'])
  // Whatever ends this process ends its load.
  process.once('exit', () => load.kill())
  load.send({ origin, shop, perSecond: ORDERS_PER_SECOND })
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        load.once('message', resolve)
        load.once('exit', (code) => code !== 0 && reject(new Error(`the load ended with ${code}`)))
        load.send('stop')
      }),
  }
}

function watchMemory(pid) {
  const now = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024
  const start = now()
  let peak = start
  const timer = setInterval(() => (peak = Math.max(peak, now())), LOOK_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return Math.max(peak, now()) - start
    },
  }
}

function waited(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

// WooCommerce's export: the columns that matter, a long text, some that nobody fills.
function catalogue(rows, step) {
  const empty = Array.from({ length: 20 }, (_, index) => `Meta: field ${index}`)
  const header = [
    'ID',
    'Type',
    'SKU',
    'Name',
    'Published',
    'Short description',
    'Description',
    'Regular price',
    'Stock',
    'Weight (kg)',
    'Categories',
    'Images',
  ]
  const text = 'What it is, what it is made of, and how long it lasts, as the shop tells it. '.repeat(10)
  const lines = Array.from({ length: rows }, (_, index) =>
    [
      index,
      'simple',
      `sku-${index}`,
      `"Product ${index}, in a box"`,
      1,
      `"<p>Product ${index} is <b>good</b>.</p>"`,
      `"<p>${text}</p>"`,
      (20 + (index % 50) + step).toFixed(2),
      1_000_000 + step,
      '0.25',
      `"Things > Kind ${index % 40}"`,
      `https://pictures.example/${index}.jpg`,
      ...empty.map(() => ''),
    ].join(','),
  )
  return `${[...header, ...empty].join(',')}\n${lines.join('\n')}\n`
}

function write(table) {
  const path = join(ROOT, IMPORT_README)
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text.replace(IMPORT_TABLE, (_, start, __, end) => `${start}${table}\n${end}`),
  )
}
