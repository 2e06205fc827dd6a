import { z } from 'zod'
import { id } from './id.schema.ts'
import type { ClosedPeriod, Statement, StatementList } from './statement.ts'

const split = z.strictObject({ pendingMinor: z.int(), heldMinor: z.int(), payableMinor: z.int() })

const entry = z.strictObject({
  at: z.string(),
  kind: z.string(),
  why: z.string(),
  reference: z.string(),
  order: z.string().exactOptional(),
  article: z.string().exactOptional(),
  level: z.int().exactOptional(),
})

const line = z.strictObject({
  amountMinor: z.int(),
  entry: entry.exactOptional(),
  salt: z.string().exactOptional(),
  commitment: z.string().exactOptional(),
})

const head = {
  id: id('statement').exactOptional(),
  affiliate: z.string(),
  currency: z.string(),
  period: z.string(),
  isOpen: z.boolean(),
  opening: split,
  closing: split,
  previousHash: z.string().exactOptional(),
  hash: z.string().exactOptional(),
}

/** `Statement` on the wire, and in the file that an affiliate verifies. */
export const statement = z.strictObject({ ...head, lines: z.array(line) }) satisfies z.ZodType<Statement>

/** `StatementList` on the wire. */
export const statementList = z.strictObject({ statements: z.array(z.strictObject(head)) }) satisfies z.ZodType<StatementList>

/** What statements are asked for by. */
export const statementsQuery = z.strictObject({ affiliate: z.string().max(64).optional(), period: z.string().max(7).optional() })

/** `ClosedPeriod` on the wire. */
export const closedPeriod = z.strictObject({
  period: z.string(),
  statements: z.int(),
  closedAt: z.iso.datetime(),
}) satisfies z.ZodType<ClosedPeriod>
