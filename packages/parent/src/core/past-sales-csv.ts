import type { RowNote } from '@tributary/protocol/catalogue'
import { currencyExponent } from '@tributary/protocol/currency'
import { normalizeCode } from '@tributary/protocol/id'
import { fromDecimal } from '@tributary/protocol/money'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { PastLine, PastSale } from '@tributary/protocol/sale'
import { type CsvRow, readCsv } from './csv.ts'

const ORDER_COLUMNS = ['order', 'placed_at', 'affiliate', 'currency', 'offer', 'quantity', 'base'] as const
const SPONSOR_COLUMNS = ['affiliate', 'sponsor'] as const
const MOST_LEVELS = 50

/**
 * Past sales of another system: one row a line of an order (`order, placed_at, affiliate, currency, offer, quantity, base`, and where they are known
 * `kind, collections` with `;` between, `paid` with what the line paid its affiliate), and one row an affiliate (`affiliate, sponsor`). Bases are decimals, net of tax.
 * Nothing is taken where a row is wrong; all wrong rows are named.
 */
export function readPastSales(ordersCsv: string, sponsorsCsv: string): Result<PastSale[], RowNote[]> {
  const orders = readTable(ordersCsv, ORDER_COLUMNS)
  const sponsors = readTable(sponsorsCsv, SPONSOR_COLUMNS)
  if (!orders.ok) return orders
  if (!sponsors.ok) return sponsors
  const sponsorOf = new Map(sponsors.value.map((row) => [code(row, 'affiliate'), code(row, 'sponsor')]))
  const bad = orders.value.flatMap((row) => problemsOf(row))
  const loop = [...sponsorOf.keys()].find((affiliate) => MOST_LEVELS < uplineOf(sponsorOf, affiliate).length)
  if (loop !== undefined)
    bad.push({ line: 1, column: 'sponsor', reason: `${loop} has itself, or more than ${MOST_LEVELS} sponsors, above it.` })
  if (bad.length > 0) return fail(bad)

  const sales = new Map<string, PastSale>()
  for (const row of orders.value) {
    const order = cell(row, 'order')
    const known = sales.get(order)
    const direct = known?.direct ?? code(row, 'affiliate')
    const currency = known?.currency ?? cell(row, 'currency')
    const lines = [...(known?.lines ?? []), lineOf(row, currency, (known?.lines.length ?? 0) + 1)]
    const paidMinor = (known?.earned[direct] ?? 0) + (minor(row, 'paid', currency) ?? 0)
    sales.set(order, {
      order,
      placedAt: known?.placedAt ?? new Date(cell(row, 'placed_at')).toISOString(),
      currency,
      lines,
      direct,
      upline: uplineOf(sponsorOf, direct),
      inactive: [],
      isNetworkPurchase: false,
      earned: paidMinor > 0 ? { [direct]: paidMinor } : {},
    })
  }
  return ok([...sales.values()].sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1)))
}

function readTable(text: string, columns: readonly string[]): Result<readonly CsvRow[], RowNote[]> {
  const file = readCsv(text)
  if (!file.ok) return fail([file.error])
  const { header, rows, bad } = file.value
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0)
    return fail([{ line: 1, column: missing[0] ?? '', reason: `The header lacks ${missing.join(', ')}; it needs ${columns.join(', ')}.` }])
  return bad.length > 0 ? fail([...bad]) : ok(rows)
}

function problemsOf(row: CsvRow): RowNote[] {
  const note = (column: string, reason: string): RowNote => ({ line: row.line, column, reason })
  const currency = cell(row, 'currency')
  const isCurrency = currencyExponent(currency) !== undefined
  return [
    ...(cell(row, 'order') === '' ? [note('order', 'An order has a number.')] : []),
    ...(code(row, 'affiliate') === '' ? [note('affiliate', 'A sale names the affiliate that made it.')] : []),
    ...(Number.isNaN(Date.parse(cell(row, 'placed_at'))) ? [note('placed_at', 'An instant, like 2026-11-01T12:00:00Z.')] : []),
    ...(isCurrency ? [] : [note('currency', 'A code of ISO 4217, like EUR.')]),
    ...(/^[1-9]\d{0,8}$/.test(cell(row, 'quantity')) ? [] : [note('quantity', 'A whole number from 1 on.')]),
    ...(isCurrency && minor(row, 'base', currency) === undefined ? [note('base', `An amount in ${currency} that is not negative.`)] : []),
    ...(isCurrency && cell(row, 'paid') !== '' && minor(row, 'paid', currency) === undefined
      ? [note('paid', `An amount in ${currency} that is not negative.`)]
      : []),
  ]
}

function lineOf(row: CsvRow, currency: string, line: number): PastLine {
  const kind = cell(row, 'kind') === 'service' ? 'service' : 'product'
  const collections = cell(row, 'collections')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  return {
    line,
    baseMinor: minor(row, 'base', currency) ?? 0,
    quantity: Number(cell(row, 'quantity')),
    handle: cell(row, 'offer'),
    collections,
    kind,
  }
}

function uplineOf(sponsorOf: ReadonlyMap<string, string>, affiliate: string): string[] {
  const upline: string[] = []
  for (let next = sponsorOf.get(affiliate); next && upline.length <= MOST_LEVELS; next = sponsorOf.get(next)) upline.push(next)
  return upline
}

const cell = ({ cells }: CsvRow, column: string): string => cells.get(column)?.trim() ?? ''
const code = (row: CsvRow, column: string): string => normalizeCode(cell(row, column))
const minor = (row: CsvRow, column: string, currency: string): number | undefined =>
  fromDecimal(cell(row, column), currencyExponent(currency) ?? 0)
