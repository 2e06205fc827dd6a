import { ORDER_EXPORT_COLUMNS, type OrderExportColumn, type OrderExportRow } from '@tributary/protocol/order-export'
import { orderExportQuery } from '@tributary/protocol/order-export.schema'
import { type CsvCell, csvText } from '../core/csv-cell.ts'
import { parseQuery } from '../http/parse.ts'
import { exportedLines } from '../store/order-export.ts'
import type { Parent, StaffRoute } from './route.ts'

const ORDERS_AT_ONCE = 500
const COLUMNS = Object.keys(ORDER_EXPORT_COLUMNS) as OrderExportColumn[]
const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const

/**
 * `GET /v1/admin/exports/orders`, streamed page by page: nothing is held but 500 orders, and no transaction is open while a reader is slow. The last record says in
 * `next` where the export after this one goes on; orders placed meanwhile are then in it.
 */
export const exportOrders =
  (parent: Parent): StaffRoute =>
  async ({ url, program: { programId } }) => {
    const query = parseQuery(url, orderExportQuery)
    if (!query.ok) return query.error
    const { since, format, after, tests } = query.value
    const filter = { since: new Date(since), after, withTests: tests === 'true' }
    const texts = format === 'csv' ? csvOf(parent, programId, filter) : linesOf(parent, programId, filter)
    return new Response(ReadableStream.from(encoded(texts)), {
      headers: {
        'Content-Type': TYPES[format],
        'Content-Disposition': `attachment; filename="orders.${format}"`,
        'Cache-Control': 'no-store',
      },
    })
  }

type Filter = Parameters<typeof exportedLines>[2]

async function* pages(parent: Parent, programId: number, filter: Filter) {
  let { after } = filter
  for (;;) {
    const lines = await exportedLines(parent.database, programId, { ...filter, after }, ORDERS_AT_ONCE)
    if (lines.length === 0) return
    after = lines.at(-1)?.orderKey ?? after
    yield { rows: lines satisfies readonly OrderExportRow[], after }
  }
}

async function* csvOf(parent: Parent, programId: number, filter: Filter): AsyncGenerator<string> {
  yield csvText([COLUMNS])
  for await (const { rows } of pages(parent, programId, filter))
    yield csvText(rows.map((row) => COLUMNS.map((column) => cellOf(row[column]))))
}

async function* linesOf(parent: Parent, programId: number, filter: Filter): AsyncGenerator<string> {
  let next = filter.after
  for await (const { rows, after } of pages(parent, programId, filter)) {
    next = after
    yield rows.map((row) => `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, row[column]])))}\n`).join('')
  }
  yield `${JSON.stringify({ next })}\n`
}

function cellOf(value: OrderExportRow[OrderExportColumn]): CsvCell {
  if (typeof value === 'number') return { number: String(value) }
  if (value instanceof Date) return value.toISOString()
  return value === null ? '' : String(value)
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const text of texts) yield encoder.encode(text)
}
