import { currencyExponent } from '@tributary/protocol/currency'
import { newId, normalizeCode } from '@tributary/protocol/id'
import type { AccountSplit, Statement, StatementList } from '@tributary/protocol/statement'
import { statementsQuery } from '@tributary/protocol/statement.schema'
import type { Refusal } from '../core/order.ts'
import { monthOf, nextMonth, startOfMonth } from '../core/period.ts'
import { commit, entryOf, hashOf } from '../core/statement.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import type { Queryable } from '../store/database.ts'
import type { Program } from '../store/programs.ts'
import {
  addStatement,
  closePeriod,
  firstTransactionAt,
  lastClosed,
  lastHashes,
  lockPeriods,
  movementsIn,
  type SplitRow,
  type StatementRow,
  splitsAt,
  storedStatements,
} from '../store/statements.ts'
import type { Parent, StaffRoute } from './route.ts'

const NOTHING: AccountSplit = { pendingMinor: 0, heldMinor: 0, payableMinor: 0 }

/** `GET /v1/admin/statements`: the closed ones, oldest first. */
export const listStatements =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const { programId } = program
    const query = parseQuery(url, statementsQuery)
    if (!query.ok) return query.error
    const { affiliate: code, period = null } = query.value
    const affiliate = code === undefined ? undefined : await affiliateByCode(parent.database, programId, normalizeCode(code))
    if (code !== undefined && !affiliate) return problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
    return json({ statements: await readStatements(parent, program, affiliate?.affiliateId ?? null, period) })
  }

/** The heads of closed statements, of one affiliate or of all. */
export async function readStatements(
  { database }: Parent,
  { programId }: Program,
  affiliateId: number | null,
  period: string | null,
): Promise<StatementList['statements']> {
  const rows = await storedStatements(database, programId, affiliateId, period)
  return rows.map(asStatement).map(({ lines: _, ...head }) => head)
}

/** `GET /v1/admin/statements/:affiliate/:period/:currency`: a closed statement, or what an open month says so far. */
export const showStatement =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { affiliate: code = '', period = '', currency = '' } }) => {
    const affiliate = await affiliateByCode(parent.database, program.programId, normalizeCode(code))
    if (!affiliate) return problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
    const statement = await readStatement(parent, program, affiliate, period, currency)
    if (statement) return json(statement)
    return problemResponse('statement_unknown', { detail: `${affiliate.code} has no statement in ${currency} for ${period}.` })
  }

/** A closed statement as it was written, or what an open month says so far; nothing of a month that is still to come. */
export async function readStatement(
  { database, now }: Parent,
  program: Program,
  affiliate: { readonly affiliateId: number; readonly code: string },
  period: string,
  currency: string,
): Promise<Statement | undefined> {
  const { programId, policy } = program
  const rows = await storedStatements(database, programId, affiliate.affiliateId, period)
  const closed = rows.find((row) => row.currency === currency)
  if (closed) return asStatement(closed)
  if (!isMonth(period) || currencyExponent(currency) === undefined) return undefined
  const isOpen = ((await lastClosed(database, programId)) ?? '') < period && period <= monthOf(now(), policy.timeZone)
  return isOpen ? openStatement(database, program, affiliate, period, currency) : undefined
}

/** `POST /v1/admin/periods/:period/close`: writes every affiliate's statement of a month that is over; months are closed one after the other. */
export const postClose =
  (parent: Parent): StaffRoute =>
  async ({ program, actor, parameters: { period = '' } }) => {
    const { programId, policy } = program
    const closedAt = parent.now()
    const outcome = await parent.database.transaction(async (transaction): Promise<Refusal | number> => {
      await lockPeriods(transaction, programId)
      const refusal = await refusalToClose(transaction, program, period, closedAt)
      if (refusal) return refusal
      const [from, endsAt] = [startOfMonth(period, policy.timeZone), startOfMonth(nextMonth(period), policy.timeZone)]
      await closePeriod(transaction, programId, { period, endsAt, closedAt, closedBy: actor })
      return writeStatements(transaction, program, period, from, endsAt)
    })
    if (typeof outcome === 'number') return json({ period, statements: outcome, closedAt: closedAt.toISOString() })
    return problemResponse(outcome.code, outcome)
  }

async function refusalToClose(
  transaction: Queryable,
  { programId, policy }: Program,
  period: string,
  now: Date,
): Promise<Refusal | undefined> {
  if (!isMonth(period)) return { code: 'period_open', detail: `“${period}” is no month; write it like 2026-11.` }
  if (monthOf(now, policy.timeZone) <= period) return { code: 'period_open', detail: `${period} is not over in ${policy.timeZone}.` }
  const last = await lastClosed(transaction, programId)
  if (last !== null && period <= last) return { code: 'period_closed', detail: `${period} was closed; the last closed month is ${last}.` }
  const first = last === null ? await firstTransactionAt(transaction, programId) : undefined
  const next = last === null ? first && monthOf(first, policy.timeZone) : nextMonth(last)
  if (next && next < period) return { code: 'period_open', detail: `${next} comes first: months are closed one after the other.` }
  return undefined
}

async function writeStatements(transaction: Queryable, { programId }: Program, period: string, from: Date, to: Date): Promise<number> {
  const movements = await movementsIn(transaction, programId, from, to, null)
  const openings = await splitsAt(transaction, programId, from, null)
  const closings = await splitsAt(transaction, programId, to, null)
  const hashes = await lastHashes(transaction, programId)
  for (const closing of closings) {
    const { affiliateId, affiliate, currency } = closing
    const isTheirs = (row: { readonly affiliateId: number; readonly currency: string }) =>
      row.affiliateId === affiliateId && row.currency === currency
    const previousHash = hashes.find(isTheirs)?.hash
    const lines = movements.filter(isTheirs).map((movement) => commit(movement.amountMinor, entryOf(movement)))
    const draft: Statement = {
      affiliate,
      currency,
      period,
      isOpen: false,
      opening: splitOf(openings.find(isTheirs)),
      closing: splitOf(closing),
      lines,
      ...(previousHash !== undefined && { previousHash }),
    }
    const { opening, closing: end } = draft
    const row = {
      id: newId('statement'),
      currency,
      period,
      opening,
      closing: end,
      lines,
      previousHash: previousHash ?? null,
      hash: hashOf(draft),
    }
    await addStatement(transaction, programId, affiliateId, row)
  }
  return closings.length
}

async function openStatement(
  database: Queryable,
  { programId, policy }: Program,
  { affiliateId, code: affiliate }: { readonly affiliateId: number; readonly code: string },
  period: string,
  currency: string,
): Promise<Statement> {
  const [from, to] = [startOfMonth(period, policy.timeZone), startOfMonth(nextMonth(period), policy.timeZone)]
  const inCurrency = <Row extends { readonly currency: string }>(rows: readonly Row[]) => rows.filter((row) => row.currency === currency)
  const movements = inCurrency(await movementsIn(database, programId, from, to, affiliateId))
  const opening = splitOf(inCurrency(await splitsAt(database, programId, from, affiliateId))[0])
  const closing = splitOf(inCurrency(await splitsAt(database, programId, to, affiliateId))[0])
  const lines = movements.map((movement) => ({ amountMinor: movement.amountMinor, entry: entryOf(movement) }))
  return { affiliate, currency, period, isOpen: true, opening, lines, closing }
}

const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text)

const splitOf = (row: SplitRow | undefined): AccountSplit =>
  row ? { pendingMinor: row.pendingMinor, heldMinor: row.heldMinor, payableMinor: row.payableMinor } : NOTHING

const asStatement = ({ previousHash, lines, ...row }: StatementRow): Statement => ({
  ...row,
  isOpen: false,
  lines: lines.map(({ amountMinor, commitment, salt, entry }) => ({
    amountMinor,
    commitment,
    ...(entry !== null && { entry }),
    ...(salt !== null && { salt }),
  })),
  ...(previousHash !== null && { previousHash }),
})
