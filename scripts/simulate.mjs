// `npm run simulate -- [--seeds 10000] [--from 1]`, or `-- --seed 4711 --trace`: storms between the SDK and the parent (test/simulation).
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ending, ROOT, Sentence } from './run.mjs'
import { setUp } from './setup.mjs'

const VITEST = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', 'unit']

await ending(async () => {
  const options = { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' }, trace: { type: 'boolean' } }
  const { values } = parseArgs({ options })
  const first = whole('seed', values.seed ?? values.from ?? '1')
  const last = values.seed ? first : first + whole('seeds', values.seeds ?? '10000') - 1
  await setUp()
  const processes = Math.min(availableParallelism(), last - first + 1)
  const startedAt = Date.now()
  const env = { SEED_LAST: String(last), SEED_STEP: String(processes), ...(values.trace && { SEED_TRACE: '1' }) }
  const runs = await Promise.all(Array.from({ length: processes }, (_, index) => run({ ...env, SEED_FIRST: String(first + index) })))
  const weather = runs.flatMap(({ output }) => [...output.matchAll(/^weather (.*)$/gm)].map(([, json]) => JSON.parse(json)))
  const sum = (pick) => weather.reduce((total, one) => total + pick(one), 0)
  const kinds = [...new Set(weather.flatMap(({ faults }) => Object.keys(faults)))].sort()
  const seconds = Math.round((Date.now() - startedAt) / 1_000)
  console.log(`${sum(({ seeds }) => seeds)} storms, ${sum(({ orders }) => orders)} orders, ${seconds} s`)
  for (const kind of kinds) console.log(`  ${kind}: ${sum(({ faults }) => faults[kind] ?? 0)}`)
  if (runs.every(({ code }) => code === 0)) return console.log('No order was lost, and none doubled.')
  for (const { code, output } of runs) if (code !== 0) console.error(output)
  throw new Sentence('Some storms ended badly: see above. Look at one with: npm run simulate -- --seed <number> --trace')
})

function run(env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...VITEST, 'test/simulation/many'], { cwd: ROOT, env: { ...process.env, ...env } })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.on('close', (code) => resolve({ code, output }))
  })
}

function whole(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new Sentence(`--${name} is “${text}”; it is a whole number from 1.`)
}
