import type { DealState } from '@tributary/protocol/deal'
import type { Queryable } from './database.ts'

/** A lead in an affiliate's list. */
export interface OwnLeadRow {
  readonly leadKey: number
  readonly number: string
  readonly title: string
  readonly customerName: string
  readonly state: DealState
  readonly stateSince: Date
  readonly answerBy: Date | null
  readonly answeredAt: Date | null
  readonly handledBy: 'affiliate' | 'staff'
  /** What its latest proposal comes to; 0 before there is one. */
  readonly valueMinor: number
  readonly test: boolean
}

const COUNTS = `select state, count(*) as leads from leads where program_id = $1 and affiliate_id = $2 group by state`

const LIST = `
  select l.lead_key as "leadKey", l.number, o.title, l.contact ->> 'name' as "customerName", l.state, l.state_since as "stateSince",
         l.answer_by as "answerBy", l.answered_at as "answeredAt", l.handled_by as "handledBy", l.value_minor as "valueMinor", l.test
    from leads l
    join offers o using (program_id, offer_id)
   where l.program_id = $1 and l.affiliate_id = $2 and l.state = any ($3) and ($4::bigint is null or l.lead_key < $4)
   order by l.lead_key desc
   limit $5`

/** How many leads an affiliate has in each state; a state without any is left out. */
export const leadCounts = (database: Queryable, programId: number, affiliateId: number): Promise<{ state: DealState; leads: number }[]> =>
  database.query<{ state: DealState; leads: number }>(COUNTS, [programId, affiliateId])

/** An affiliate's leads in some states, newest first, `limit` of them after the one with the internal key `before`. */
export const leadsInStates = (
  database: Queryable,
  programId: number,
  affiliateId: number,
  states: readonly DealState[],
  before: number | undefined,
  limit: number,
): Promise<OwnLeadRow[]> => database.query<OwnLeadRow>(LIST, [programId, affiliateId, states, before ?? null, limit])
