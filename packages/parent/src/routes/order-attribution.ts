import { normalizeCode } from '@tributary/protocol/id'
import { type AttributionRecord, explain } from '../core/explanation.ts'
import { json } from '../http/json.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliatesNamed } from '../store/affiliates.ts'
import { orderByName } from '../store/order-reads.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `GET /v1/admin/orders/:id/attribution`, by id or number: who was attributed the order and why, whole. */
export const explainOrder =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id: name = '' } }) => {
    const order = await orderByName(parent.database, program.programId, name, normalizeCode(name))
    if (!order) return problemResponse('order_unknown', { detail: `No order is called “${name}”.` })

    const record = order.attribution as unknown as AttributionRecord
    const ids = record.candidates.flatMap(({ affiliateId }) => affiliateId ?? [])
    const { affiliates } = await affiliatesNamed(parent.database, program.programId, { codes: [], ids, keys: [], siteKeys: [] })
    const { id: orderId, number, siteKey, siteName, siteOwner, consent, flags, placedAt, test } = order
    const explanation = explain(record, {
      orderId,
      number,
      placedAt,
      site: siteKey ? { key: siteKey, name: siteName ?? '', ...(siteOwner !== null && { affiliate: siteOwner }) } : undefined,
      consent,
      flags,
      timeZone: program.policy.timeZone,
      test,
      affiliates: new Map(affiliates.map(({ id, code, name }) => [id, { code, name }])),
    })
    return json(explanation)
  }
