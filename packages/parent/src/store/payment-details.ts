import type { PaymentDetails } from '@tributary/protocol/payment-details'
import type { Queryable } from './database.ts'

/** Details as they are stored. */
export interface DetailsRow {
  readonly affiliateId: number
  readonly sealed: Uint8Array
  readonly masked: PaymentDetails
  readonly changedAt: Date
  readonly changedBy: string
}

const SET = `
  insert into payment_details (program_id, affiliate_id, sealed, masked, changed_at, changed_by)
  values ($1, $2, $3, $4, $5, $6)
      on conflict (program_id, affiliate_id)
      do update set sealed = excluded.sealed, masked = excluded.masked, changed_at = excluded.changed_at, changed_by = excluded.changed_by`

const OF = `
  select affiliate_id as "affiliateId", sealed, masked, changed_at as "changedAt", changed_by as "changedBy"
    from payment_details
   where program_id = $1 and affiliate_id = any ($2)`

const ALL = `
  select affiliate_id as "affiliateId", sealed, masked, changed_at as "changedAt", changed_by as "changedBy"
    from payment_details
   where program_id = $1
   order by affiliate_id
     for update`

/** Everybody's details, locked until the transaction ends. */
export const detailsForReseal = (transaction: Queryable, programId: number): Promise<DetailsRow[]> =>
  transaction.query<DetailsRow>(ALL, [programId])

/** Replaces where an affiliate is paid. */
export async function setDetails(database: Queryable, programId: number, row: DetailsRow): Promise<void> {
  const { affiliateId, sealed, masked, changedAt, changedBy } = row
  await database.query(SET, [programId, affiliateId, Buffer.from(sealed), JSON.stringify(masked), changedAt, changedBy])
}

/** Where these affiliates are paid, as far as it is known. */
export const detailsOf = (database: Queryable, programId: number, affiliateIds: readonly number[]): Promise<DetailsRow[]> =>
  database.query<DetailsRow>(OF, [programId, affiliateIds])
