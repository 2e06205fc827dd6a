import type { Queryable } from './database.ts'

/** A link as it is stored, with its affiliate's code. `target` is absolute, or a path of the parent. */
export interface LinkRow {
  readonly id: string
  readonly affiliateId: number
  readonly affiliateCode: string
  readonly campaign: string
  readonly subId: string
  readonly target: string
  readonly createdAt: Date
  readonly test: boolean
}

const SELECT = `
  select l.id, l.affiliate_id as "affiliateId", a.code as "affiliateCode", l.campaign, l.sub_id as "subId", l.target,
         l.created_at as "createdAt", l.test
    from links l
    join affiliates a using (program_id, affiliate_id)
   where l.program_id = $1`

const BY_ID = `${SELECT} and l.id = $2`
const ALL = `${SELECT} order by l.link_id desc`

const INSERT = `
  insert into links (program_id, id, affiliate_id, campaign, sub_id, target, created_at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict on constraint link_id_is_unique do nothing
  returning link_id`

/** The link with this normalised short id. */
export const linkById = async (database: Queryable, programId: number, id: string): Promise<LinkRow | undefined> =>
  (await database.query<LinkRow>(BY_ID, [programId, id]))[0]

/** All links of a program, newest first. */
export const allLinks = (database: Queryable, programId: number): Promise<LinkRow[]> => database.query<LinkRow>(ALL, [programId])

/** Adds a link; `false` where its short id is taken. */
export async function addLink(database: Queryable, programId: number, link: Omit<LinkRow, 'affiliateCode'>): Promise<boolean> {
  const { id, affiliateId, campaign, subId, target, createdAt, test } = link
  return (await database.query(INSERT, [programId, id, affiliateId, campaign, subId, target, createdAt, test])).length === 1
}
