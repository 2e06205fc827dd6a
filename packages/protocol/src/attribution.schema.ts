import { z } from 'zod'
import { type AttributionExplanation, EVIDENCE_KINDS, LOSING_REASONS, OTHER_REASONS } from './attribution.ts'
import { id, siteKey } from './id.schema.ts'
import { attributionPolicy } from './program.schema.ts'

const evidence = z.enum(EVIDENCE_KINDS)
const outcome = z.enum(['won', ...LOSING_REASONS])
const reason = z.enum([...EVIDENCE_KINDS, ...OTHER_REASONS])

/** `AttributionSummary` on the wire. */
export const attributionSummary = z.strictObject({
  affiliate: z.string().exactOptional(),
  reason,
  candidates: z.array(z.strictObject({ evidence, outcome })),
})

const explained = z.strictObject({ code: z.string(), name: z.string() })

/** `AttributionExplanation` on the wire. */
export const attributionExplanation = z.strictObject({
  orderId: id('order'),
  number: z.string(),
  placedAt: z.iso.datetime(),
  judgedAt: z.iso.datetime().exactOptional(),
  firstQuotedAt: z.iso.datetime().exactOptional(),
  site: z.strictObject({ key: siteKey, name: z.string(), affiliate: z.string().exactOptional() }).exactOptional(),
  winner: explained.exactOptional(),
  reason,
  why: z.string(),
  candidates: z.array(
    z.strictObject({
      evidence,
      outcome,
      why: z.string(),
      affiliate: explained.exactOptional(),
      at: z.iso.datetime().exactOptional(),
      campaign: z.string().exactOptional(),
      subId: z.string().exactOptional(),
    }),
  ),
  policy: attributionPolicy.exactOptional(),
  consent: z.enum(['granted', 'required', 'denied']),
  flags: z.array(z.string()),
  timeZone: z.string(),
  test: z.boolean(),
}) satisfies z.ZodType<AttributionExplanation>
