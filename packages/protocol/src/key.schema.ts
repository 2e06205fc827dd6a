import { z } from 'zod'
import { text } from './text.schema.ts'

/** What staff send to make another secret key. */
export const newKey = z.strictObject({ name: text(80, 1) })

/** The new secret key, shown once; only its hash is kept. */
export const addedKey = z.strictObject({ name: z.string(), key: z.string() })

/** How many rows marked `test` a purge removed, by kind. */
export const purgeReport = z.strictObject({ orders: z.int(), touches: z.int(), messages: z.int() })
