import { newCode, newId, normalizeCode } from '@tributary/protocol/id'
import { sumMinor } from '@tributary/protocol/money'
import { type Payout, type PayoutEvent, payoutStateAfter, type SkippedPayout } from '@tributary/protocol/payout'
import { movePayout as movePayoutBody, newBatch, payoutsQuery } from '@tributary/protocol/payout.schema'
import type { Refusal } from '../core/order.ts'
import { decideMove, decidePayout } from '../core/payout.ts'
import { payoutEntries } from '../core/settlement.ts'
import { json } from '../http/json.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode, affiliatesNamed } from '../store/affiliates.ts'
import type { Queryable } from '../store/database.ts'
import { postTransactions } from '../store/ledger.ts'
import { addPayout, affiliatesWithPayable, lockPayable, lockPayouts, owedTo } from '../store/payout-drafts.ts'
import { listPayouts, lockTaken, movePayout, owedFor, type PayoutRow, payoutsForChange } from '../store/payouts.ts'
import type { Program } from '../store/programs.ts'
import type { Parent, StaffCall, StaffRoute } from './route.ts'

/** `GET /v1/admin/payouts`: newest first, by batch, affiliate or state. */
export const getPayouts =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, payoutsQuery)
    if (!query.ok) return query.error
    const { batch, affiliate: code, state } = query.value
    const affiliate = code === undefined ? undefined : await affiliateByCode(parent.database, program.programId, normalizeCode(code))
    if (code !== undefined && !affiliate) return problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
    const filter = { batch: batch && normalizeCode(batch), affiliateId: affiliate?.affiliateId, state }
    return json({ payouts: (await listPayouts(parent.database, program.programId, filter)).map(asPayout) })
  }

/** `POST /v1/admin/payouts`: drafts a batch. Nothing leaves before it was approved with another key and sent. */
export const postPayouts =
  (parent: Parent): StaffRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, newBatch, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { policy, programId } = call.program
    const { currency = policy.currency, affiliates: codes } = parsed.value
    const named =
      codes === undefined
        ? null
        : (await affiliatesNamed(parent.database, programId, { codes, ids: [], keys: [], siteKeys: [] })).affiliates
    const unknown = codes?.find((code) => !named?.some((one) => one.code === code))
    if (unknown !== undefined)
      return problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${unknown}. Nothing was drafted.` })
    const keys = named?.map(({ affiliateId }) => affiliateId) ?? null
    return json(await parent.database.transaction((transaction) => draftBatch(transaction, parent, call, currency, keys)), 201)
  }

/** `POST /v1/admin/payouts/:id/approve`, `/send`, `/settle`, `/fail` and `/withdraw`: one payout, or all of a batch that can; all or none. */
export const changePayouts =
  (parent: Parent, event: PayoutEvent): StaffRoute =>
  async ({ request, program, actor, parameters: { id: name = '' } }) => {
    const parsed = await parseBody(request, movePayoutBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { reason = '' } = parsed.value
    const batch = normalizeCode(name)
    const refusal = await parent.database.transaction(async (transaction): Promise<Refusal | undefined> => {
      await lockPayouts(transaction, program.programId)
      const found = await payoutsForChange(transaction, program.programId, name.startsWith('pay_') ? name : batch)
      if (found.length === 0) return { code: 'payout_unknown', detail: `No payout and no batch is called “${name}”.` }
      const able = found.filter(({ state }) => payoutStateAfter(state, event))
      await lockTaken(
        transaction,
        program.programId,
        able.map(({ payoutKey }) => payoutKey),
      )
      const decided = []
      for (const payout of able.length > 0 ? able : found.slice(0, 1)) {
        const owedMinor = event === 'approve' || event === 'send' ? await owedFor(transaction, program.programId, payout.payoutKey) : 0
        const move = decideMove(payout, { event, actor, owedMinor })
        if (!move.ok) return move.error
        decided.push({ payout, move: move.value })
      }
      for (const { payout, move } of decided) await store(transaction, program, payout, { ...move, event, actor, reason, at: parent.now() })
      return undefined
    })
    if (refusal) return problemResponse(refusal.code, refusal)
    const payouts = await listPayouts(parent.database, program.programId, {})
    return json({ payouts: payouts.filter((one) => one.id === name || one.batch === batch).map(asPayout) })
  }

async function draftBatch(transaction: Queryable, parent: Parent, { program, actor }: StaffCall, currency: string, named: number[] | null) {
  const { programId, policy } = program
  const batch = newCode()
  await lockPayouts(transaction, programId)
  const keys = named ?? (await affiliatesWithPayable(transaction, programId, currency, null))
  const payable = await lockPayable(transaction, programId, currency, keys)
  const skipped: SkippedPayout[] = []
  for (const owed of await owedTo(transaction, programId, currency, keys, payable)) {
    const decision = decidePayout(owed, currency, policy.payout?.minimumMinor?.[currency] ?? 1)
    const { affiliateId, code: affiliate, balanceMinor: payableMinor } = owed
    if ('why' in decision) skipped.push({ affiliate, payableMinor, why: decision.why })
    else {
      const { amountMinor } = decision
      const payout = { id: newId('payout'), batch, affiliateId, currency, amountMinor, madeBy: actor, madeAt: parent.now() }
      await addPayout(transaction, programId, payout, payable)
    }
  }
  const payouts = (await listPayouts(transaction, programId, { batch })).map(asPayout)
  return { batch, currency, totalMinor: sumMinor(payouts.map(({ amountMinor }) => amountMinor)), payouts, skipped }
}

interface Step {
  readonly event: PayoutEvent
  readonly to: Payout['state']
  readonly amountMinor: number
  readonly actor: string
  readonly reason: string
  readonly at: Date
}

async function store(
  transaction: Queryable,
  { programId }: Program,
  payout: PayoutRow,
  { event, to, amountMinor, actor, reason, at }: Step,
): Promise<void> {
  await movePayout(transaction, programId, payout, {
    to,
    amountMinor,
    approvedBy: event === 'approve' ? actor : undefined,
    sentAt: event === 'send' ? at : undefined,
    endedAt: event === 'send' || event === 'approve' ? undefined : at,
    reason,
  })
  const posted = payoutEntries(event, { ...payout, amountMinor })
  if (posted) await postTransactions(transaction, programId, at, [posted])
}

const asPayout = ({ affiliateCode, affiliateName, approvedBy, sentAt, endedAt, madeAt, ...row }: PayoutRow): Payout => ({
  id: row.id,
  batch: row.batch,
  affiliate: affiliateCode,
  name: affiliateName,
  currency: row.currency,
  amountMinor: row.amountMinor,
  commissions: row.commissions,
  state: row.state,
  madeBy: row.madeBy,
  madeAt: madeAt.toISOString(),
  ...(approvedBy !== null && { approvedBy }),
  ...(sentAt && { sentAt: sentAt.toISOString() }),
  ...(endedAt && { endedAt: endedAt.toISOString() }),
  reason: row.reason,
})
