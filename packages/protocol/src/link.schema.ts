import { z } from 'zod'
import { normalizedCode } from './id.schema.ts'
import type { Link, NewLink } from './link.ts'
import { httpUrl } from './program.schema.ts'
import { text } from './text.schema.ts'
import { visitReference } from './touch.schema.ts'

const { campaign, subId } = visitReference.shape

/** `Link` on the wire. */
export const link = z.strictObject({
  id: z.string(),
  url: z.string(),
  affiliate: z.string(),
  campaign: z.string(),
  subId: z.string(),
  target: z.string(),
  createdAt: z.iso.datetime(),
  test: z.boolean(),
}) satisfies z.ZodType<Link>

/** `NewLink` on the wire. */
export const newLink = z
  .strictObject({
    affiliate: normalizedCode,
    to: httpUrl.max(2_000, 'At most 2000 characters.').optional(),
    offer: text(200, 1).optional(),
    campaign,
    subId,
    test: z.boolean().optional(),
  })
  .refine(({ to, offer }) => (to === undefined) !== (offer === undefined), {
    path: ['to'],
    message: 'A link leads to a web address (`to`) or to an offer’s page (`offer`: its handle), and exactly one of them.',
  }) satisfies z.ZodType<NewLink>
