/** What stands where a personal text was. */
export const ERASED = '(erased)'

/** The address of an erased customer; no mail can ever reach it (RFC 6761, `.invalid`). */
export const ERASED_EMAIL = 'erased@erased.invalid'

/** How many rows an erasure changed or removed, by what they are. */
export interface ErasedCounts {
  readonly orders: number
  readonly leads: number
  readonly conversations: number
  readonly posts: number
  readonly files: number
  readonly messages: number
  readonly statementLines: number
  readonly decisionParts: number
  readonly claims: number
}

/** Where a value of the person still stands. */
export interface ErasureTrace {
  readonly table: string
  readonly column: string
  readonly rows: number
}

/** What an erasure did, and what a search of every text of the database for the person's values still found. */
export interface Erasure {
  readonly at: string
  readonly orders: readonly string[]
  readonly leads: readonly string[]
  readonly erased: ErasedCounts
  /** How many values (mailbox, name, telephone, street) were searched for. */
  readonly searched: number
  readonly left: readonly ErasureTrace[]
  /** The mailbox is an affiliate's too; that account is no customer's data and stays. */
  readonly isAffiliate: boolean
}

/** Everything that is held about one customer, for the customer to have (right of access). */
export interface CustomerFile {
  readonly email: string
  readonly orders: readonly unknown[]
  readonly leads: readonly unknown[]
  readonly conversations: readonly unknown[]
  readonly messages: readonly unknown[]
  readonly claims: readonly unknown[]
}
