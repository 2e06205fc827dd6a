import { z } from 'zod'
import { AFFILIATE_STATES, type Affiliate, type MoveAffiliate, type MoveSponsor, type NewAffiliate } from './affiliate.ts'
import { id, normalizedCode } from './id.schema.ts'
import { isReservedCode } from './id.ts'
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

const freeCode = normalizedCode.refine(
  (code) => !isReservedCode(code),
  'A code may not begin with ZZ, which begins the short ids of links, nor with SITE, which begins site keys. Choose another one.',
)

/** `NewAffiliate` on the wire; the code is normalised. */
export const newAffiliate = z.strictObject({
  name: text(120, 1),
  email: z.email('An e-mail address, like name@example.com.'),
  code: freeCode.optional(),
  sponsor: normalizedCode.optional(),
}) satisfies z.ZodType<NewAffiliate>

/** `MoveAffiliate` on the wire. */
export const moveAffiliate = z.strictObject({ reason: text(500).optional() }) satisfies z.ZodType<MoveAffiliate>

/** `MoveSponsor` on the wire. */
export const moveSponsor = z.strictObject({
  sponsor: normalizedCode.nullable(),
  reason: text(500, 1),
}) satisfies z.ZodType<MoveSponsor>
