import { z } from 'zod'
import { normalizedCode, siteKey } from './id.schema.ts'
import type { AddedSite, NewSite, Site } from './site.ts'
import { text } from './text.schema.ts'

/** An origin as browsers send it; a path, a trailing slash or capitals are put right where the meaning is plain. */
export const origin = z.string().transform((typed, context) => {
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username) return url.origin
  context.addIssue({ code: 'custom', message: 'An origin is scheme, host and port, like https://blog.example; leave out the path.' })
  return z.NEVER
})

/** `Site` on the wire. */
export const site = z.strictObject({
  key: siteKey,
  name: z.string(),
  affiliate: z.string().exactOptional(),
  origins: z.array(z.string()),
  test: z.boolean(),
}) satisfies z.ZodType<Site>

/** `AddedSite` on the wire. */
export const addedSite = z.strictObject({ ...site.shape, snippetUrl: z.string() }) satisfies z.ZodType<AddedSite>

/** `NewSite` on the wire. */
export const newSite = z
  .strictObject({
    affiliate: normalizedCode.optional(),
    own: z.boolean().optional(),
    name: text(120, 1),
    origins: z.array(origin).min(1, 'A site has at least one origin, like https://blog.example.').max(50),
    test: z.boolean().optional(),
  })
  .refine(({ affiliate, own = false }) => (affiliate === undefined) === own, {
    path: ['affiliate'],
    message: 'A site is of one affiliate (`affiliate`: its code), or the parent’s own (`own`: true), and exactly one of them.',
  }) satisfies z.ZodType<NewSite>
