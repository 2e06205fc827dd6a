import { type HeldKind, PLACEMENTS_PER_SITE } from '@tributary/protocol/held-placement'
import type { PlacementId, SiteKey } from '@tributary/protocol/id'
import type { Database, Queryable } from './database.ts'

/** A placement as it is stored, with the key of its site. */
export interface PlacementRow {
  readonly id: PlacementId
  readonly siteKey: SiteKey
  readonly name: string
  readonly kind: HeldKind
  readonly attributes: Readonly<Record<string, string>>
  readonly updatedAt: Date
}

const SELECT = `
  select p.id, s.key as "siteKey", p.name, p.kind, p.attributes, p.updated_at as "updatedAt"
    from placements p
    join sites s using (program_id, site_id)
   where p.program_id = $1`

const OF_SITE = `${SELECT} and p.site_id = $2 order by p.placement_id`
const NAMED = `${SELECT} and p.site_id = $2 and p.id = any ($3) order by p.placement_id`
const OF_OWNER = `${SELECT} and s.affiliate_id is not distinct from $2 order by p.placement_id`
const BY_ID = `${SELECT} and p.id = $2`

// Whoever adds another one to the same site waits here, and then counts this one too. What only names the site does not wait.
const LOCK_SITE = `select from sites where program_id = $1 and site_id = $2 for no key update`

const INSERT = `
  insert into placements (program_id, site_id, id, name, kind, attributes, created_at, updated_at)
  select $1, $2, $3, $4, $5, $6, $7, $7
   where (select count(*) from placements where program_id = $1 and site_id = $2) < ${PLACEMENTS_PER_SITE}
  returning 1`

// A clock that was set back does not undo a change.
const UPDATE = `
  update placements p
     set name = $4, kind = $5, attributes = $6, updated_at = greatest(p.updated_at, $7)
    from sites s
   where p.program_id = $1 and p.id = $3
     and s.program_id = p.program_id and s.site_id = p.site_id and s.affiliate_id is not distinct from $2
  returning 1`

const REMOVE = `
  delete from placements p
   using sites s
   where p.program_id = $1 and p.id = $3
     and s.program_id = p.program_id and s.site_id = p.site_id and s.affiliate_id is not distinct from $2
  returning 1`

/** The placements of a site, oldest first. */
export const placementsOfSite = (database: Queryable, programId: number, siteId: number): Promise<PlacementRow[]> =>
  database.query<PlacementRow>(OF_SITE, [programId, siteId])

/** Those of a site's placements that have one of these ids, oldest first. */
export const placementsNamed = (database: Queryable, programId: number, siteId: number, ids: readonly string[]): Promise<PlacementRow[]> =>
  database.query<PlacementRow>(NAMED, [programId, siteId, ids])

/** The placements of every site of an affiliate, or with `null` of the parent's own sites; oldest first. */
export const placementsOfOwner = (database: Queryable, programId: number, affiliateId: number | null): Promise<PlacementRow[]> =>
  database.query<PlacementRow>(OF_OWNER, [programId, affiliateId])

/** The placement with this id, of whichever site. */
export const placementById = async (database: Queryable, programId: number, id: string): Promise<PlacementRow | undefined> =>
  (await database.query<PlacementRow>(BY_ID, [programId, id]))[0]

/** Adds a placement to a site; `false` where the site has as many as it may have. */
export const addPlacement = (
  database: Database,
  programId: number,
  siteId: number,
  { id, name, kind, attributes, updatedAt }: Omit<PlacementRow, 'siteKey'>,
): Promise<boolean> =>
  database.transaction(async (transaction) => {
    await transaction.query(LOCK_SITE, [programId, siteId])
    const values = [programId, siteId, id, name, kind, JSON.stringify(attributes), updatedAt]
    return (await transaction.query(INSERT, values)).length === 1
  })

/** Changes a placement of one of the owner's sites; `false` where none of them has one with this id. */
export async function changePlacement(
  database: Queryable,
  programId: number,
  affiliateId: number | null,
  { id, name, kind, attributes, updatedAt }: Omit<PlacementRow, 'siteKey'>,
): Promise<boolean> {
  const values = [programId, affiliateId, id, name, kind, JSON.stringify(attributes), updatedAt]
  return (await database.query(UPDATE, values)).length === 1
}

/** Removes a placement of one of the owner's sites; `false` where none of them has one with this id. */
export const removePlacement = async (database: Queryable, programId: number, affiliateId: number | null, id: string): Promise<boolean> =>
  (await database.query(REMOVE, [programId, affiliateId, id])).length === 1
