// `npm run bench:touch`: touches per second on real PostgreSQL, beside bare node:http that reads the same bodies and answers the same bytes.
// Both are measured in turns in one run on one machine; only the ratio travels to another one. It stops by itself.
import { fork, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from './build.mjs'
import { startPostgres } from './postgres.mjs'
import { ending, ROOT, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'

const CONNECTIONS = [16, 64]
const ROUNDS = 5
const ROUND_MS = 2_000
const AIM = 0.4
const LOAD = join(import.meta.dirname, 'bench-load.mjs')

await ending(async () => {
  await setUp()
  await build()
  const postgres = await startPostgres()
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  let server
  let bare
  try {
    server = await startServer(postgres.url, dataDir)
    const body = await openShop(server.origin, readFileSync(join(dataDir, 'admin.key'), 'utf8').trim())
    const answer = await post(server.origin, body)
    bare = await startBare(answer)
    console.log(`touches on PostgreSQL, medians of ${ROUNDS} rounds of ${ROUND_MS / 1_000} s`)
    for (const origin of [server.origin, bare.origin]) await measure({ kind: 'touches', origin, body }, CONNECTIONS[0])
    for (const connections of CONNECTIONS) {
      const [ours, theirs] = [[], []]
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(await measure({ kind: 'touches', origin: server.origin, body }, connections))
        theirs.push(await measure({ kind: 'touches', origin: bare.origin, body }, connections))
      }
      print(`${String(connections).padStart(3)} connections, ours`, ours)
      print(`${String(connections).padStart(3)} connections, bare`, theirs)
      const ratio = median(ours.map(({ perSecond }) => perSecond)) / median(theirs.map(({ perSecond }) => perSecond))
      console.log(`      ratio ${ratio.toFixed(2)} (aim ${AIM.toFixed(2)})`)
    }
  } finally {
    bare?.process.kill()
    server?.process.kill('SIGTERM')
    await server?.ended
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
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

async function startServer(databaseUrl, dataDir) {
  const env = { ...process.env, PORT: '0', DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, [join(ROOT, 'packages/parent/bin/tributary.js'), 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  return { process: child, ended, origin: (await firstLine(child)).replace('serving ', '') }
}

async function startBare(body) {
  const child = fork(LOAD, ['bare'], { silent: true })
  child.send({ body, status: 201 })
  return { process: child, origin: await firstLine(child) }
}

function firstLine(child) {
  return new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
}

// A site of an affiliate and a partner that it recruited; the visits come by the partner's name.
async function openShop(origin, key) {
  const add = async (path, body) => {
    const response = await fetch(`${origin}/v1/admin/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${key}` },
    })
    if (!response.ok) throw new Sentence(await response.text())
    return response.json()
  }
  const { code } = await add('affiliates', { name: 'Bench', email: 'bench@affiliate.example' })
  const { code: via } = await add('affiliates', { name: 'Partner', email: 'partner@affiliate.example', sponsor: code })
  const { key: site } = await add('sites', { affiliate: code, name: 'Bench', origins: ['https://bench.example'] })
  return JSON.stringify({ site, via, campaign: 'spring', subId: '42', path: '/post', referrer: 'news.example' })
}

async function post(origin, body) {
  const response = await fetch(`${origin}/v1/touches`, { method: 'POST', body })
  if (!response.ok) throw new Sentence(await response.text())
  return response.text()
}
