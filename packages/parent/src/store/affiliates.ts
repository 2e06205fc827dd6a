import type { AffiliateState } from '@tributary/protocol/affiliate'
import { type AffiliateId, isReservedCode } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** An affiliate as routes need it. `path` holds its ancestors' internal keys, the sponsor last. */
export interface AffiliateRow {
  readonly affiliateId: number
  readonly id: AffiliateId
  readonly code: string
  readonly name: string
  readonly email: string
  readonly state: AffiliateState
  readonly path: readonly number[]
  readonly sponsorCode: string | null
}

const SELECT = `
  select a.affiliate_id as "affiliateId", a.id, a.code, a.name, a.email, a.state, a.path, s.code as "sponsorCode"
    from affiliates a
    left join affiliates s on s.program_id = a.program_id and s.affiliate_id = a.sponsor_id`

const ALL = `${SELECT} where a.program_id = $1 order by a.affiliate_id`

const BY_CODES = `${SELECT} where a.program_id = $1 and a.code = any ($2)`

const BY_KEY = `${SELECT} where a.program_id = $1 and a.affiliate_id = $2`

// One read for all that an order or a touch says: affiliates named by code, by id, by internal key, by a site of theirs, or by a link. Each name is
// looked up in its own index; one condition with `or` would read every affiliate.
const NAMED = `
  ${SELECT}
   where a.program_id = $1
     and a.affiliate_id in (
           select affiliate_id from affiliates where program_id = $1 and code = any ($2)
            union
           select affiliate_id from affiliates where program_id = $1 and id = any ($3)
            union
           select unnest($4::bigint[])
            union
           select affiliate_id from sites where program_id = $1 and key = any ($5)
            union
           select affiliate_id from links where program_id = $1 and id = any ($2)
         )`

const OWNERS = `select key, affiliate_id as "affiliateId", test from sites where program_id = $1 and key = any ($2)`

const LINKS = `
  select id, affiliate_id as "affiliateId", campaign, sub_id as "subId", test
    from links
   where program_id = $1 and id = any ($2)`

const INSERT = `
  insert into affiliates (program_id, id, code, name, email, sponsor_id, path)
  select $1, $2, $3, $4, $5, s.affiliate_id, case when s.affiliate_id is null then '{}' else s.path || s.affiliate_id end
    from (select 1) as one
    left join affiliates s on s.program_id = $1 and s.code = $6
      on conflict on constraint affiliate_code_is_unique do nothing
  returning affiliate_id`

/** All affiliates of a program, oldest first. */
export const allAffiliates = (database: Queryable, programId: number): Promise<AffiliateRow[]> =>
  database.query<AffiliateRow>(ALL, [programId])

/** The affiliate with this normalised code. */
export const affiliateByCode = async (database: Queryable, programId: number, code: string): Promise<AffiliateRow | undefined> =>
  (await database.query<AffiliateRow>(BY_CODES, [programId, [code]]))[0]

/** The affiliate with this internal key. */
export const affiliateByKey = async (database: Queryable, programId: number, affiliateId: number): Promise<AffiliateRow | undefined> =>
  (await database.query<AffiliateRow>(BY_KEY, [programId, affiliateId]))[0]

/** What a link says of whoever follows it. */
export interface NamedLink {
  readonly id: string
  readonly affiliateId: number
  readonly campaign: string
  readonly subId: string
  readonly test: boolean
}

/** A site that was named; the parent's own has no affiliate. */
export interface NamedSite {
  readonly key: string
  readonly affiliateId: number | null
  readonly test: boolean
}

/** Who is named by codes or links' short ids (both normalised), ids, internal keys or site keys; with the links and the sites themselves. */
export async function affiliatesNamed(
  database: Queryable,
  programId: number,
  names: {
    readonly codes: readonly string[]
    readonly ids: readonly string[]
    readonly keys: readonly number[]
    readonly siteKeys: readonly string[]
  },
): Promise<{ affiliates: AffiliateRow[]; sites: NamedSite[]; links: NamedLink[] }> {
  const { codes, ids, keys, siteKeys } = names
  const linkIds = codes.filter(isReservedCode)
  const [affiliates, sites, links] = await Promise.all([
    database.query<AffiliateRow>(NAMED, [programId, codes, ids, keys, siteKeys], 'affiliates_named'),
    siteKeys.length === 0 ? [] : database.query<NamedSite>(OWNERS, [programId, siteKeys]),
    linkIds.length === 0 ? [] : database.query<NamedLink>(LINKS, [programId, linkIds]),
  ])
  return { affiliates, sites, links }
}

/** Adds an affiliate under its sponsor; `false` where the code is taken. */
export async function addAffiliate(
  database: Queryable,
  programId: number,
  affiliate: Pick<AffiliateRow, 'id' | 'code' | 'name' | 'email' | 'sponsorCode'>,
): Promise<boolean> {
  const { id, code, name, email, sponsorCode } = affiliate
  return (await database.query(INSERT, [programId, id, code, name, email, sponsorCode])).length === 1
}
