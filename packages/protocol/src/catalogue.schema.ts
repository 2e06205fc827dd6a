import { z } from 'zod'
import { IMPORT_FORMATS, type ImportReport, type ImportSummary } from './catalogue.ts'
import { id } from './id.schema.ts'

/** `RowNote` on the wire. */
export const rowNote = z.strictObject({ line: z.int(), column: z.string(), reason: z.string() })

/** The query of `POST /v1/admin/catalogue`. */
export const importQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional(),
  skipBad: z.enum(['true', 'false']).optional(),
  /** Made by whoever imports, to ask how far it came; else by the server. */
  id: id('import').optional(),
})

/** `ImportReport` on the wire. */
export const importReport = z.strictObject({
  format: z.enum(IMPORT_FORMATS),
  dryRun: z.boolean(),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  unpublished: z.array(z.string()),
  unchanged: z.int(),
  bad: z.array(rowNote),
  notSold: z.array(rowNote),
}) satisfies z.ZodType<ImportReport>

/** `ImportSummary` on the wire. */
export const importSummary = z.strictObject({
  added: z.int(),
  changed: z.int(),
  unpublished: z.int(),
  unchanged: z.int(),
  bad: z.int(),
  notSold: z.int(),
}) satisfies z.ZodType<ImportSummary>
