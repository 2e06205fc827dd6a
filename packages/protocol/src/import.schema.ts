import { z } from 'zod'
import { importSummary } from './catalogue.schema.ts'
import { IMPORT_FORMATS } from './catalogue.ts'
import { id } from './id.schema.ts'
import { type CatalogueImport, IMPORT_STATES } from './import.ts'

/** `CatalogueImport` on the wire. */
export const catalogueImport = z.strictObject({
  id: id('import'),
  startedBy: z.string(),
  dryRun: z.boolean(),
  state: z.enum(IMPORT_STATES),
  format: z.enum(IMPORT_FORMATS).exactOptional(),
  rows: z.int(),
  offers: z.int(),
  report: importSummary.exactOptional(),
  failure: z.string().exactOptional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().exactOptional(),
}) satisfies z.ZodType<CatalogueImport>
