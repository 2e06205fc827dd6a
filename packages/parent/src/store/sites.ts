import type { SiteKey } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** A site with its owner, as routes need it; the parent's own sites have none. */
export interface SiteRow {
  readonly programId: number
  readonly siteId: number
  readonly key: SiteKey
  readonly name: string
  readonly origins: readonly string[]
  readonly test: boolean
  readonly affiliateId: number | null
  readonly affiliateCode: string | null
}

const SELECT = `
  select s.program_id as "programId", s.site_id as "siteId", s.key, s.name, s.origins, s.test,
         s.affiliate_id as "affiliateId", a.code as "affiliateCode"
    from sites s
    left join affiliates a using (program_id, affiliate_id)`

const BY_KEY = `${SELECT} where s.key = $1`

const ALL = `${SELECT} where s.program_id = $1 order by s.site_id`

const OF_AFFILIATE = `${SELECT} where s.program_id = $1 and s.affiliate_id = $2 order by s.site_id`

const INSERT = `
  insert into sites (program_id, key, affiliate_id, name, origins, test)
  values ($1, $2, $3, $4, $5, $6)`

const ADD_ORIGIN = `
  update sites
     set origins = array_append(origins, $3)
   where program_id = $1 and key = $2 and not $3 = any (origins)`

/** The site with this key, in whichever program. */
export const siteByKey = async (database: Queryable, key: string): Promise<SiteRow | undefined> =>
  (await database.query<SiteRow>(BY_KEY, [key]))[0]

/** All sites of a program, oldest first. */
export const allSites = (database: Queryable, programId: number): Promise<SiteRow[]> => database.query<SiteRow>(ALL, [programId])

/** The sites of one affiliate, oldest first. */
export const sitesOf = (database: Queryable, programId: number, affiliateId: number): Promise<SiteRow[]> =>
  database.query<SiteRow>(OF_AFFILIATE, [programId, affiliateId])

/** Adds a site; its key says whether it is a test site. */
export async function addSite(
  database: Queryable,
  site: Pick<SiteRow, 'programId' | 'key' | 'affiliateId' | 'name' | 'origins' | 'test'>,
): Promise<void> {
  await database.query(INSERT, [site.programId, site.key, site.affiliateId, site.name, site.origins, site.test])
}

/** Registers one more origin of a site; one that is there already stays once. */
export async function addOrigin(database: Queryable, programId: number, key: string, origin: string): Promise<void> {
  await database.query(ADD_ORIGIN, [programId, key, origin])
}
