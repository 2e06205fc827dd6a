import type { Stock, StockMovement } from '@tributary/protocol/stock'
import { stockCorrection, stockQuery } from '@tributary/protocol/stock.schema'
import { correctedStock } from '../core/stock-correction.ts'
import { json } from '../http/json.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { correctStock, lockStock, type MovementRow, movementsOf, type StockRow, stockBySku } from '../store/stock-movements.ts'
import type { Parent, StaffRoute } from './route.ts'

const SHOWN = 20

/** `GET /v1/admin/stock/:sku`: what is left, and the movements that made it so, newest first. */
export const getStock =
  (parent: Parent): StaffRoute =>
  async ({ url, program: { programId }, parameters: { sku = '' } }) => {
    const query = parseQuery(url, stockQuery)
    if (!query.ok) return query.error
    const { cursor, limit } = query.value
    const row = await stockBySku(parent.database, programId, sku)
    if (!row) return unknownSku(sku)
    const before = cursor === undefined ? undefined : Number(cursor)
    return json(stockView(row, await movementsOf(parent.database, programId, row.variantId, limit, before), limit))
  }

/** `POST /v1/admin/stock/:sku`: what staff counted, or what came or went, with the reason. Orders for the article wait for it. */
export const postStock =
  (parent: Parent): StaffRoute =>
  async ({ request, actor, program: { programId }, parameters: { sku = '' } }) => {
    const parsed = await parseBody(request, stockCorrection, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const row = await stockBySku(parent.database, programId, sku)
    if (!row) return unknownSku(sku)
    const { variantId } = row
    const refused = await parent.database.transaction(async (transaction) => {
      const locked = await lockStock(transaction, programId, variantId)
      const corrected = correctedStock({ sku, level: null, backorder: false, ...locked }, parsed.value)
      if (!corrected.ok) return corrected.error
      await correctStock(transaction, programId, { variantId, ...corrected.value, reason: parsed.value.reason, actor, at: parent.now() })
      return undefined
    })
    if (refused !== undefined) {
      const pointer = 'by' in parsed.value ? '/by' : '/level'
      return problemResponse('request_invalid', { detail: refused, errors: [{ pointer, detail: refused }] })
    }
    const now = await stockBySku(parent.database, programId, sku)
    return json(stockView(now ?? row, await movementsOf(parent.database, programId, variantId, SHOWN), SHOWN))
  }

const unknownSku = (sku: string): Response =>
  problemResponse('sku_unknown', {
    detail: `No article has the SKU “${sku.slice(0, 200)}”. A SKU is written as in the catalogue, capitals and all.`,
  })

function stockView({ sku, level, imported, backorder }: StockRow, movements: readonly MovementRow[], limit: number): Stock {
  const last = movements.at(-1)
  return {
    sku,
    ...(level !== null && { level }),
    backorder,
    ...(imported !== null && { imported }),
    movements: movements.map(movementView),
    ...(last && movements.length === limit && { next: String(last.movementId) }),
  }
}

const movementView = ({ quantity, level, cause, orderId, reason, actor, movedAt }: MovementRow): StockMovement => ({
  quantity,
  level,
  cause,
  ...(orderId !== null && { order: orderId }),
  ...(reason !== '' && { reason }),
  ...(actor !== '' && { actor }),
  at: movedAt.toISOString(),
})
