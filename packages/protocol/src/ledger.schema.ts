import { z } from 'zod'
import type { LedgerCheck } from './ledger.ts'

/** `LedgerCheck` on the wire. */
export const ledgerCheck = z.strictObject({
  transactions: z.int(),
  entries: z.int(),
  wrong: z.array(z.string()),
}) satisfies z.ZodType<LedgerCheck>
