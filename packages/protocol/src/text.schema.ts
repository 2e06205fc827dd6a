import { z } from 'zod'

// U+0000 and lone surrogates cannot be held by PostgreSQL; everything else is kept byte for byte.
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** Free text of at most `max` UTF-16 units, kept byte for byte; U+0000 and lone surrogates are refused. */
export const text = (max: number, min = 0): z.ZodString =>
  z
    .string()
    .min(min, min > 0 ? 'This is needed.' : undefined)
    .max(max, `At most ${max} characters.`)
    .refine((value) => !UNSTORABLE.test(value), 'Contains a character that cannot be stored (U+0000 or half of a surrogate pair).')
