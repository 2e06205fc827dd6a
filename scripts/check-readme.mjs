// Tables in the READMEs that are made from tables in the code; `--write` makes them so.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referenceTable } from './attribute-texts.mjs'
import { README as FAULTS_README, tableComplaint } from './fault-table.mjs'
import { IMPORT_README, importComplaint } from './import-table.mjs'
import { ROOT } from './run.mjs'

const { ruleTable, SECTIONS } = await import('./conformance/rules.mjs')
const { ENDPOINTS } = await import('../packages/protocol/dist/endpoint.js')
const { ENDPOINT_SHAPES } = await import('../packages/protocol/dist/endpoint.schema.js')
const { ORDER_TRANSITIONS } = await import('../packages/protocol/dist/order.js')
const { PAYMENT_TRANSITIONS } = await import('../packages/protocol/dist/payment.js')
const { COMMISSION_TRANSITIONS } = await import('../packages/protocol/dist/commission.js')
const { PAYOUT_TRANSITIONS } = await import('../packages/protocol/dist/payout.js')
const { DEAL_TRANSITIONS, MILESTONE_TRANSITIONS } = await import('../packages/protocol/dist/deal.js')
const { RETURN_TRANSITIONS } = await import('../packages/protocol/dist/return.js')
const { DELIVERY_TRANSITIONS, WEBHOOK_EVENTS } = await import('../packages/protocol/dist/webhook.js')
const { RETRY_DELAYS_SECONDS } = await import('../packages/parent/dist/core/webhook.js')
const { POSTINGS } = await import('../packages/protocol/dist/ledger.js')
const { PROBLEMS } = await import('../packages/protocol/dist/problem.js')
const { CHECKOUT_TRANSITIONS } = await import('../packages/widget/dist/sheet/checkout.js')
const { REQUEST_TRANSITIONS } = await import('../packages/widget/dist/lead/request.js')

const TABLES = [
  { file: 'packages/parent/README.md', name: 'states', table: transitionTable(ORDER_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'payment', table: transitionTable(PAYMENT_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'returns', table: transitionTable(RETURN_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'deals', table: transitionTable(DEAL_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'milestones', table: transitionTable(MILESTONE_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'commissions', table: transitionTable(COMMISSION_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'payouts', table: transitionTable(PAYOUT_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'deliveries', table: transitionTable(DELIVERY_TRANSITIONS) },
  { file: 'packages/parent/README.md', name: 'events', table: eventTable() },
  { file: 'packages/parent/README.md', name: 'retries', table: retryTable() },
  { file: 'packages/parent/README.md', name: 'postings', table: postingTable() },
  { file: 'packages/widget/README.md', name: 'checkout', table: transitionTable(CHECKOUT_TRANSITIONS) },
  { file: 'packages/widget/README.md', name: 'attributes', table: referenceTable() },
  { file: 'packages/widget/README.md', name: 'request', table: transitionTable(REQUEST_TRANSITIONS) },
  { file: 'packages/protocol/README.md', name: 'problems', table: problemTable() },
  { file: 'packages/protocol/README.md', name: 'page-endpoints', table: pageEndpointTable() },
  ...Object.entries(SECTIONS).map(([name, rules]) => ({
    file: 'packages/protocol/README.md',
    name: `rules-${name}`,
    table: ruleTable(name, rules),
  })),
]

for (const { file, name, table } of TABLES) {
  const path = join(ROOT, file)
  const text = readFileSync(path, 'utf8')
  const written = text.replace(
    new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
    (_, start, end) => `${start}${table}\n${end}`,
  )
  if (process.argv.includes('--write')) writeFileSync(path, written)
  else if (written !== text) {
    console.error(`${file}: the table “${name}” is not what the code says; run node scripts/check-readme.mjs --write`)
    process.exitCode = 1
  }
}
// Measured, not made from code: it is written by `npm run faults -- --write`, and only has to be there and whole.
const complaint = tableComplaint(readFileSync(join(ROOT, FAULTS_README), 'utf8'))
if (complaint) {
  console.error(`${FAULTS_README} ${complaint}; run npm run faults -- --write`)
  process.exitCode = 1
}
const imports = importComplaint(readFileSync(join(ROOT, IMPORT_README), 'utf8'))
if (imports) {
  console.error(`${IMPORT_README} ${imports}; run npm run bench:import -- --write`)
  process.exitCode = 1
}
if (!process.exitCode) console.log(`READMEs: ${TABLES.length} tables are what the code says`)

function transitionTable(transitions) {
  const events = [...new Set(Object.values(transitions).flatMap((row) => Object.keys(row)))]
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [
    line(['', ...events]),
    line(['---', ...events.map(() => '---')]),
    ...Object.entries(transitions).map(([state, row]) => line([`**${state}**`, ...events.map((event) => row[event] ?? '')])),
  ].join('\n')
}

function postingTable() {
  const name = (account) => (account === 'source' ? 'the account it is in' : `\`${account}\``)
  const rows = Object.entries(POSTINGS).map(([kind, { debit, credit }]) => `| \`${kind}\` | ${name(debit)} | ${name(credit)} |`)
  return ['| transaction | debit | credit |', '|---|---|---|', ...rows].join('\n')
}

function eventTable() {
  const things = [...new Set(WEBHOOK_EVENTS.map((event) => event.split('.')[0]))]
  const of = (thing) =>
    WEBHOOK_EVENTS.filter((event) => event.startsWith(`${thing}.`)).map((event) => `\`${event.slice(thing.length + 1)}\``)
  return ['| thing | what happens to it |', '|---|---|', ...things.map((thing) => `| \`${thing}.\` | ${of(thing).join(', ')} |`)].join('\n')
}

function retryTable() {
  const duration = (seconds) =>
    seconds < 60 ? `${seconds} s` : seconds < 3_600 ? `${Math.round(seconds / 60)} min` : `${Number((seconds / 3_600).toFixed(1))} h`
  const line = (cells) => `| ${cells.join(' | ')} |`
  let passed = 0
  const rows = RETRY_DELAYS_SECONDS.map((seconds, index) => {
    passed += seconds
    return [String(index + 2), duration(seconds), duration(passed)]
  })
  return [line(['attempt', 'after the one before', 'after the first']), '|---|---|---|', ...rows.map(line)].join('\n')
}

function problemTable() {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, final, title }]) => `| \`${code}\` | ${status} | ${final ? 'final' : 'try again'} | ${title} |`,
  )
  return ['| code | status | | meaning |', '|---|---|---|---|', ...rows].join('\n')
}

function pageEndpointTable() {
  const rows = ['getOffers', 'postTouch', 'postQuote', 'postOrder', 'getOrder'].map((name) => {
    const { answers, problems } = ENDPOINT_SHAPES[name]
    const codes = [...problems].sort().map((code) => `\`${code}\``)
    return `| \`${ENDPOINTS[name].method} ${ENDPOINTS[name].path}\` | ${Object.keys(answers).join(', ')} | ${codes.join(', ')} |`
  })
  return ['| endpoint | answers | problems of its own |', '|---|---|---|', ...rows].join('\n')
}
