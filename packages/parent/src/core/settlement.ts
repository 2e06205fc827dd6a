import { newId } from '@tributary/protocol/id'
import { type AccountKind, POSTINGS, type TransactionKind } from '@tributary/protocol/ledger'
import type { PayoutEvent } from '@tributary/protocol/payout'
import type { Plan, Qualification } from '@tributary/protocol/plan'
import type { Posting } from './commission.ts'

/** An entry as the ledger takes it. */
export interface DraftEntry {
  readonly account: Posting['debit']
  readonly affiliateId: number | null
  readonly currency: string
  readonly side: 'debit' | 'credit'
  readonly amountMinor: number
  readonly commissionKey: number | null
}

/** The transactions of one cause: one for each kind, each posting as two entries, those of the parent's own accounts summed up. */
export function transactionsOf(cause: string, orderId: string, currency: string, postings: readonly Posting[]) {
  const kinds = [...new Set(postings.map(({ kind }) => kind))]
  return kinds.map((kind) => {
    const own = postings.filter((posting) => posting.kind === kind)
    return {
      id: newId('transaction'),
      kind,
      cause,
      ...(isCorrection(kind) && { corrects: { cause: orderCause(orderId), kind: 'commission_created' as const } }),
      entries: [...summed(own, 'debit', currency), ...summed(own, 'credit', currency)],
    }
  })
}

/** What a transaction that comes from the order itself is caused by. */
export const orderCause = (orderId: string): string => `order:${orderId}`

const isCorrection = (kind: TransactionKind): boolean => kind === 'commission_reversed' || kind === 'commission_reinstated'

function summed(postings: readonly Posting[], side: 'debit' | 'credit', currency: string): DraftEntry[] {
  const entries = new Map<string, DraftEntry>()
  for (const posting of postings) {
    const account = posting[side]
    const isOwn = account === 'commission_expense'
    const entry = {
      account,
      affiliateId: isOwn ? null : posting.affiliateId,
      currency,
      side,
      amountMinor: posting.amountMinor,
      commissionKey: isOwn ? null : posting.commissionKey,
    }
    const name = isOwn ? account : `${account} ${posting.commissionKey}`
    const before = entries.get(name)
    entries.set(name, before ? { ...before, amountMinor: before.amountMinor + posting.amountMinor } : entry)
  }
  return [...entries.values()]
}

const PAYOUT_POSTINGS: Partial<Record<PayoutEvent, TransactionKind>> = {
  send: 'payout_sent',
  settle: 'payout_settled',
  fail: 'payout_failed',
}

/** The transaction of a payout's event, where money moves by it. */
export function payoutEntries(
  event: PayoutEvent,
  {
    id,
    affiliateId,
    currency,
    amountMinor,
  }: { readonly id: string; readonly affiliateId: number; readonly currency: string; readonly amountMinor: number },
) {
  const kind = PAYOUT_POSTINGS[event]
  if (!kind) return undefined
  const entry = (side: 'debit' | 'credit'): DraftEntry => {
    const account = POSTINGS[kind][side] as AccountKind
    return { account, affiliateId: account === 'bank' ? null : affiliateId, currency, side, amountMinor, commissionKey: null }
  }
  const corrects = kind === 'payout_failed' ? { corrects: { cause: `payout:${id}`, kind: 'payout_sent' as const } } : {}
  return { id: newId('transaction'), kind, cause: `payout:${id}`, ...corrects, entries: [entry('debit'), entry('credit')] }
}

/** The transaction that writes off what affiliates owe beyond the program's floor. */
export function writeOffEntries(
  cause: string,
  currency: string,
  owed: readonly { readonly affiliateId: number; readonly amountMinor: number }[],
) {
  const { debit, credit } = POSTINGS.receivable_written_off
  const entries = owed.flatMap(({ affiliateId, amountMinor }): DraftEntry[] => [
    { account: debit, affiliateId: null, currency, side: 'debit', amountMinor, commissionKey: null },
    { account: credit, affiliateId, currency, side: 'credit', amountMinor, commissionKey: null },
  ])
  return { id: newId('transaction'), kind: 'receivable_written_off' as const, cause, entries }
}

/** How many levels somebody's sales opened. Without a qualification everybody is qualified for all. */
export function qualifiedDepth(
  { qualification, levels }: Plan,
  currency: string,
  sold: { readonly count: number; readonly volumeMinor: number },
): number {
  if (!qualification) return Math.max(50, levels.length)
  return qualification.steps.filter((step) => isReached(qualification, step.minimum, currency, sold)).at(-1)?.depth ?? 0
}

function isReached(
  { by }: Qualification,
  minimum: Qualification['steps'][number]['minimum'],
  currency: string,
  { count, volumeMinor }: { readonly count: number; readonly volumeMinor: number },
): boolean {
  if (typeof minimum === 'number') return by === 'count' && minimum <= count
  const least = minimum[currency]
  return least !== undefined && least <= volumeMinor
}
