import { createHash, randomBytes } from 'node:crypto'
import type { Statement, StatementEntry, StatementLine } from '@tributary/protocol/statement'
import { totalOf } from '@tributary/protocol/statement'
import { canonicalJson } from './canonical.ts'

const SALT_BYTES = 16

/** A movement of an affiliate's money as the ledger has it; minor units, positive is the affiliate's. */
export interface Movement {
  readonly at: Date
  readonly kind: string
  readonly cause: string
  readonly amountMinor: number
  readonly commission: string | null
  readonly order: string | null
  readonly article: string | null
  readonly level: number | null
}

/** What a movement says on a statement. */
export const entryOf = ({ at, kind, cause, commission, order, article, level }: Movement): StatementEntry => ({
  at: at.toISOString(),
  kind,
  why: whyOf(kind, cause, level, article),
  reference: commission ?? cause.replace(/^payout:/, ''),
  ...(order !== null && { order }),
  ...(article !== null && { article }),
  ...(level !== null && { level }),
})

const CAUSES: Readonly<Record<string, string>> = {
  cancel: 'it was cancelled before it was shipped',
  chargeback: 'the payment was charged back',
  refund: 'money went back to the customer',
  win_back: 'the chargeback was won',
}

/** Why an order's commissions moved, as the end of a sentence. A cause begins with its kind: `refund:rfd_…`. */
export const becauseOf = (cause: string): string => CAUSES[cause.split(':')[0] ?? ''] ?? 'the order changed'

function whyOf(kind: string, cause: string, level: number | null, article: string | null): string {
  const what = article === null ? '' : ` on ${article}`
  const because = becauseOf(cause)
  switch (kind) {
    case 'commission_created':
      return level === 0 ? `sold${what.replace(' on ', ' ')}` : `level ${level}${what}`
    case 'commission_reversed':
      return `taken back${what}: ${because}`
    case 'commission_reinstated':
      return `given back${what}: ${because}`
    case 'payout_sent':
      return 'paid out'
    case 'payout_failed':
      return 'the payout came back'
    default:
      return 'written off by the parent'
  }
}

/** A line with its commitment: SHA-256 over a salt of its own and everything but the amount. */
export function commit(amountMinor: number, entry: StatementEntry): Required<StatementLine> {
  const salt = randomBytes(SALT_BYTES).toString('base64url')
  return { amountMinor, entry, salt, commitment: commitmentOf(salt, entry) }
}

/** The hash of a statement: over whose it is, what it began and ended with, the amounts and commitments of its lines, and the statement before it. */
export function hashOf({ affiliate, currency, period, opening, closing, lines, previousHash }: Statement): string {
  const committed = lines.map(({ amountMinor, commitment }) => ({ amountMinor, commitment }))
  return sha256(canonicalJson({ affiliate, currency, period, opening, closing, lines: committed, previousHash: previousHash ?? null }))
}

/** What a verification found: how many lines were erased, and in sentences what does not agree. */
export interface Verification {
  readonly statements: number
  readonly lines: number
  readonly erased: number
  readonly broken: readonly string[]
}

/** Verifies statements of one affiliate and currency, in the order of their months: nothing was changed, left out or put in between. */
export function verifyStatements(statements: readonly Statement[]): Verification {
  const closed = statements.filter(({ isOpen }) => !isOpen).toSorted((a, b) => (a.period < b.period ? -1 : 1))
  const broken = closed.flatMap((statement, index) => [...complaintsOf(statement), ...chainComplaints(statement, closed[index - 1])])
  const lines = closed.flatMap((statement) => statement.lines)
  return { statements: closed.length, lines: lines.length, erased: lines.filter(({ entry }) => !entry).length, broken }
}

function complaintsOf(statement: Statement): string[] {
  const { period, opening, closing, lines, hash } = statement
  const sum = lines.reduce((total, { amountMinor }) => total + amountMinor, totalOf(opening))
  return [
    ...(sum === totalOf(closing) ? [] : [`${period}: opening and lines sum to ${sum}, it closes with ${totalOf(closing)}.`]),
    ...(hashOf(statement) === hash ? [] : [`${period}: the hash is not that of this statement.`]),
    ...lines.flatMap(({ entry, salt, commitment }, index) =>
      entry && (salt === undefined || commitmentOf(salt, entry) !== commitment)
        ? [`${period}, line ${index + 1}: it does not say what was committed to.`]
        : [],
    ),
  ]
}

const chainComplaints = (statement: Statement, before: Statement | undefined): string[] => {
  if (!before) return []
  const isChained = statement.previousHash === before.hash && canonicalJson(statement.opening) === canonicalJson(before.closing)
  return isChained ? [] : [`${statement.period}: it does not follow on ${before.period}.`]
}

const commitmentOf = (salt: string, entry: StatementEntry): string => sha256(`${salt}.${canonicalJson(entry)}`)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
