import { type Imported, type Swap, swapCatalogue } from '@tributary/parent/store/catalogue'
import type { Database } from '@tributary/parent/store/database'
import { clearStaging, stageOffers } from '@tributary/parent/store/import-staging'
import type { ImportedOffer } from '@tributary/parent/store/imported-offer'
import { openImport } from '@tributary/parent/store/imports'
import { newId } from '@tributary/protocol/id'

/** What an import of offers is to do. */
export type ImportOrder = Omit<Swap, 'offers'> & { readonly offers: readonly ImportedOffer[] }

/** Imports offers as if a file had stated them: puts them aside and swaps; `meanwhile` happens between the two. */
export async function importCatalogue(
  database: Database,
  programId: number,
  order: ImportOrder,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<Imported> {
  const opened = { id: newId('import'), startedBy: 'test', dryRun: order.dryRun, startedAt: new Date() }
  const staging = { programId, importKey: (await openImport(database, programId, opened)) as number }
  const offers = order.offers.map((offer, position) => ({ ...offer, position }))
  try {
    await stageOffers(database, staging, offers)
    await meanwhile()
    return await swapCatalogue(database, staging, { ...order, offers })
  } finally {
    await clearStaging(database, staging)
  }
}
