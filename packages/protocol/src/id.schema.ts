import { z } from 'zod'
import { ID_PREFIXES, type Id, type IdKind, isAffiliateCode, isId, isSiteKey, normalizeCode, type SiteKey } from './id.ts'

/** A wire id of one kind: prefix and 21 characters. */
export const id = <Kind extends IdKind>(kind: Kind): z.ZodType<Id<Kind>, string> =>
  z
    .string()
    .max(64)
    .refine((value) => isId(kind, value), `An id that begins with ${ID_PREFIXES[kind]} and has 21 characters after it.`)
    .meta({ pattern: `^${ID_PREFIXES[kind]}[A-Za-z0-9_-]{21}$` }) as unknown as z.ZodType<Id<Kind>, string>

/** A public site key, live or test. */
export const siteKey = z
  .string()
  .max(64)
  .refine(isSiteKey, 'A site key begins with site_ and has 21 characters after it. Copy it whole from the studio.')
  .meta({ pattern: '^site_(test_)?[A-Za-z0-9_-]{21}$' }) as unknown as z.ZodType<SiteKey, string>

/** An affiliate code as typed; what comes out is normalised (`normalizeCode`). */
export const normalizedCode = z.string().max(64).transform(normalizeCode).refine(isAffiliateCode, 'A code has 3 to 32 letters and digits.')
