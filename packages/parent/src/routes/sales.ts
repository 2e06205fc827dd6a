import type { PastSale } from '@tributary/protocol/sale'
import { pastSalesQuery } from '@tributary/protocol/sale.schema'
import { startOfDay } from '../core/period.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { type PastSaleRow, pastSales } from '../store/sales.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `GET /v1/admin/sales`: paid orders of affiliates as a plan sees them, oldest first, by cursor; what a draft of a plan is tried on. */
export const listSales =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, pastSalesQuery)
    if (!query.ok) return query.error
    const { from, to, cursor, limit } = query.value
    const after = cursor === undefined ? undefined : Number(cursor)
    if (after !== undefined && !Number.isSafeInteger(after)) {
      return problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] })
    }
    const { timeZone } = program.policy
    const instant = (day: string | undefined) => (day === undefined ? undefined : startOfDay(day, timeZone))
    const range = { from: instant(from), to: instant(to), after }
    const rows = await pastSales(parent.database, program.programId, range, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return json({ sales: page.map(asSale), ...(limit < rows.length && last && { next: String(last.orderKey) }) })
  }

const asSale = ({ orderKey: _, placedAt, customer, ...row }: PastSaleRow): PastSale => ({
  ...row,
  placedAt: placedAt.toISOString(),
  ...(customer !== null && { customer }),
})
