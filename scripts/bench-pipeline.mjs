// `npm run bench:pipeline`: the figures of 100,000 deals on real PostgreSQL, in milliseconds of database time, beside the same figures counted from the leads.
import { build } from './build.mjs'
import { startPostgres } from './postgres.mjs'
import { ending } from './run.mjs'
import { setUp } from './setup.mjs'

const LEADS = 100_000
const AFFILIATES = 200
const READS = 50

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

await ending(async () => {
  await setUp()
  await build()
  const postgres = await startPostgres()
  try {
    const { openDatabase } = await import('../packages/parent/dist/store/database.js')
    const { migrate } = await import('../packages/parent/dist/store/migrate.js')
    const database = await openDatabase({ url: postgres.url })
    await migrate(database)
    await fill(database)
    await measure(database)
    await database.close()
  } finally {
    await postgres.stop()
  }
})

// Each lead goes through the states as in life, one update after the other, so that the database counts it as it would.
async function fill(database) {
  await database.query(`insert into programs (id, policy) values ('prg_bench', '{}')`)
  await database.query(`
    insert into affiliates (program_id, id, code, name, email)
    select 1, 'aff_' || n, 'A' || n, 'A' || n, 'a' || n || '@x.example' from generate_series(1, ${AFFILIATES}) n`)
  await database.query(`
    insert into offers (program_id, id, handle, kind, title, description, images, options, collections, source, position, published, service)
    values (1, 'off_bench', 'bench', 'service', 'Bench', '', '[]', '[]', '{}', 'bench', 1, true, '{}')`)
  await database.query(`
    insert into intakes (program_id, id, digest, received_at, test)
    select 1, 'led_' || n, '\\x00', now(), false from generate_series(1, ${LEADS}) n`)
  await database.query(`
    insert into leads (program_id, id, number, offer_id, affiliate_id, state_since, contact, questions, customer_hash, attribution, flags, consent, received_at, expires_at, test)
    select 1, 'led_' || n, 'N' || n, 1, 1 + n % ${AFFILIATES}, now() - interval '90 days', '{}', '[]', '\\x00', '{}', '{}', 'granted', now(), now(), false
      from generate_series(1, ${LEADS}) n`)
  const step = (to, where, days) =>
    database.query(
      `update leads set state = $1, value_minor = lead_key * 10, state_since = state_since + interval '1 second' * (lead_key * 7919 % ($2 * 86400)) where ${where}`,
      [to, days],
    )
  await step('contacted', 'lead_key % 10 > 0', 2)
  await step('proposed', 'lead_key % 10 > 2', 10)
  await step('won', 'lead_key % 10 > 6', 20)
  await step('lost', 'lead_key % 10 = 4', 20)
  await database.query('analyze')
}

async function measure(database) {
  const { pipelineRows, timeRows } = await import('../packages/parent/dist/store/pipeline.js')
  const kept = await timed(async () => {
    await pipelineRows(database, 1, null)
    await timeRows(database, 1, null)
  })
  const own = await timed(async () => {
    await pipelineRows(database, 1, 7)
    await timeRows(database, 1, 7)
  })
  const counted = await timed(() =>
    database.query('select affiliate_id, state, count(*), sum(value_minor) from leads where program_id = 1 group by 1, 2'),
  )
  console.log(`${LEADS} deals of ${AFFILIATES} affiliates, medians of ${READS} reads:`)
  console.log(`  the whole pipeline with each affiliate and the times   ${kept.toFixed(2)} ms`)
  console.log(`  the pipeline of one affiliate                          ${own.toFixed(2)} ms`)
  console.log(
    `  counts and sums alone, counted from the leads          ${counted.toFixed(2)} ms (${(counted / kept).toFixed(1)} times the first)`,
  )
}

async function timed(read) {
  const times = []
  for (let index = 0; index < READS; index++) {
    const from = performance.now()
    await read()
    times.push(performance.now() - from)
  }
  return median(times)
}
