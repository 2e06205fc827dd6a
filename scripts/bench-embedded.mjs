// `npm run bench:embedded`: orders per second on the embedded database as the server opens it, each commit on the disk, beside PGlite as it comes, which syncs
// nothing. Both in this process, in turns. `-- --write` puts the table into the README.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { median, today, writeSection } from './bench-table.mjs'
import { build } from './build.mjs'
import { orderBody } from './order-load.mjs'
import { ending, ROOT } from './run.mjs'
import { setUp } from './setup.mjs'

const ROUNDS = 7
const ROUND_MS = 1_500
const CONNECTIONS = 8
const AIM = 0.5
const ORIGIN = 'https://parent.example'

await ending(async () => {
  await setUp()
  await build()
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  const shops = {}
  try {
    shops.durable = await openShop(folder, 'durable')
    shops.stock = await openShop(folder, 'stock')
    const rounds = { durable: [], stock: [] }
    for (const shop of Object.values(shops)) await load(shop)
    for (let round = 0; round < ROUNDS; round++) for (const [name, shop] of Object.entries(shops)) rounds[name].push(await load(shop))
    const [durable, stock] = [median(rounds.durable), median(rounds.stock)]
    const ratio = durable / stock
    const text = [
      '| embedded | orders per second |',
      '|---|---|',
      `| each commit synced to the disk | ${durable.toFixed(0)} |`,
      `| PGlite as it comes | ${stock.toFixed(0)} |`,
      `| ratio | ${ratio.toFixed(2)} (aim ${AIM}${ratio < AIM ? ', missed' : ''}) |`,
    ].join('\n')
    console.log(text)
    if (process.argv.includes('--write'))
      writeSection(
        'bench-embedded',
        `${today()}, ${ROUNDS} rounds of ${ROUND_MS / 1_000} s in turns, ${CONNECTIONS} at once, medians:\n\n${text}`,
      )
  } finally {
    for (const { database } of Object.values(shops)) await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

async function openShop(folder, name) {
  const from = (path) => import(join(ROOT, 'packages/parent/dist', path))
  const { openDatabase } = await from('store/database.js')
  const { createParent, ensureAdminKey, detailsKeysOf } = await from('parent.js')
  const { createFileStore } = await from('store/files.js')
  const place = join(folder, name)
  mkdirSync(place)
  const database = await openDatabase(name === 'stock' ? { folder: place, isDurable: false } : { folder: place })
  const { app } = await createParent({
    database,
    origin: ORIGIN,
    log: pino({ level: 'silent' }),
    folders: { widget: join(folder, 'none') },
    detailsKeys: detailsKeysOf(place),
    files: createFileStore(join(place, 'files')),
    limits: 'off',
  })
  const key = await ensureAdminKey(database, place)
  const staff = async (method, path, body) => {
    const answer = await app.request(ORIGIN + path, { method, body, headers: { Authorization: `Bearer ${key}` } })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const { openShop: open } = await import('./trial-parent.mjs')
  const { newId } = await import('../packages/protocol/dist/id.js')
  const shop = await open({ origin: ORIGIN, staff, ask: (url) => app.request(url) }, catalogue(), ['https://bench.example'])
  const post = () => app.request(`${ORIGIN}/v1/orders`, { method: 'POST', body: orderBody(shop, newId('order'), 'mug') })
  return { database, post }
}

async function load({ post }) {
  let placed = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() - startedAt < ROUND_MS) {
        const answer = await post()
        if (answer.status !== 201) throw new Error(await answer.text())
        placed++
      }
    }),
  )
  return placed / ((performance.now() - startedAt) / 1_000)
}

function catalogue() {
  const variants = [{ sku: 'mug', price: '20.00', weightGrams: 100, stock: 10_000_000 }]
  return JSON.stringify({
    format: 'tributary/1',
    currency: 'EUR',
    offers: [{ handle: 'mug', title: 'Mug', description: '', images: [], variants }],
  })
}
