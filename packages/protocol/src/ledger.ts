/** The kinds of account. An account is (program, currency, kind, affiliate or none); its balance is credits minus debits. */
export const ACCOUNT_KINDS = [
  'commission_expense',
  'affiliate_pending',
  'affiliate_held',
  'affiliate_payable',
  'payout_in_transit',
  'bank',
  'write_off',
] as const
export type AccountKind = (typeof ACCOUNT_KINDS)[number]

/** The accounts that belong to one affiliate; the others are the parent's. */
export const AFFILIATE_ACCOUNTS = [
  'affiliate_pending',
  'affiliate_held',
  'affiliate_payable',
  'payout_in_transit',
] as const satisfies AccountKind[]

/** Which side of an account an entry stands on. Amounts are positive; the direction is the side. */
export type Side = 'debit' | 'credit'

/**
 * What may happen to money, and the accounts that it moves between. `source`: the account that the commission is in, which is
 * `affiliate_payable` again once it was paid out.
 */
export const POSTINGS = {
  commission_created: { debit: 'commission_expense', credit: 'affiliate_pending' },
  commission_delivered: { debit: 'affiliate_pending', credit: 'affiliate_held' },
  commission_released: { debit: 'affiliate_held', credit: 'affiliate_payable' },
  commission_reversed: { debit: 'source', credit: 'commission_expense' },
  commission_reinstated: { debit: 'commission_expense', credit: 'source' },
  payout_sent: { debit: 'affiliate_payable', credit: 'payout_in_transit' },
  payout_settled: { debit: 'payout_in_transit', credit: 'bank' },
  payout_failed: { debit: 'payout_in_transit', credit: 'affiliate_payable' },
  receivable_written_off: { debit: 'write_off', credit: 'affiliate_payable' },
} as const satisfies Record<string, { readonly debit: AccountKind | 'source'; readonly credit: AccountKind | 'source' }>

/** A kind of ledger transaction. */
export type TransactionKind = keyof typeof POSTINGS

/** What a replay of the ledger found. Empty lists: everything is as it must be. */
export interface LedgerCheck {
  readonly transactions: number
  readonly entries: number
  /** Sentences, each naming a transaction, an account or a commission. */
  readonly wrong: readonly string[]
}
