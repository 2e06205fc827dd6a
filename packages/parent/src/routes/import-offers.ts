import { setImmediate } from 'node:timers/promises'
import type { RowNote } from '@tributary/protocol/catalogue'
import type { CatalogueOffer } from '../core/catalogue.ts'
import type { ReadOffer, SourceRow } from '../core/catalogue-reading.ts'
import { createUniqueness, uniqueHandles } from '../core/uniqueness.ts'
import type { Database } from '../store/database.ts'
import { joiningRows, leadingRows, type StagedOffer, type StagedRow, stageOffers } from '../store/import-staging.ts'
import type { NamedOffer } from '../store/imported-handle.ts'
import type { StagingKey } from '../store/staging-key.ts'
import type { ReadFile } from './import-reading.ts'

/** What became of the rows that were put aside. Of each offer its names are held; the rest is put aside in its turn. */
export interface MadeOffers {
  readonly offers: readonly NamedOffer[]
  readonly bad: readonly RowNote[]
  readonly notSold: readonly RowNote[]
  readonly badSkus: readonly string[]
}

// So many rows of other rows' offers are looked at together.
const MOST_TOGETHER = 1_000
const ROWS_IN_A_ROW = 20

/** Makes offers of the rows that were put aside, in the file's order, and puts them aside. `tell` hears after each chunk how many there are. */
export async function makeOffers(
  database: Database,
  staging: StagingKey,
  { rules, grouping, chunks, bad: unread }: ReadFile,
  tell: (offers: number) => Promise<void>,
): Promise<MadeOffers> {
  const uniqueness = createUniqueness(rules.columns)
  const offers: NamedOffer[] = []
  const bad: RowNote[] = [...unread]
  const notSold: RowNote[] = [...rules.notes]
  const badSkus: string[] = []

  // Answers the offer that can be taken, if there is one.
  const judge = ({ offer, ...read }: ReadOffer): StagedOffer[] => {
    bad.push(...read.bad)
    notSold.push(...read.notSold)
    badSkus.push(...read.badSkus)
    if (!offer) return []
    const twice = uniqueness.add(offer)
    bad.push(...twice)
    if (twice.length > 0) {
      badSkus.push(...offer.variants.map(({ sku }) => sku))
      return []
    }
    const position = offers.length
    offers.push(named(offer, position))
    return [{ ...offer, position }]
  }
  for (const [index, from] of chunks.slice(0, -1).entries()) {
    const leading = await leadingRows(database, staging, from, chunks[index + 1] as number)
    for (const together of split(leading, grouping.sizeOf)) {
      const members = await membersOf(
        database,
        staging,
        together.flatMap(({ names }) => names.filter((name) => 0 < grouping.sizeOf([name]))),
      )
      const made: StagedOffer[] = []
      for (const [count, row] of together.entries()) {
        // Orders that arrived meanwhile come first.
        if (count % ROWS_IN_A_ROW === 0) await setImmediate()
        const rows = [row, ...row.names.flatMap((name) => members.get(name) ?? [])]
        made.push(...judge(rules.readGroup(rows.sort(inOrder(row)))))
      }
      await stageOffers(database, staging, made)
    }
    await tell(offers.length)
  }
  const orphans = await joiningRows(database, staging, grouping.orphaned())
  if (orphans.length > 0 && rules.readOrphans) judge(rules.readOrphans(orphans))
  const handles = uniqueHandles(offers)
  return { offers: offers.map((offer, index) => ({ ...offer, handle: handles[index] as string })), bad, notSold, badSkus }
}

const named = ({ handle, isHandleStated, line, variants }: CatalogueOffer, position: number): NamedOffer => ({
  position,
  handle,
  isHandleStated,
  line,
  variants: variants.map(({ sku, line: own }) => ({ sku, line: own })),
})

// Leading rows with as many joining ones as may be held at once.
function split(rows: readonly StagedRow[], sizeOf: (names: readonly string[]) => number): StagedRow[][] {
  const parts: StagedRow[][] = []
  let size = 0
  for (const row of rows) {
    const own = sizeOf(row.names)
    const last = parts.at(-1)
    if (last && size + own <= MOST_TOGETHER) last.push(row)
    else {
      parts.push([row])
      size = 0
    }
    size += own
  }
  return parts
}

async function membersOf(database: Database, staging: StagingKey, names: readonly string[]): Promise<Map<string, StagedRow[]>> {
  const members = new Map<string, StagedRow[]>()
  for (const row of await joiningRows(database, staging, names)) {
    const known = members.get(row.joins ?? '')
    if (known) known.push(row)
    else members.set(row.joins ?? '', [row])
  }
  return members
}

// The one that leads first, wherever it stands; then as in the file.
const inOrder =
  (leading: SourceRow) =>
  (a: StagedRow, b: StagedRow): number =>
    a === leading ? -1 : b === leading ? 1 : a.position - b.position
