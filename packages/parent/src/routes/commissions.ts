import { commissionsQuery } from '@tributary/protocol/commission.schema'
import { normalizeCode } from '@tributary/protocol/id'
import { type ExplainedCommission, explainCommission } from '../core/commission-explanation.ts'
import { commissionView } from '../core/commission-view.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { commissionById, commissionsPage } from '../store/commission-reads.ts'
import { checkLedger } from '../store/ledger-check.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `GET /v1/admin/commissions`: newest first, by order, affiliate or state, by cursor. */
export const listCommissions =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, commissionsQuery)
    if (!query.ok) return query.error
    const { order, affiliate: code, state, cursor, limit } = query.value
    const before = cursor === undefined ? undefined : Number(cursor)
    if (before !== undefined && !Number.isSafeInteger(before)) {
      return problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] })
    }
    const affiliate = code === undefined ? undefined : await affiliateByCode(parent.database, program.programId, normalizeCode(code))
    if (code !== undefined && !affiliate) return problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
    const filter = {
      affiliateId: affiliate?.affiliateId,
      order: order === undefined ? undefined : { id: order, number: normalizeCode(order) },
      state,
      before,
    }
    const rows = await commissionsPage(parent.database, program.programId, filter, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return json({ commissions: page.map(commissionView), ...(limit < rows.length && last && { next: String(last.commissionKey) }) })
  }

/** `GET /v1/admin/commissions/:id`: why it is what it is. */
export const showCommission =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const row = await commissionById(parent.database, program.programId, id)
    return row
      ? json(explainCommission(row as ExplainedCommission))
      : problemResponse('commission_unknown', { detail: `No commission is called “${id}”.` })
  }

/** `GET /v1/admin/ledger/check`: replays the ledger and compares. */
export const getLedgerCheck =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json(await checkLedger(parent.database, program.programId))
