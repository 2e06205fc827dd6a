// `npm run faults:server`: orders are placed and paid, and in the middle of it a process is killed with SIGKILL: the server, PostgreSQL's postmaster, or the
// server with the embedded database in it. What was acknowledged must be there, nothing twice, stock and ledger must add up. `-- --rounds 200` goes on longer.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { build } from './build.mjs'
import { openLoad, pause } from './order-load.mjs'
import { startPostgres } from './postgres.mjs'
import { ending } from './run.mjs'
import { setUp } from './setup.mjs'
import { openShop, startParent } from './trial-parent.mjs'

const CONNECTIONS = 8
const STOCK = 10_000_000
const CATALOGUE = JSON.stringify({
  format: 'tributary/1',
  currency: 'EUR',
  offers: ['mug', 'lamp'].map((sku) => ({
    handle: sku,
    title: sku,
    description: '',
    images: [],
    variants: [{ sku, price: '20.00', weightGrams: 100, stock: STOCK }],
  })),
})
const PLAN = { kind: 'unilevel', name: 'One level', currencies: ['EUR'], levels: [{ basisPoints: 1_000 }] }

// Of five rounds two each on PostgreSQL, and one on the embedded database.
const VICTIMS = ['the server', 'PostgreSQL', 'the server with its embedded database', 'the server', 'PostgreSQL']

await ending(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
  const count = Number(values.rounds)
  // Stopped early, it finishes its round and says what it found so far; stopped twice, it ends at once.
  let isStopped = false
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (isStopped ? process.exit(1) : (isStopped = true)))
  await setUp()
  await build()
  const startedAt = performance.now()
  const postgres = await startPostgres()
  const worlds = {}
  const rounds = []
  try {
    worlds.postgres = await openWorld({ databaseUrl: postgres.url })
    worlds.embedded = await openWorld({})
    for (let round = 1; round <= count && !isStopped; round++) {
      const victim = VICTIMS[(round - 1) % VICTIMS.length]
      const world = victim.includes('embedded') ? worlds.embedded : worlds.postgres
      const found = await playRound(world, victim, postgres)
      rounds.push({ victim, ...found })
      console.log(`${String(round).padStart(4)} of ${count}  ${describe(rounds.at(-1))}`)
    }
    for (const [name, world] of Object.entries(worlds)) console.log(`${name}: ${await wholeSum(world)}`)
  } finally {
    for (const world of Object.values(worlds)) await world.parent.stop()
    await postgres.stop()
  }
  console.log(`\n${table(rounds)}`)
  console.log(`${rounds.length} rounds in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s, ${CONNECTIONS} connections`)
  return rounds.every(isGood) ? 0 : 1
})

async function openWorld({ databaseUrl = '' }) {
  const parent = await startParent({ databaseUrl, more: { LOG_LEVEL: 'silent' } })
  const shop = await openShop(parent, CATALOGUE, ['https://trial.example'])
  await parent.staff('POST', '/v1/admin/plans', JSON.stringify({ plan: PLAN, note: 'Agreed.' }))
  return { parent, shop, databaseUrl }
}

async function playRound(world, victim, postgres) {
  const load = await openLoad({ origin: () => world.parent.origin, staff: (...call) => world.parent.staff(...call), shop: world.shop })
  const working = load.run(CONNECTIONS)
  await pause(200 + Math.random() * 800)
  const diedAt = performance.now()
  if (victim === 'PostgreSQL') {
    await postgres.kill()
    await pause(100 + Math.random() * 300)
    await postgres.restart()
  } else world.parent = await world.parent.restart()
  await load.untilPlaced(CONNECTIONS).catch((error) => {
    // Without it the load would go on for ever, and this process with it.
    load.stop()
    throw error
  })
  const recoverySeconds = (performance.now() - diedAt) / 1_000
  load.stop()
  await working
  // What was not acknowledged is sent again, as a page would.
  await load.sendRest()
  return { recoverySeconds, ...load.counts(), ...(await judge(world, load)) }
}

/** What became of this round's orders, asked of the parent; the sums over all rounds are asked of its database at the end. */
async function judge({ parent, databaseUrl }, load) {
  const { wrong } = await parent.staff('GET', '/v1/admin/ledger/check')
  const found = databaseUrl ? await idsInDatabase(databaseUrl, load.ids()) : await idsAtParent(parent, load.ids())
  const times = new Map()
  for (const id of found) times.set(id, (times.get(id) ?? 0) + 1)
  return {
    lost: load.acknowledged().filter((id) => !times.has(id)).length,
    missing: load.ids().filter((id) => !times.has(id)).length,
    doubled: [...times.values()].filter((count) => 1 < count).length,
    unbalanced: wrong.length,
  }
}

async function ask(url, statement, values) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement, values)).rows
  } finally {
    await client.end()
  }
}

async function idsInDatabase(url, ids) {
  return (await ask(url, 'select id from orders where id = any ($1)', [ids])).map(({ id }) => id)
}

// Newest first, so this round's are on the first pages.
async function idsAtParent(parent, ids) {
  const wanted = new Set(ids)
  const found = []
  let cursor
  do {
    const page = await parent.staff('GET', `/v1/admin/orders?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
    const own = page.orders.filter(({ orderId }) => wanted.has(orderId))
    found.push(...own.map(({ orderId }) => orderId))
    cursor = own.length > 0 ? page.next : undefined
  } while (cursor)
  return found
}

async function wholeSum({ parent, databaseUrl }) {
  const { wrong } = await parent.staff('GET', '/v1/admin/ledger/check')
  const ledger = wrong.length === 0 ? 'the ledger is balanced' : `THE LEDGER IS WRONG: ${wrong.join('; ')}`
  if (!databaseUrl) return ledger
  const [sums] = await ask(
    databaseUrl,
    `select (select count(*)::int from orders) as orders, (select count(distinct id)::int from orders) as ids,
            (select sum(quantity)::int from order_lines) as ordered,
            (select -sum(quantity)::int from stock_movements where cause = 'order') as moved,
            (select ${2 * STOCK} - sum(level)::bigint from stocks)::int as taken`,
  )
  const adds = sums.orders === sums.ids && sums.ordered === sums.moved && sums.moved === sums.taken
  return `${ledger}; ${JSON.stringify(sums)} ${adds ? 'add up' : 'DO NOT ADD UP'}`
}

function isGood({ lost, missing, doubled, unbalanced }) {
  return lost + missing + doubled + unbalanced === 0
}

function describe({ victim, acknowledged, unknown, paid, lost, missing, doubled, unbalanced, recoverySeconds }) {
  return (
    `${victim.padEnd(38)} ${String(acknowledged).padStart(5)} acknowledged, ${String(unknown).padStart(3)} sent again, ${String(paid).padStart(3)} paid; ` +
    `${lost} lost, ${missing} missing, ${doubled} doubled, ${unbalanced} wrong in the ledger; back after ${recoverySeconds.toFixed(1)} s`
  )
}

function table(rounds) {
  const rows = [...new Set(rounds.map(({ victim }) => victim))].map((victim) => {
    const own = rounds.filter((round) => round.victim === victim)
    const sum = (key) => own.reduce((total, round) => total + round[key], 0)
    const recovery = own.map(({ recoverySeconds }) => recoverySeconds).sort((a, b) => a - b)
    const cells = [victim, own.length, sum('acknowledged'), sum('unknown'), sum('paid'), sum('lost'), sum('doubled'), sum('unbalanced')]
    return [...cells, `${recovery[Math.floor(recovery.length / 2)].toFixed(1)} s`, `${recovery.at(-1).toFixed(1)} s`]
  })
  const heads = [
    'killed',
    'rounds',
    'acknowledged',
    'sent again',
    'paid',
    'lost',
    'doubled',
    'wrong in the ledger',
    'back after (median)',
    'at most',
  ]
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
