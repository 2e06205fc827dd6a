import type { AffiliateState } from '@tributary/protocol/affiliate'
import type { Queryable } from './database.ts'

/** A transition of an affiliate. */
export interface AffiliateTransition {
  readonly from: AffiliateState
  readonly to: AffiliateState
  readonly event: string
  readonly actor: string
  readonly reason: string
  readonly at: Date
}

const SET_STATE = `
  with moved as (
    update affiliates
       set state = $4
     where program_id = $1 and affiliate_id = $2 and state = $3
    returning affiliate_id, test
  )
  insert into affiliate_transitions (program_id, affiliate_id, from_state, to_state, event, actor, reason, at, test)
  select $1, affiliate_id, $3, $4, $5, $6, $7, $8, test
    from moved
  returning transition_id`

/** Moves an affiliate along and records it; `false` where it is not in `from` any more. */
export async function recordAffiliateTransition(
  database: Queryable,
  programId: number,
  affiliateId: number,
  step: AffiliateTransition,
): Promise<boolean> {
  const { from, to, event, actor, reason, at } = step
  return (await database.query(SET_STATE, [programId, affiliateId, from, to, event, actor, reason, at])).length === 1
}
