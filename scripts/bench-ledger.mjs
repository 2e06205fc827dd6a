// `npm run bench:ledger`: what commissions cost on real PostgreSQL. Ratios and milliseconds of one run; only the ratios travel to another machine.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { build } from './build.mjs'
import { startPostgres } from './postgres.mjs'
import { ending } from './run.mjs'
import { setUp } from './setup.mjs'

const LEVELS = 10
const ORDERS = 150
const ROUNDS = 3
const SIZES = [1_000, 100_000, 1_000_000]
const ENTRIES = 1_000_000
const MONTH = 100_000
const READS = 200

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const ms = (number) => `${number.toFixed(2)} ms`

await ending(async () => {
  await setUp()
  await build()
  const postgres = await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
  try {
    const shop = await openShop(postgres.url, folder)
    // `--only b,c` leaves the others out; (c) and (d) need the orders of (a).
    const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1].split(',') : ['b', 'c', 'd']
    await markPaid(shop)
    if (only.includes('b')) await uplines(shop)
    if (only.includes('c')) await balances(shop)
    if (only.includes('d')) await month(shop)
    await shop.database.close()
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

// The parent in this process, so that what is measured is the parent and its database and nothing between them.
async function openShop(url, folder) {
  const { openDatabase } = await import('../packages/parent/dist/store/database.js')
  const { createParent, ensureAdminKey, detailsKeysOf } = await import('../packages/parent/dist/parent.js')
  const database = await openDatabase({ url })
  const log = pino({ level: 'silent' })
  const { createFileStore } = await import('../packages/parent/dist/store/files.js')
  const detailsKeys = detailsKeysOf(folder)
  const { app } = await createParent({
    database,
    origin: 'https://parent.example',
    log,
    folders: { widget: join(folder, 'none') },
    detailsKeys,
    files: createFileStore(join(folder, 'files')),
  })
  const key = await ensureAdminKey(database, folder)
  const staff = async (method, path, body) => {
    const answer = await app.request(`https://parent.example/v1/admin${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}` },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return answer.json()
  }
  await staff('POST', '/catalogue', {
    format: 'tributary/1',
    currency: 'EUR',
    offers: [{ handle: 'mug', title: 'Mug', description: '', images: [], variants: [{ sku: 'mug', price: '24.90', weightGrams: 200 }] }],
  })
  const rates = Array.from({ length: LEVELS + 1 }, () => ({ basisPoints: 200 }))
  await staff('POST', '/plans', { plan: { kind: 'unilevel', name: 'Deep', currencies: ['EUR'], levels: rates }, note: 'A benchmark.' })
  for (let level = 0; level <= LEVELS; level++) {
    const sponsor = level === 0 ? {} : { sponsor: `CHA1N${level - 1}` }
    await staff('POST', '/affiliates', { name: `Level ${level}`, email: `level${level}@x.example`, code: `CHA1N${level}`, ...sponsor })
  }
  const page = 'https://page.example'
  const own = await staff('POST', '/sites', { own: true, name: 'Own', origins: [page] })
  const deep = await staff('POST', '/sites', { affiliate: `CHA1N${LEVELS}`, name: 'Deep', origins: [page] })
  const [{ id: program }] = await database.query('select id from programs')
  const { newId } = await import('../packages/protocol/dist/id.js')
  const place = async (site) => {
    const letter = {
      id: newId('order'),
      program,
      site,
      touches: [],
      lines: [{ sku: 'mug', quantity: 1 }],
      country: 'DE',
      shipping: 'standard',
      currency: 'EUR',
      expectedTotalMinor: 2_980,
      consent: 'denied',
      customer: {
        email: 'c@customer.example',
        delivery: { name: 'C', line1: 'Street 1', city: 'Berlin', postcode: '10115', country: 'DE' },
      },
    }
    const answer = await app.request('https://parent.example/v1/orders', {
      method: 'POST',
      body: JSON.stringify(letter),
      headers: { Origin: page },
    })
    if (answer.status !== 201) throw new Error(await answer.text())
    return (await answer.json()).number
  }
  return { database, staff, place, sites: { none: own.key, deep: deep.key } }
}

// (a) Interleaved, so that whatever else the machine does falls on both alike.
async function markPaid({ staff, place, sites }) {
  const kinds = ['none', 'deep']
  const placing = { none: [], deep: [] }
  const paying = { none: [], deep: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const numbers = { none: [], deep: [] }
    for (let index = 0; index < ORDERS; index++) {
      for (const kind of kinds) placing[kind].push(await timed(async () => numbers[kind].push(await place(sites[kind]))))
    }
    for (let index = 0; index < ORDERS; index++) {
      for (const kind of kinds) paying[kind].push(await timed(() => staff('POST', `/orders/${numbers[kind][index]}/paid`, {})))
    }
  }
  console.log(`(a) median of ${ROUNDS * ORDERS}, an order without an affiliate beside one with ${LEVELS} levels above its affiliate`)
  ratio('place an order', placing, 1.1)
  ratio('mark it paid', paying, 2)
}

function ratio(name, { none, deep }, aim) {
  const value = median(deep) / median(none)
  const verdict = value <= aim ? 'within' : 'MISSED'
  console.log(
    `    ${name.padEnd(16)} ${ms(median(none))} and ${ms(median(deep))}: ratio ${value.toFixed(2)} (aim at most ${aim}, ${verdict})`,
  )
}

// (b) Trees of three recruits each, filled level by level.
async function uplines({ database }) {
  console.log('(b) the upline of one affiliate, one read')
  const times = []
  for (const size of SIZES) {
    await grow(database, size)
    const [{ affiliateId }] = await database.query(
      `select affiliate_id as "affiliateId" from affiliates where code like 'B%' order by cardinality(path) desc, affiliate_id limit 1`,
    )
    const read = () => database.query('select path from affiliates where program_id = 1 and affiliate_id = $1', [affiliateId])
    const [{ path }] = await read()
    const time = median(await timesOf(READS, read))
    times.push(time)
    console.log(`    among ${size.toLocaleString('en')}: ${ms(time)} for ${path.length} levels`)
  }
  const flat = Math.max(...times) / Math.min(...times)
  console.log(`    ratio ${flat.toFixed(2)} (aim at most 2, ${flat <= 2 ? 'within' : 'MISSED'})`)
}

async function grow(database, size) {
  const [{ count }] = await database.query('select count(*) as count from affiliates')
  await database.query('alter table affiliates disable trigger user')
  let missing = size - count
  while (missing > 0) {
    const added = await database.query(
      `insert into affiliates (program_id, id, code, name, email, sponsor_id, path)
       select 1, 'aff_' || md5(s.affiliate_id::text || child), 'B' || upper(to_hex(s.affiliate_id)) || 'X' || child, 'Bulk', 'b@x.example', s.affiliate_id, s.path || s.affiliate_id
         from affiliates s, generate_series(1, 3) as child
        where cardinality(s.path) < 40
          and not exists (select from affiliates c where c.program_id = 1 and c.sponsor_id = s.affiliate_id and c.code like 'B%')
        order by s.affiliate_id
        limit $1
       returning 1`,
      [missing],
    )
    missing -= added.length
    if (added.length === 0) throw new Error('the tree does not grow')
  }
  await database.query('alter table affiliates enable trigger user')
  await database.query('analyze affiliates')
}

// (c) One affiliate with a million entries, a snapshot behind almost all of them.
async function balances({ database }) {
  const { balanceOf, takeSnapshots } = await import('../packages/parent/dist/store/ledger.js')
  const { commissionsPage } = await import('../packages/parent/dist/store/commission-reads.js')
  const [{ affiliateId }] = await database.query(`select affiliate_id as "affiliateId" from affiliates where code = 'CHA1N5'`)
  const perTransaction = 1_000
  for (let round = 0; round < ENTRIES / perTransaction / 100; round++) {
    await database.query(
      `with made as (
         insert into transactions (program_id, id, kind, cause, at)
         select 1, 'txn_bench' || n, 'commission_delivered', 'bench:' || n, now() from generate_series($2::int, $2::int + 99) as n
         returning transaction_key)
       insert into entries (program_id, transaction_key, account, affiliate_id, currency, side, amount_minor)
       select 1, transaction_key, case side when 'debit' then 'affiliate_pending' else 'affiliate_held' end, $1, 'EUR', side, 1
         from made, generate_series(1, ${perTransaction / 2}), (values ('debit'), ('credit')) as sides (side)`,
      [affiliateId, round * 100],
    )
  }
  await database.query('analyze entries')
  const account = { account: 'affiliate_held', affiliateId, currency: 'EUR' }
  const slow = await timeInDatabase(database, 3, (asked) => balanceOf(asked, 1, account))
  await takeSnapshots(database, 1, 1)
  await database.query('vacuum analyze entries')
  const quick = await timeInDatabase(database, READS, (asked) => balanceOf(asked, 1, account))
  const page = await timeInDatabase(database, READS, (asked) => commissionsPage(asked, 1, { affiliateId }, 50))
  console.log(`(c) an affiliate with ${ENTRIES.toLocaleString('en')} entries: planning and execution in the database, median of ${READS}`)
  console.log(`    balance: ${ms(quick)} (without a snapshot ${ms(slow)}); first page of 50 commissions: ${ms(page)}`)
  const sum = quick + page
  console.log(`    together ${ms(sum)} (aim under 5 ms, ${sum < 5 ? 'within' : 'MISSED'})`)
}

// Asks the database how long it took over each statement, and answers the rows all the same.
async function timeInDatabase(database, count, work) {
  const times = []
  for (let index = 0; index < count; index++) {
    let sum = 0
    await work({
      query: async (statement, values) => {
        const [row] = await database.query(`explain (analyze, format json) ${statement}`, values)
        const [{ 'Planning Time': planning, 'Execution Time': execution }] = row['QUERY PLAN']
        sum += planning + execution
        return database.query(statement, values)
      },
    })
    times.push(sum)
  }
  return median(times)
}

// (d) Orders of one month, replayed through a draft page by page.
async function month({ database, staff }) {
  const { Simulation } = await import('../packages/parent/dist/core/plan-simulation.js')
  const { plan } = await import('../packages/protocol/dist/plan.schema.js')
  await database.query(
    `with seen as (
       insert into intakes (program_id, id, digest, received_at, test)
       select 1, 'ord_bench' || n, ''::bytea, now(), false from generate_series(1, $1::int) as n returning id),
     sample as (select * from orders where affiliate_id is not null limit 1)
     insert into orders (program_id, id, number, affiliate_id, state, payment, paid_minor, terms, currency, country, shipping, subtotal_minor, discount_minor,
                         shipping_minor, tax_minor, tax_included, total_minor, expected_total_minor, customer, attribution, flags, consent, placed_at, test,
                         upline, plan_key)
     select 1, seen.id, 'N' || substr(seen.id, 5), s.affiliate_id, 'placed', 'paid', s.total_minor, s.terms, s.currency, s.country, s.shipping,
            s.subtotal_minor, s.discount_minor, s.shipping_minor, s.tax_minor, s.tax_included, s.total_minor, s.expected_total_minor, s.customer,
            s.attribution, s.flags, s.consent, timestamptz '2027-01-01' + substr(seen.id, 10)::int * interval '25 seconds', false, s.upline, s.plan_key
       from seen, sample s`,
    [MONTH],
  )
  await database.query(
    `insert into order_lines (program_id, order_key, line, variant_id, sku, title, variant, quantity, unit_minor, discount_minor, total_minor,
                              tax_basis_points, tax_minor, paid_minor, test)
     select 1, o.order_key, l.line, l.variant_id, l.sku, l.title, l.variant, l.quantity, l.unit_minor, l.discount_minor, l.total_minor,
            l.tax_basis_points, l.tax_minor, l.total_minor, false
       from orders o, (select * from order_lines limit 1) l
      where o.id like 'ord_bench%'`,
  )
  await database.query('analyze')
  const levels = Array.from({ length: LEVELS + 1 }, () => ({ basisPoints: 150 }))
  const qualification = { by: 'count', days: 30, steps: [{ minimum: 1, depth: LEVELS }] }
  const simulation = new Simulation(
    plan.parse({ kind: 'unilevel', name: 'Draft', currencies: ['EUR'], levels, qualification }),
    'Europe/Berlin',
  )
  const before = process.memoryUsage().rss
  let [peak, count, cursor] = [before, 0, undefined]
  const startedAt = performance.now()
  do {
    const { sales, next } = await staff('GET', `/sales?from=2027-01-01${cursor ? `&cursor=${cursor}` : ''}`)
    for (const sale of sales) simulation.add(sale)
    count += sales.length
    cursor = next
    peak = Math.max(peak, process.memoryUsage().rss)
    if (count % 20_000 < sales.length) console.log(`    ${count.toLocaleString('en')} sales`)
  } while (cursor)
  const seconds = (performance.now() - startedAt) / 1_000
  console.log(
    `(d) ${count.toLocaleString('en')} orders of a month through the simulator: ${Math.round(count / seconds).toLocaleString('en')} per second,`,
  )
  console.log(`    at most ${Math.round((peak - before) / 2 ** 20)} MiB more than before`)
}

async function timed(work) {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function timesOf(count, work) {
  const found = []
  for (let index = 0; index < count; index++) found.push(await timed(work))
  return found
}
