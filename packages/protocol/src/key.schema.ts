import { z } from 'zod'
import { text } from './text.schema.ts'

/** What staff send to make another secret key. */
export const newKey = z.strictObject({ name: text(80, 1) })

/** The new secret key, shown once; only its hash is kept. */
export const addedKey = z.strictObject({ name: z.string(), key: z.string() })

/** How many rows marked `test` a purge removed, by kind. */
export const purgeReport = z.strictObject({ orders: z.int(), touches: z.int(), messages: z.int() })

/** What staff send to make a fresh key: `sign` signs touches and quotes, `seal` is what pages seal orders to, `link` makes the secrets of customers' links. */
export const rotateKey = z.strictObject({
  purpose: z.enum(['sign', 'seal', 'link']),
  /** For how many days the ones before stay good; 0 where one of them is known to somebody. */
  keepDays: z.int().min(0).max(3_650).optional(),
})

/** The fresh key's public name, and from when on it is used: every process knows it by then. */
export const rotatedKey = z.strictObject({
  purpose: z.enum(['sign', 'seal', 'link']),
  kid: z.string(),
  usedFrom: z.iso.datetime(),
  keepDays: z.int(),
})

/** Every key of a program, without its secret. `goodUntil`: it was followed by another. */
export const keyList = z.strictObject({
  keys: z.array(
    z.strictObject({
      purpose: z.enum(['program', 'sign', 'seal', 'link', 'staff']),
      kid: z.string(),
      name: z.string().exactOptional(),
      createdAt: z.iso.datetime(),
      goodUntil: z.iso.datetime().exactOptional(),
      retiredAt: z.iso.datetime().exactOptional(),
    }),
  ),
})

const keepHours = z.int().min(0).max(720).optional()

/** What staff send to end a staff key; it stays good for so many hours. */
export const retireStaffKey = z.strictObject({ keepHours })

/** The staff key that ends. */
export const retiredStaffKey = z.strictObject({ kid: z.string(), keepHours: z.int() })

/** What staff send to follow an affiliate's key by another; the one before stays good for so many hours. */
export const rotateAffiliateKey = z.strictObject({ keepHours })

/** How many payment details were sealed with the newest key, and how many no key opened. */
export const resealed = z.strictObject({ resealed: z.int(), unreadable: z.int() })

/** An affiliate's keys; the secrets are kept as hashes only. */
export const affiliateKeys = z.strictObject({
  keys: z.array(
    z.strictObject({ kid: z.string(), name: z.string(), createdAt: z.iso.datetime(), retiredAt: z.iso.datetime().exactOptional() }),
  ),
})

/** A new key of an affiliate, shown once. */
export const addedAffiliateKey = z.strictObject({ kid: z.string(), name: z.string(), key: z.string() })
