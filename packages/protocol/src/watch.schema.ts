import { z } from 'zod'
import { id } from './id.schema.ts'
import { text } from './text.schema.ts'
import type { NewWatch, Watch } from './watch.ts'

const LEAST_SECONDS = 5 * 60
const MOST_SECONDS = 30 * 24 * 60 * 60

/** `Watch` on the wire. */
export const watch = z.strictObject({
  id: id('watch'),
  url: z.string(),
  everySeconds: z.int(),
  skipBad: z.boolean(),
  dueAt: z.iso.datetime(),
  checkedAt: z.iso.datetime().exactOptional(),
  importedAt: z.iso.datetime().exactOptional(),
  failures: z.int(),
  failure: z.string().exactOptional(),
}) satisfies z.ZodType<Watch>

/** `NewWatch` on the wire. */
export const newWatch = z.strictObject({
  url: text(2_000, 1),
  everySeconds: z
    .int()
    .min(LEAST_SECONDS, 'Every five minutes is as often as an address is fetched.')
    .max(MOST_SECONDS, 'Every 30 days is as seldom as an address is fetched.')
    .optional(),
  skipBad: z.boolean().optional(),
}) satisfies z.ZodType<NewWatch>
