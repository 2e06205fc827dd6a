import type { Queryable } from './database.ts'

/** A touch as it is recorded. */
export interface NewTouchRow {
  readonly id: string
  readonly siteId: number
  readonly affiliateId: number
  readonly campaign: string
  readonly subId: string
  readonly path: string
  readonly referrer: string
  readonly issuedAt: Date
  readonly test: boolean
}

const INSERT = `
  insert into touches (program_id, id, site_id, affiliate_id, campaign, sub_id, path, referrer, issued_at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/** Records a touch. */
export async function addTouch(database: Queryable, programId: number, touch: NewTouchRow): Promise<void> {
  const { id, siteId, affiliateId, campaign, subId, path, referrer, issuedAt, test } = touch
  await database.query(INSERT, [programId, id, siteId, affiliateId, campaign, subId, path, referrer, issuedAt, test])
}
