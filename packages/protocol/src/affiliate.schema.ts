import { z } from 'zod'
import { AFFILIATE_STATES, type Affiliate, type NewAffiliate } from './affiliate.ts'
import { id, normalizedCode } from './id.schema.ts'
import { text } from './text.schema.ts'

/** `Affiliate` on the wire. */
export const affiliate = z.strictObject({
  id: id('affiliate'),
  code: z.string(),
  name: z.string(),
  email: z.string(),
  state: z.enum(AFFILIATE_STATES),
  sponsor: z.string().exactOptional(),
}) satisfies z.ZodType<Affiliate>

/** `NewAffiliate` on the wire; the code is normalised. */
export const newAffiliate = z.strictObject({
  name: text(120, 1),
  email: z.email('An e-mail address, like name@example.com.'),
  code: normalizedCode.optional(),
  sponsor: normalizedCode.optional(),
}) satisfies z.ZodType<NewAffiliate>
