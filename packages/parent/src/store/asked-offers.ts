import type { ServiceFacts } from '@tributary/protocol/offer'
import type { Queryable } from './database.ts'

/** An offer that somebody asks about; facts only where it is a service. */
export interface AskedOffer {
  readonly offerId: number
  readonly handle: string
  readonly title: string
  readonly service: ServiceFacts | null
}

const BY_HANDLE = `
  select offer_id as "offerId", handle, title, service
    from offers
   where program_id = $1 and published and (handle = $2 or id = $2)`

/** The published offer with this handle or id. */
export const askedOffer = async (database: Queryable, programId: number, name: string): Promise<AskedOffer | undefined> =>
  (await database.query<AskedOffer>(BY_HANDLE, [programId, name]))[0]
