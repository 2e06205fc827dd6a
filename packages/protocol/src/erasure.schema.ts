import { z } from 'zod'
import type { CustomerFile, Erasure } from './erasure.ts'
import { text } from './text.schema.ts'

const count = z.int().min(0)

/** Whom a question or an erasure is about: an e-mail address, or the number of an order or a request of theirs. In the body, since addresses are logged. */
export const customerName = z.strictObject({ who: text(254, 3) })

/** What staff send to erase a customer; `open` erases even what is still being worked on. */
export const newErasure = customerName.extend({ open: z.boolean().optional() })

/** `Erasure` on the wire. */
export const erasure = z.strictObject({
  at: z.iso.datetime(),
  orders: z.array(z.string()),
  leads: z.array(z.string()),
  erased: z.strictObject({
    orders: count,
    leads: count,
    conversations: count,
    posts: count,
    files: count,
    messages: count,
    statementLines: count,
    decisionParts: count,
    claims: count,
  }),
  searched: count,
  left: z.array(z.strictObject({ table: z.string(), column: z.string(), rows: count })),
  isAffiliate: z.boolean(),
}) satisfies z.ZodType<Erasure>

/** `CustomerFile` on the wire. */
export const customerFile = z.strictObject({
  email: z.string(),
  orders: z.array(z.unknown()),
  leads: z.array(z.unknown()),
  conversations: z.array(z.unknown()),
  messages: z.array(z.unknown()),
  claims: z.array(z.unknown()),
}) satisfies z.ZodType<CustomerFile>
