import type { Downline, OwnAccount, OwnOrder, OwnOrderPage } from '@tributary/protocol/own-account'
import { ownCommissionsQuery, ownOrdersQuery } from '@tributary/protocol/own-account.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { balanceView, downlineView, ownOrder } from '../core/own-account.ts'
import { lastMonths, monthOf, startOfMonth } from '../core/period.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { KeyHolder } from '../store/affiliate-keys.ts'
import { balancesOf, comingTo, earningsByLevel, levelsBelow, type MonthRow, monthsOf, newestBelow, ordersOf } from '../store/own-account.ts'
import type { Program } from '../store/programs.ts'
import { cursorOf, readCommissions, readOwnExplanation } from './commissions.ts'
import type { AffiliateRoute, Parent } from './route.ts'
import { readStatement, readStatements } from './statements.ts'

const NEWEST_MEMBERS = 20
const MONTHS_SHOWN = 12

/** `GET /v1/affiliate/balance`. */
export const getBalance =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate }) =>
    json(await readAccount(parent, program, affiliate))

/** `GET /v1/affiliate/commissions`: newest first, by order, state or level, by cursor. */
export const listOwnCommissions =
  (parent: Parent): AffiliateRoute =>
  async ({ url, program, affiliate: { affiliateId } }) => {
    const query = parseQuery(url, ownCommissionsQuery)
    if (!query.ok) return query.error
    const page = await readCommissions(parent, program, query.value, affiliateId)
    return page.ok ? json(page.value) : page.error
  }

/** `GET /v1/affiliate/commissions/:id`: why it is what it is. Somebody else's is unknown here. */
export const explainOwnCommission =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate, parameters: { id = '' } }) => {
    const explanation = await readOwnExplanation(parent, program, affiliate.affiliateId, id)
    if (explanation) return json(explanation)
    return problemResponse('commission_unknown', { detail: `No commission of yours is called “${id}”.` })
  }

/** `GET /v1/affiliate/statements`: the closed ones, oldest first. */
export const listOwnStatements =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate }) =>
    json({ statements: await readStatements(parent, program, affiliate.affiliateId, null) })

/** `GET /v1/affiliate/statements/:period/:currency`: a closed statement, or what an open month says so far. */
export const showOwnStatement =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate, parameters: { period = '', currency = '' } }) => {
    const statement = await readStatement(parent, program, affiliate, period, currency)
    return statement
      ? json(statement)
      : problemResponse('statement_unknown', { detail: `You have no statement in ${currency} for ${period}.` })
  }

/** `GET /v1/affiliate/orders`: newest first, by cursor. */
export const listOwnOrders =
  (parent: Parent): AffiliateRoute =>
  async ({ url, program, affiliate }) => {
    const query = parseQuery(url, ownOrdersQuery)
    if (!query.ok) return query.error
    const page = await readOrders(parent, program, affiliate, query.value)
    return page.ok ? json(page.value) : page.error
  }

/** `GET /v1/affiliate/downline`. */
export const getDownline =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate }) =>
    json(await readDownline(parent, program, affiliate))

/** Where an affiliate's account stands now. An affiliate that never earned has the program's currency, at nothing. */
export async function readAccount(
  { database, now }: Parent,
  { programId, policy }: Program,
  { affiliateId, code, name, state }: KeyHolder,
): Promise<OwnAccount> {
  const rows = await balancesOf(database, programId, affiliateId)
  const coming = await comingTo(database, programId, affiliateId)
  const balances = rows.length > 0 ? rows : [{ currency: policy.currency, pendingMinor: 0, heldMinor: 0, payableMinor: 0 }]
  return { affiliate: code, name, state, balances: balances.map((row) => balanceView(policy, row, coming, now())) }
}

/** Orders of an affiliate, a page of them. */
export async function readOrders(
  { database }: Parent,
  { programId, policy }: Program,
  { affiliateId }: KeyHolder,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Result<OwnOrderPage, Response>> {
  const before = cursorOf(cursor)
  if (!before.ok) return fail(before.error)
  const rows = await ordersOf(database, programId, affiliateId, before.value, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return ok({ orders: page.map((row) => ownOrder(policy, row)), ...(limit < rows.length && last && { next: String(last.orderKey) }) })
}

/** An order that an affiliate sold itself, by its number. */
export async function readOrder(
  { database }: Parent,
  { programId, policy }: Program,
  { affiliateId }: KeyHolder,
  number: string,
): Promise<OwnOrder | undefined> {
  const [row] = await ordersOf(database, programId, affiliateId, undefined, 1, number)
  return row && ownOrder(policy, row)
}

/** What moved an affiliate's money in the last twelve months, each month of them, for every currency that moved at all. */
export async function readMonths(
  { database, now }: Parent,
  { programId, policy: { timeZone } }: Program,
  { affiliateId }: KeyHolder,
): Promise<{ readonly currency: string; readonly months: readonly Omit<MonthRow, 'currency'>[] }[]> {
  const months = lastMonths(monthOf(now(), timeZone), MONTHS_SHOWN)
  const since = startOfMonth(months[0] ?? '', timeZone)
  const rows = await monthsOf(database, programId, affiliateId, timeZone, since)
  const nothing = { earnedMinor: 0, takenBackMinor: 0, paidOutMinor: 0 }
  return [...new Set(rows.map(({ currency }) => currency))].map((currency) => ({
    currency,
    months: months.map((month) => ({ ...nothing, ...rows.find((row) => row.month === month && row.currency === currency), month })),
  }))
}

/** An affiliate's network. */
export async function readDownline({ database }: Parent, { programId }: Program, { affiliateId }: KeyHolder): Promise<Downline> {
  const levels = await levelsBelow(database, programId, affiliateId)
  const earnings = await earningsByLevel(database, programId, affiliateId)
  return downlineView(levels, earnings, await newestBelow(database, programId, affiliateId, NEWEST_MEMBERS))
}
