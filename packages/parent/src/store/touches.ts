import type { Queryable } from './database.ts'

/** A touch as it is recorded. Hosted pages have no site. */
export interface NewTouchRow {
  readonly programId: number
  readonly id: string
  readonly siteId: number | null
  readonly affiliateId: number
  readonly campaign: string
  readonly subId: string
  readonly path: string
  readonly referrer: string
  readonly issuedAt: Date
  readonly test: boolean
}

// Written a second time after a lost answer, a touch is there once. In the order of their ids, so that two processes that write the same ones never wait for each
// other in a circle.
const INSERT = `
  insert into touches (program_id, id, site_id, affiliate_id, campaign, sub_id, path, referrer, issued_at, test)
  select *
    from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                $10::boolean[]) as one (program_id, id)
   order by program_id, id
      on conflict on constraint touch_id_is_unique do nothing`

/** Records touches in one statement. */
export async function addTouches(database: Queryable, touches: readonly NewTouchRow[]): Promise<void> {
  const column = <Value>(of: (touch: NewTouchRow) => Value): Value[] => touches.map(of)
  await database.query(INSERT, [
    column(({ programId }) => programId),
    column(({ id }) => id),
    column(({ siteId }) => siteId),
    column(({ affiliateId }) => affiliateId),
    column(({ campaign }) => campaign),
    column(({ subId }) => subId),
    column(({ path }) => path),
    column(({ referrer }) => referrer),
    column(({ issuedAt }) => issuedAt),
    column(({ test }) => test),
  ])
}
