import type { Database, Queryable } from './database.ts'
import { stagedCount } from './import-staging.ts'
import { type Clash, chooseHandles, findClashes, type KnownHandle, type KnownSku, type NamedOffer } from './imported-handle.ts'
import { storeOffers, storeVariants } from './imported-offer.ts'
import { addStock, settleStock } from './imported-stock.ts'
import type { StagingKey } from './staging-key.ts'

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

/** What a swap is to do with what is put aside: `badSkus` are named by the file in rows that are left out, so they stay as they are. */
export interface Swap {
  readonly source: string
  /** Every offer that is put aside, in the file's order. */
  readonly offers: readonly NamedOffer[]
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
    from import_variants f
    join variants v on v.program_id = $1 and v.sku = f.sku
    join offers o on o.program_id = $1 and o.offer_id = v.offer_id
   where f.program_id = $1 and f.import_key = $2`

const KNOWN_HANDLES = 'select handle, source from offers where program_id = $1'

const CHOOSE = `
  insert into import_handles (program_id, import_key, position, handle)
  select $1, $2, position, handle
    from unnest($3::integer[], $4::text[]) as one (position, handle)`

const UNPUBLISH_OFFERS = `
  with named as (
    select sku from import_variants where program_id = $1 and import_key = $2
     union
    select unnest($4::text[])
  )
  update offers o
     set published = false, changed_at = now()
   where program_id = $1
     and source = $3
     and published
     and not exists (select from import_handles h where h.program_id = $1 and h.import_key = $2 and h.handle = o.handle)
     and not exists (
           select
             from variants v
             join named using (sku)
            where v.program_id = $1 and v.offer_id = o.offer_id and v.published)
  returning handle`

// The planner has not heard of rows that were written a moment ago, takes them for one, and would look up each of them in a list of all: at
// 10,000 offers that is 30 seconds instead of one. Without nested loops it hashes, which is right for many rows and no harm for few.
const PLAN = `select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`

/** Ends a dry run: everything it did is rolled back, and its report comes out with it. */
class DryRun extends Error {
  readonly imported: Imported

  constructor(imported: Imported) {
    super('dry run')
    this.imported = imported
  }
}

/**
 * Makes the catalogue of a source what is put aside of its file, in one transaction of a handful of statements: offers are added, changed, and those that the
 * file no longer holds unpublished. Readers see the old catalogue until it is over. Stock that the file counts otherwise than the last one did is set right after it, in
 * small steps, since orders wait for the rows that change. Importing the same file again changes nothing.
 */
export async function swapCatalogue(database: Database, staging: StagingKey, swap: Swap): Promise<Imported> {
  try {
    const imported = await database.transaction(async (transaction) => {
      await transaction.query(LOCK, [staging.programId])
      await transaction.query(PLAN)
      await expectStaged(transaction, staging, swap.offers)
      const imported = await swapOffers(transaction, staging, swap)
      if (swap.dryRun) throw new DryRun(imported)
      return imported
    })
    await settleStock(database, staging, swap.offers.length)
    return imported
  } catch (error) {
    if (error instanceof DryRun) return error.imported
    throw error
  }
}

// What is put aside is not logged: after a crash of the database it is empty, and an empty catalogue is not what the file says.
async function expectStaged(transaction: Queryable, staging: StagingKey, offers: readonly NamedOffer[]): Promise<void> {
  const staged = await stagedCount(transaction, staging)
  const variants = offers.reduce((sum, offer) => sum + offer.variants.length, 0)
  if (staged.offers === offers.length && staged.variants === variants) return
  throw new Error(`expected ${offers.length} offers and ${variants} variants put aside, received ${staged.offers} and ${staged.variants}`)
}

async function swapOffers(transaction: Queryable, staging: StagingKey, { source, offers, badSkus, skipClashes }: Swap): Promise<Imported> {
  const { programId, importKey } = staging
  const known = await transaction.query<KnownSku>(KNOWN_SKUS, [programId, importKey])
  const skus = new Map(known.map((one) => [one.sku, one]))
  const handles = new Map((await transaction.query<KnownHandle>(KNOWN_HANDLES, [programId])).map((one) => [one.handle, one]))
  const clashes = findClashes(source, offers, skus, handles)
  if (clashes.length > 0 && !skipClashes) return { added: [], changed: [], unpublished: [], unchanged: 0, keptHandles: [], clashes }

  const clashing = new Set(clashes.map(({ offer }) => offer))
  const wanted = offers.filter((offer) => !clashing.has(offer))
  const chosen = chooseHandles(source, wanted, skus, handles)
  await transaction.query(CHOOSE, [programId, importKey, wanted.map(({ position }) => position), chosen])
  const stored = await storeAll(transaction, staging, source, badSkus)
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

async function storeAll(
  transaction: Queryable,
  staging: StagingKey,
  source: string,
  badSkus: readonly string[],
): Promise<Pick<Imported, 'added' | 'changed' | 'unpublished'>> {
  const stored = await storeOffers(transaction, staging, source)
  const touched = await storeVariants(transaction, staging, badSkus)
  const gone = await transaction.query<{ handle: string }>(UNPUBLISH_OFFERS, [staging.programId, staging.importKey, source, badSkus])
  const restocked = await addStock(transaction, staging)

  const changedIds = new Set([...touched, ...restocked])
  const added = stored.filter(({ isNew }) => isNew)
  const changed = stored.filter(({ isNew, isChanged, offerId }) => !isNew && (isChanged || changedIds.has(offerId)))
  const handleOf = ({ handle }: { readonly handle: string }): string => handle
  return { added: added.map(handleOf), changed: changed.map(handleOf), unpublished: gone.map(handleOf) }
}
