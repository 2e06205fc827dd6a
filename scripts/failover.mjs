// `npm run failover`: a primary with a synchronous standby, both on this machine (design, D18). Orders are placed; the standby is frozen, and nothing may be
// acknowledged meanwhile; it is thawed; the primary is killed with all of its processes, the standby promoted, the server pointed to it. Nothing that was
// acknowledged may be lost, nothing may be there twice.
import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { build } from './build.mjs'
import { openLoad, pause } from './order-load.mjs'
import { freePort, startOn, startPostgres } from './postgres.mjs'
import { childrenOf } from './processes.mjs'
import { ending } from './run.mjs'
import { setUp } from './setup.mjs'
import { openShop, startParent } from './trial-parent.mjs'

const CONNECTIONS = 8
const FROZEN_MS = 4_000
// What was under way when the standby froze may have been confirmed by it before.
const UNDER_WAY_MS = 500
const CATALOGUE = JSON.stringify({
  format: 'tributary/1',
  currency: 'EUR',
  offers: ['mug', 'lamp'].map((sku) => ({
    handle: sku,
    title: sku,
    description: '',
    images: [],
    variants: [{ sku, price: '20.00', weightGrams: 100, stock: 1_000_000 }],
  })),
})

await ending(async () => {
  await setUp()
  await build()
  const primary = await startPostgres()
  let standby
  let parent
  try {
    standby = await startStandby(primary)
    console.log(`the primary runs, and its standby is ${await syncState(primary.url)}`)
    parent = await startParent({ databaseUrl: primary.url, more: { LOG_LEVEL: 'silent' } })
    const shop = await openShop(parent, CATALOGUE, ['https://trial.example'])
    const load = await openLoad({ origin: () => parent.origin, staff: (...call) => parent.staff(...call), shop })
    const working = load.run(CONNECTIONS)
    await load.untilPlaced(100)
    console.log(`${load.acknowledged().length} orders acknowledged`)

    const frozen = [standby.server.pid, ...childrenOf(standby.server.pid)]
    for (const pid of frozen) process.kill(pid, 'SIGSTOP')
    await pause(UNDER_WAY_MS)
    const before = load.acknowledged().length
    await pause(FROZEN_MS)
    const given = load.acknowledged().length - before
    console.log(`the standby frozen for ${FROZEN_MS / 1_000} s: ${given} acknowledgements given`)
    for (const pid of frozen) process.kill(pid, 'SIGCONT')
    await load.untilPlaced(100)
    console.log(`thawed: ${load.acknowledged().length} orders acknowledged`)

    const diedAt = performance.now()
    for (const pid of [primary.pid(), ...childrenOf(primary.pid())]) process.kill(pid, 'SIGKILL')
    const known = load.acknowledged().length
    await ask(standby.url, 'select pg_promote(true, 60)')
    parent = await parent.restart(standby.url)
    await load.untilPlaced(100)
    console.log(
      `the primary killed after ${known} acknowledgements, the standby promoted, the server pointed to it: 100 more orders placed ${((performance.now() - diedAt) / 1_000).toFixed(1)} s after the kill`,
    )
    load.stop()
    await working
    await load.sendRest()
    return await judge(standby.url, parent, load, given)
  } finally {
    await parent?.stop()
    standby?.server.kill('SIGINT')
    await standby?.server.ended
    await primary.stop()
  }
})

// The data folder of a primary that was ended in order is a standby's beginning; no other program is needed to copy it.
async function startStandby(primary) {
  await primary.end()
  const data = join(primary.folder, 'standby')
  cpSync(primary.data, data, { recursive: true, preserveTimestamps: true })
  writeFileSync(join(data, 'standby.signal'), '')
  spawnSync('chmod', ['700', data])
  if (primary.identity) spawnSync('chown', ['-R', `${primary.identity.uid}:${primary.identity.gid}`, data])
  await primary.restart(['-c', 'synchronous_standby_names=standby', '-c', 'wal_keep_size=512MB'])
  const port = await freePort()
  const source = `primary_conninfo=host=127.0.0.1 port=${primary.port} user=tributary application_name=standby`
  const server = await startOn(primary.bin, data, primary.folder, primary.identity, port, ['-c', source])
  return { server, url: primary.url.replace(`:${primary.port}/`, `:${port}/`) }
}

async function syncState(url) {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const [row] = await ask(url, 'select sync_state, state from pg_stat_replication')
    if (row?.state === 'streaming') return row.sync_state === 'sync' ? 'synchronous' : `NOT SYNCHRONOUS (${row.sync_state})`
    await pause(100)
  }
  throw new Error('expected the standby to follow within 30 s')
}

async function judge(url, parent, load, given) {
  const rows = await ask(url, 'select id, count(*)::int as count from orders where id = any ($1) group by id', [load.ids()])
  const counts = new Map(rows.map(({ id, count }) => [id, count]))
  const lost = load.acknowledged().filter((id) => !counts.has(id)).length
  const doubled = rows.filter(({ count }) => 1 < count).length
  const { wrong } = await parent.staff('GET', '/v1/admin/ledger/check')
  const [sums] = await ask(
    url,
    `select (select sum(quantity)::int from order_lines) as ordered, (select -sum(quantity)::int from stock_movements where cause = 'order') as moved`,
  )
  console.log(
    `${load.acknowledged().length} acknowledged, ${lost} lost, ${doubled} doubled; ${sums.ordered} pieces ordered, ${sums.moved} taken; ledger ${wrong.length === 0 ? 'balanced' : wrong.join('; ')}`,
  )
  return lost + doubled + given + wrong.length === 0 && sums.ordered === sums.moved ? 0 : 1
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
