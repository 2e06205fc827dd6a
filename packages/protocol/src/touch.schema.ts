import { z } from 'zod'
import { siteKey } from './id.schema.ts'
import { text } from './text.schema.ts'
import { LABEL_BYTES, type NewTouch, type TouchAnswer, type VisitReference } from './touch.ts'

const label = text(LABEL_BYTES).refine(
  (value) => new TextEncoder().encode(value).length <= LABEL_BYTES,
  `At most ${LABEL_BYTES} bytes of UTF-8.`,
)

/** `VisitReference` on the wire. */
export const visitReference = z.strictObject({
  via: z.string().max(64).optional(),
  campaign: label.optional(),
  subId: label.optional(),
}) satisfies z.ZodType<VisitReference>

/** `NewTouch` on the wire. */
export const newTouch = z.strictObject({
  site: siteKey,
  ...visitReference.shape,
  path: text(500).optional(),
  referrer: text(255).optional(),
}) satisfies z.ZodType<NewTouch>

/** `TouchAnswer` on the wire. */
export const touchAnswer = z.strictObject({ token: z.string() }) satisfies z.ZodType<TouchAnswer>
