import type { Database, Queryable } from './database.ts'
import { type Clash, chooseHandles, findClashes, type KnownHandle, type KnownSku } from './imported-handle.ts'
import { type ImportedOffer, storeOffers, storeVariants } from './imported-offer.ts'
import { storeStock } from './imported-stock.ts'

/** What an import did, by handle. */
export interface Imported {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly unpublished: readonly string[]
  readonly unchanged: number
  /** Offers that keep their handle although the file states another. */
  readonly keptHandles: readonly { readonly line: number; readonly stated: string; readonly kept: string }[]
  /** What belongs to another source. Such an offer is left out, or stops the import. */
  readonly clashes: readonly Clash[]
}

/** What an import is to do: `badSkus` are named by the file in rows that are left out, so they stay as they are. */
export interface ImportOrder {
  readonly source: string
  readonly offers: readonly ImportedOffer[]
  readonly badSkus: readonly string[]
  /** Does everything and takes it back. */
  readonly dryRun: boolean
  /** Imports the rest where something belongs to another source; else nothing. */
  readonly skipClashes: boolean
}

// One import of a program at a time: two at once would each unpublish what the other brought. Orders only need that the program stays, and
// go on meanwhile.
const LOCK = 'select program_id from programs where program_id = $1 for no key update'

const KNOWN_SKUS = `
  select v.sku, o.handle, o.source
    from variants v
    join offers o using (program_id, offer_id)
   where v.program_id = $1 and v.sku = any ($2)`

const KNOWN_HANDLES = 'select handle, source from offers where program_id = $1'

const UNPUBLISH_OFFERS = `
  update offers
     set published = false, changed_at = now()
   where program_id = $1
     and source = $2
     and published
     and not offer_id = any ($3)
     and not exists (
           select from variants v where v.program_id = $1 and v.offer_id = offers.offer_id and v.published and v.sku = any ($4))
  returning handle`

/** Ends a dry run: everything it did is rolled back, and its report comes out with it. */
class DryRun extends Error {
  readonly imported: Imported

  constructor(imported: Imported) {
    super('dry run')
    this.imported = imported
  }
}

/**
 * Makes the catalogue of a source what its file says, in one transaction: offers are added, changed, and those that the file no longer holds
 * unpublished. Importing the same file again changes nothing.
 */
export async function importCatalogue(database: Database, programId: number, order: ImportOrder): Promise<Imported> {
  try {
    return await database.transaction(async (transaction) => {
      await transaction.query(LOCK, [programId])
      const imported = await importOffers(transaction, programId, order)
      if (order.dryRun) throw new DryRun(imported)
      return imported
    })
  } catch (error) {
    if (error instanceof DryRun) return error.imported
    throw error
  }
}

async function importOffers(transaction: Queryable, programId: number, order: ImportOrder): Promise<Imported> {
  const { source, offers, badSkus, skipClashes } = order
  const all = skusOf(offers)
  const skus = new Map((await transaction.query<KnownSku>(KNOWN_SKUS, [programId, all])).map((known) => [known.sku, known]))
  const handles = new Map((await transaction.query<KnownHandle>(KNOWN_HANDLES, [programId])).map((known) => [known.handle, known]))
  const clashes = findClashes(source, offers, skus, handles)
  if (clashes.length > 0 && !skipClashes) return { added: [], changed: [], unpublished: [], unchanged: 0, keptHandles: [], clashes }

  const clashing = new Set(clashes.map(({ offer }) => offer))
  const wanted = offers.filter((offer) => !clashing.has(offer))
  const chosen = chooseHandles(source, wanted, skus, handles)
  const stored = await storeFile(
    transaction,
    programId,
    source,
    wanted.map((offer, index) => ({ ...offer, handle: chosen[index] as string })),
    [...all, ...badSkus],
  )
  return {
    ...stored,
    unchanged: wanted.length - stored.added.length - stored.changed.length,
    keptHandles: wanted.flatMap(({ handle, isHandleStated, line }, index) => {
      const kept = chosen[index] as string
      return isHandleStated && kept !== handle ? [{ line, stated: handle, kept }] : []
    }),
    clashes,
  }
}

async function storeFile(
  transaction: Queryable,
  programId: number,
  source: string,
  offers: readonly ImportedOffer[],
  namedSkus: readonly string[],
): Promise<Pick<Imported, 'added' | 'changed' | 'unpublished'>> {
  const stored = (await storeOffers(transaction, programId, source, offers)).map((row, index) => ({
    ...row,
    ...(offers[index] as ImportedOffer),
  }))
  const touched = await storeVariants(transaction, programId, stored, namedSkus)
  const restocked = await storeStock(
    transaction,
    programId,
    offers.flatMap(({ variants }) => variants),
  )
  const offerIds = stored.map(({ offerId }) => offerId)
  const gone = await transaction.query<{ handle: string }>(UNPUBLISH_OFFERS, [programId, source, offerIds, namedSkus])

  const changedIds = new Set([...touched, ...restocked])
  const added = stored.filter(({ isNew }) => isNew)
  const changed = stored.filter(({ isNew, isChanged, offerId }) => !isNew && (isChanged || changedIds.has(offerId)))
  const handleOf = ({ handle }: { readonly handle: string }): string => handle
  return { added: added.map(handleOf), changed: changed.map(handleOf), unpublished: gone.map(handleOf) }
}

const skusOf = (offers: readonly ImportedOffer[]): string[] => offers.flatMap(({ variants }) => variants.map(({ sku }) => sku))
