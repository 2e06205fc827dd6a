import { z } from 'zod'
import { text } from './text.schema.ts'

/** What staff send to make another secret key. */
export const newKey = z.strictObject({ name: text(80, 1) })

/** The new secret key, shown once; only its hash is kept. */
export const addedKey = z.strictObject({ name: z.string(), key: z.string() })

/** How many rows marked `test` a purge removed, by kind. */
export const purgeReport = z.strictObject({ orders: z.int(), touches: z.int(), messages: z.int() })

/** What staff send to make a fresh key: `sign` signs touches and quotes, `seal` is what pages seal orders to. */
export const rotateKey = z.strictObject({ purpose: z.enum(['sign', 'seal']) })

/** The fresh key's public name, and from when on it is used: every process knows it by then. */
export const rotatedKey = z.strictObject({ purpose: z.enum(['sign', 'seal']), kid: z.string(), usedFrom: z.iso.datetime() })

/** An affiliate's keys; the secrets are kept as hashes only. */
export const affiliateKeys = z.strictObject({
  keys: z.array(
    z.strictObject({ kid: z.string(), name: z.string(), createdAt: z.iso.datetime(), retiredAt: z.iso.datetime().exactOptional() }),
  ),
})

/** A new key of an affiliate, shown once. */
export const addedAffiliateKey = z.strictObject({ kid: z.string(), name: z.string(), key: z.string() })
