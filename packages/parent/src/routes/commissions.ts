import type { CommissionExplanation, CommissionPage, CommissionState } from '@tributary/protocol/commission'
import { commissionsQuery } from '@tributary/protocol/commission.schema'
import { normalizeCode } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type ExplainedCommission, explainCommission } from '../core/commission-explanation.ts'
import { commissionView } from '../core/commission-view.ts'
import { ownExplanation } from '../core/own-account.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { commissionById, commissionsPage } from '../store/commission-reads.ts'
import { checkLedger } from '../store/ledger-check.ts'
import type { Program } from '../store/programs.ts'
import type { Parent, StaffRoute } from './route.ts'

/** What commissions are asked for by, once it was read. */
export interface CommissionsQuery {
  readonly order?: string | undefined
  readonly state?: CommissionState | undefined
  readonly level?: number | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** `GET /v1/admin/commissions`: newest first, by order, affiliate or state, by cursor. */
export const listCommissions =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, commissionsQuery)
    if (!query.ok) return query.error
    const { affiliate: code, ...rest } = query.value
    const affiliate = code === undefined ? undefined : await affiliateByCode(parent.database, program.programId, normalizeCode(code))
    if (code !== undefined && !affiliate) return problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
    const page = await readCommissions(parent, program, rest, affiliate?.affiliateId)
    return page.ok ? json(page.value) : page.error
  }

/** Commissions of one affiliate, or of all, a page of them. */
export async function readCommissions(
  { database }: Parent,
  { programId }: Program,
  { order, state, level, cursor, limit }: CommissionsQuery,
  affiliateId: number | undefined,
): Promise<Result<CommissionPage, Response>> {
  const before = cursorOf(cursor)
  if (!before.ok) return fail(before.error)
  const named = order === undefined ? undefined : { id: order, number: normalizeCode(order) }
  const rows = await commissionsPage(database, programId, { affiliateId, order: named, state, level, before: before.value }, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return ok({ commissions: page.map(commissionView), ...(limit < rows.length && last && { next: String(last.commissionKey) }) })
}

/** The internal key after which a page begins; nothing for the first page. */
export function cursorOf(cursor: string | undefined): Result<number | undefined, Response> {
  const before = cursor === undefined ? undefined : Number(cursor)
  if (before === undefined || Number.isSafeInteger(before)) return ok(before)
  return fail(problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] }))
}

/** Why a commission of an affiliate is what it is; nothing of somebody else's. */
export async function readOwnExplanation(
  { database }: Parent,
  { programId }: Program,
  affiliateId: number,
  id: string,
): Promise<CommissionExplanation | undefined> {
  const row = await commissionById(database, programId, id)
  return row?.affiliateId === affiliateId ? ownExplanation(explainCommission(row as ExplainedCommission)) : undefined
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
