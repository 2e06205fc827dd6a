import type { Database, Queryable } from './database.ts'
import { type ImportedOffer, importOffer } from './imported-offer.ts'

/** What an import did, by handle. `clashes`: skus that belong to another source, which stops it. */
export interface Imported {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly unpublished: readonly string[]
  readonly unchanged: number
  readonly clashes: readonly { readonly sku: string; readonly line: number }[]
}

interface Keyed {
  readonly offerId: number
  readonly handle: string
}

// One import of a program at a time: two at once would each unpublish what the other brought.
const LOCK = 'select program_id from programs where program_id = $1 for update'

const KNOWN_SKUS = `
  select v.sku, o.offer_id as "offerId", o.handle, o.source
    from variants v
    join offers o using (program_id, offer_id)
   where v.program_id = $1 and v.sku = any ($2)`

const TAKEN_HANDLES = `select handle, offer_id as "offerId" from offers where program_id = $1`

const UNPUBLISH_OFFERS = `
  update offers
     set published = false, changed_at = now()
   where program_id = $1 and source = $2 and published and not offer_id = any ($3)
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
export async function importCatalogue(
  database: Database,
  programId: number,
  source: string,
  offers: readonly ImportedOffer[],
  { dryRun }: { readonly dryRun: boolean },
): Promise<Imported> {
  try {
    return await database.transaction(async (transaction) => {
      await transaction.query(LOCK, [programId])
      const imported = await importOffers(transaction, programId, source, offers)
      if (dryRun) throw new DryRun(imported)
      return imported
    })
  } catch (error) {
    if (error instanceof DryRun) return error.imported
    throw error
  }
}

async function importOffers(
  transaction: Queryable,
  programId: number,
  source: string,
  offers: readonly ImportedOffer[],
): Promise<Imported> {
  const skus = offers.flatMap(({ variants }) => variants.map(({ sku }) => sku))
  const known = await transaction.query<Keyed & { sku: string; source: string }>(KNOWN_SKUS, [programId, skus])
  const clashes = known.filter((one) => one.source !== source).map(({ sku }) => ({ sku, line: lineOf(offers, sku) }))
  if (clashes.length > 0) return { added: [], changed: [], unpublished: [], unchanged: 0, clashes }

  const handles = await handlesFor(transaction, programId, offers, known)
  const [added, changed, kept]: [string[], string[], number[]] = [[], [], []]
  for (const [position, offer] of offers.entries()) {
    const handle = handles[position] as string
    const { offerId, isNew, isChanged } = await importOffer(transaction, programId, source, { ...offer, handle }, position)
    kept.push(offerId)
    if (isNew) added.push(handle)
    else if (isChanged) changed.push(handle)
  }
  const gone = await transaction.query<{ handle: string }>(UNPUBLISH_OFFERS, [programId, source, kept])
  const unpublished = gone.map(({ handle }) => handle)
  return { added, changed, unpublished, unchanged: offers.length - added.length - changed.length, clashes: [] }
}

// A handle stands in links that are out in the world: an offer of which an article is known keeps the one it has.
async function handlesFor(
  transaction: Queryable,
  programId: number,
  offers: readonly ImportedOffer[],
  known: readonly (Keyed & { sku: string })[],
): Promise<string[]> {
  const bySku = new Map(known.map((one) => [one.sku, one.handle]))
  const taken = new Set((await transaction.query<Keyed>(TAKEN_HANDLES, [programId])).map(({ handle }) => handle))
  const used = new Set<string>()
  const kept = offers.map(({ variants }) => {
    const handle = variants.map(({ sku }) => bySku.get(sku)).find((one) => one !== undefined && !used.has(one))
    if (handle !== undefined) used.add(handle)
    return handle
  })
  return offers.map(({ handle }, index) => {
    let free = kept[index] ?? handle
    for (let count = 2; kept[index] === undefined && (taken.has(free) || used.has(free)); count++) free = `${handle}-${count}`
    used.add(free)
    return free
  })
}

const lineOf = (offers: readonly ImportedOffer[], sku: string): number =>
  offers.flatMap(({ variants }) => variants).find((variant) => variant.sku === sku)?.line ?? 1
