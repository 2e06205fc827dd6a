import { readFileSync } from 'node:fs'
import { formatMoney } from '@tributary/protocol/money'
import type { Plan, PlanFinding } from '@tributary/protocol/plan'
import { plan as planSchema } from '@tributary/protocol/plan.schema'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { PastSalePage, SimulationReport } from '@tributary/protocol/sale'
import { readPastSales } from '../core/past-sales-csv.ts'
import { Simulation } from '../core/plan-simulation.ts'
import { currencyDigits } from '../core/program.ts'
import { simulationCsv } from '../core/simulation-csv.ts'
import { type Arguments, type Command, flag, table, value } from './command.ts'
import { UsageError } from './environment.ts'
import { fileText } from './file.ts'
import type { StaffClient } from './staff-client.ts'

const MOST_SHOWN = 20
const TOLD_EVERY = 5_000

/** `tributary plan simulate`: past sales come page by page, and are replayed here; nothing is stored anywhere. */
export const SIMULATE_COMMANDS: Readonly<Record<string, Command>> = {
  'plan simulate': {
    usage: 'plan simulate <plan.json> [--from 2026-10-01] [--to 2026-11-01] [--orders orders.csv --sponsors sponsors.csv] [--csv]',
    summary: 'Replay past sales through a draft of the plan: totals, breakage, and who would earn less',
    options: { from: 'value', to: 'value', orders: 'value', sponsors: 'value', csv: 'flag' },
    run: async (client, given) => {
      const draft = await linted(client, given)
      const { timeZone } = (await client.call('getProgram')) as ProgramPolicy
      const simulation = new Simulation(draft, timeZone)
      const [orders, sponsors] = [value(given, 'orders'), value(given, 'sponsors')]
      if ((orders === undefined) !== (sponsors === undefined)) throw new UsageError('An import takes both files: --orders and --sponsors.')
      if (orders !== undefined && sponsors !== undefined) replayFiles(simulation, orders, sponsors)
      else await replayStored(client, simulation, { from: value(given, 'from'), to: value(given, 'to') })
      const report = simulation.report()
      return flag(given, 'csv') ? { file: simulationCsv(report) } : report
    },
    print: (answer) => ((answer as { file?: string }).file ?? reportText(answer as SimulationReport)).trimEnd(),
  },
}

async function linted(client: StaffClient, given: Arguments): Promise<Plan> {
  const text = fileText(given)
  const document: unknown = JSON.parse(text)
  const { findings } = (await client.call('postLint', { body: JSON.stringify({ plan: document }) })) as { findings: PlanFinding[] }
  for (const { pointer, detail } of findings) process.stderr.write(`${pointer}: ${detail}\n`)
  return planSchema.parse(document)
}

async function replayStored(
  client: StaffClient,
  simulation: Simulation,
  range: { readonly from: string | undefined; readonly to: string | undefined },
): Promise<void> {
  const startedAt = performance.now()
  let [cursor, count, told] = [undefined as string | undefined, 0, 0]
  do {
    const { sales, next } = (await client.call('listSales', { query: { ...range, cursor } })) as PastSalePage
    for (const sale of sales) simulation.add(sale)
    count += sales.length
    cursor = next
    if (TOLD_EVERY <= count - told || (cursor === undefined && told > 0)) {
      told = count
      const perSecond = Math.round((count / (performance.now() - startedAt)) * 1_000)
      process.stderr.write(`${count} sales, ${perSecond} per second\n`)
    }
  } while (cursor !== undefined)
}

function replayFiles(simulation: Simulation, orders: string, sponsors: string): void {
  const sales = readPastSales(readFile(orders), readFile(sponsors))
  if (!sales.ok) {
    const rows = sales.error.map(({ line, column, reason }) => `  line ${line}${column === '' ? '' : `, ${column}`}: ${reason}`)
    throw new UsageError(['The sales cannot be read; nothing was replayed.', ...rows].join('\n'))
  }
  for (const sale of sales.value) simulation.add(sale)
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** What came of a replay, as lines for a person. */
export function reportText({ sales, totals, unknownCurrency, differences }: SimulationReport): string {
  if (sales === 0) return 'There are no sales in this time.'
  const money = (currency: string, amountMinor: number) => formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')
  const sums = totals.map(({ currency, baseMinor, liveMinor, draftMinor, breakageMinor }) => [
    currency,
    money(currency, baseMinor),
    money(currency, liveMinor),
    money(currency, draftMinor),
    money(currency, draftMinor - liveMinor),
    money(currency, breakageMinor),
  ])
  const rows = differences
    .slice(0, MOST_SHOWN)
    .map(({ affiliate, currency, liveMinor, draftMinor, differenceMinor }) => [
      affiliate,
      money(currency, liveMinor),
      money(currency, draftMinor),
      money(currency, differenceMinor),
    ])
  const unknown = Object.entries(unknownCurrency).map(
    ([currency, count]) => `${count} sales in ${currency} would pay nothing: the draft does not know it.`,
  )
  const more = differences.length > MOST_SHOWN ? [`… and ${differences.length - MOST_SHOWN} more; --json lists them all.`] : []
  return [
    `${sales} sales were replayed. Live is what they paid, draft what they would.`,
    '',
    table(['currency', 'base', 'live', 'draft', 'difference', 'breakage'], sums),
    ...unknown,
    '',
    'By affiliate, whoever loses most first:',
    table(['affiliate', 'live', 'draft', 'difference'], rows),
    ...more,
  ].join('\n')
}
