import { z } from 'zod'

/** What is asked of an export. `after` is the cursor that an export before answered; `since` is a day or an instant. */
export const orderExportQuery = z.strictObject({
  since: z.union([z.iso.datetime({ offset: true }), z.iso.date()], 'A day like 2026-11-01, or an instant like 2026-11-01T08:00:00Z.'),
  format: z.enum(['csv', 'jsonl']).default('csv'),
  after: z.coerce.number().int().min(0).default(0),
  tests: z.enum(['true', 'false']).default('false'),
})
