// What the server is measured beside: PostgreSQL alone, driven by its own `pgbench`, writing the rows that an order of the server writes.
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { childrenOf, processOf } from './processes.mjs'
import { Sentence } from './run.mjs'

const TOGETHER = 20
const CLOCK_TICKS_PER_SECOND = 100

const ORDER_COLUMNS = `
  site_id, affiliate_id, state, terms, currency, country, shipping, subtotal_minor, discount_minor, shipping_minor, tax_minor, tax_included,
  total_minor, expected_total_minor, customer, attribution, flags, locale, consent, placed_at, test, customer_hash, address_mark, phone_mark, upline,
  plan_key`
const LINE_COLUMNS = 'sku, title, variant, quantity, unit_minor, discount_minor, total_minor, tax_basis_points, tax_minor, test'
const MESSAGE_COLUMNS = 'kind, recipient, subject, body_text, body_html, test'

const NEW_ID = `'ord_' || replace(gen_random_uuid()::text, '-', '')`
const NEW_NUMBER = `upper(left(replace(gen_random_uuid()::text, '-', ''), 12))`

// One order in one transaction, statement after statement. Everything but ids is copied from an order that the server has taken.
const ONE = `
create or replace function bench_one() returns void language plpgsql as $$
declare
  new_id text := ${NEW_ID};
  piece bigint := (select variant_id from bench_variants offset floor(random() * 10) limit 1);
  new_key bigint;
begin
  insert into intakes (program_id, id, digest, received_at, test) values (1, new_id, sha256(new_id::bytea), now(), false) on conflict do nothing;
  insert into orders (program_id, id, number, ${ORDER_COLUMNS})
  select 1, new_id, ${NEW_NUMBER}, ${ORDER_COLUMNS} from bench_order returning order_key into new_key;
  update stocks set level = level - 1 where program_id = 1 and variant_id = piece and 1 <= level;
  insert into stock_movements (program_id, variant_id, quantity, cause, order_id) values (1, piece, -1, 'order', new_id);
  insert into order_lines (program_id, order_key, line, variant_id, ${LINE_COLUMNS}) select 1, new_key, 1, piece, ${LINE_COLUMNS} from bench_line;
  insert into order_transitions (program_id, order_key, to_state, event, actor, at, test) values (1, new_key, 'placed', 'place', 'customer', now(), false);
  insert into messages (program_id, id, order_key, ${MESSAGE_COLUMNS})
  select 1, 'msg_' || gen_random_uuid(), new_key, ${MESSAGE_COLUMNS} from bench_messages;
end $$`

// Twenty in one statement: the most that this database does with these rows.
const TWENTY = `
create or replace function bench_twenty() returns void language sql as $$
  with given as materialized (
    select ${NEW_ID} as id, ${NEW_NUMBER} as number, v.variant_id
      from generate_series(1, ${TOGETHER}) as n
      join (select variant_id, row_number() over () as place from bench_variants) v on v.place = 1 + (n * 7) % 10
  ), first as (
    insert into intakes (program_id, id, digest, received_at, test)
    select 1, id, sha256(id::bytea), now(), false from given order by id on conflict do nothing returning id
  ), placed as (
    insert into orders (program_id, id, number, ${ORDER_COLUMNS})
    select 1, given.id, given.number, ${ORDER_COLUMNS} from given join first on first.id = given.id cross join bench_order returning id, order_key
  ), locked as (
    select variant_id from stocks where program_id = 1 and variant_id in (select variant_id from given) order by variant_id for update
  ), taken as (
    update stocks set level = level - wanted.pieces
      from (select variant_id, count(*) as pieces from given group by variant_id) wanted join locked using (variant_id)
     where stocks.program_id = 1 and stocks.variant_id = wanted.variant_id and wanted.pieces <= level
  ), moved as (
    insert into stock_movements (program_id, variant_id, quantity, cause, order_id) select 1, variant_id, -1, 'order', id from given
  ), lined as (
    insert into order_lines (program_id, order_key, line, variant_id, ${LINE_COLUMNS})
    select 1, placed.order_key, 1, given.variant_id, ${LINE_COLUMNS} from placed join given using (id) cross join bench_line
  ), told as (
    insert into order_transitions (program_id, order_key, to_state, event, actor, at, test)
    select 1, order_key, 'placed', 'place', 'customer', now(), false from placed
  )
  insert into messages (program_id, id, order_key, ${MESSAGE_COLUMNS})
  select 1, 'msg_' || gen_random_uuid(), placed.order_key, ${MESSAGE_COLUMNS} from placed cross join bench_messages
$$`

/** Makes the reference's functions, with the last order of the server as their pattern. */
export async function prepareReference(client) {
  for (const statement of [
    'create table bench_order as select * from orders order by order_key desc limit 1',
    'create table bench_line as select * from order_lines where order_key = (select order_key from bench_order) limit 1',
    'create table bench_messages as select * from messages where order_key = (select order_key from bench_order)',
    `create table bench_variants as select variant_id from variants where sku ~ '^sku-[0-9]$'`,
    ONE,
    TWENTY,
    'analyze',
  ])
    await client.query(statement)
}

/** Runs a function by pgbench on so many connections; answers orders per second. */
export async function pgbench(url, name, connections, durationMs, folder) {
  const script = join(folder, `${name}.sql`)
  writeFileSync(script, `select ${name}();\n`)
  const jobs = String(Math.min(2, connections))
  const args = ['-n', '-M', 'prepared', '-c', String(connections), '-j', jobs, '-T', String(durationMs / 1_000), '-f', script, url]
  const output = await new Promise((resolve, reject) => {
    const child = spawn('pgbench', args)
    let text = ''
    child.stdout.on('data', (data) => (text += data))
    child.stderr.on('data', (data) => (text += data))
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`pgbench ended with ${code}: ${text}`))))
  })
  const perSecond = Number(/tps = ([\d.]+)/.exec(output)?.[1])
  return perSecond * (name === 'bench_twenty' ? TOGETHER : 1)
}

/** Throws a `Sentence` where PostgreSQL's own load program is missing. */
export function needPgbench() {
  if (spawnSync('pgbench', ['--version']).error)
    throw new Sentence(
      'pgbench is not there. It comes with PostgreSQL: on Debian, apt-get install postgresql-contrib; then run this again.',
    )
}

/** Seconds of processor time that a PostgreSQL has used so far, the connections that ended included. */
export function processorSeconds(postmaster) {
  const { own, children } = processOf(postmaster)
  const ticks = childrenOf(postmaster).reduce((sum, pid) => sum + (processOf(pid)?.own ?? 0), own + children)
  return ticks / CLOCK_TICKS_PER_SECOND
}
