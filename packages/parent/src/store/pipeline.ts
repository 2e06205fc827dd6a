import type { DealState } from '@tributary/protocol/deal'
import type { Queryable } from './database.ts'

/** A row of the pipeline: one owner (`null`: nobody's) and state. */
export interface PipelineRow {
  readonly affiliateId: number | null
  readonly affiliate: string | null
  readonly name: string | null
  readonly state: DealState
  readonly leads: number
  readonly valueMinor: number
}

/** A logarithmic step of time spent in a state, `1.05 ^ step` seconds on, and how many left it after so long. */
export interface TimeRow {
  readonly affiliateId: number | null
  readonly state: DealState
  readonly step: number
  readonly leads: number
}

const FIGURES = `
  select nullif(p.affiliate_id, 0) as "affiliateId", a.code as affiliate, a.name, p.state, p.leads, p.value_minor as "valueMinor"
    from pipeline p
    left join affiliates a on a.program_id = p.program_id and a.affiliate_id = p.affiliate_id
   where p.program_id = $1 and not p.test and 0 < p.leads and ($2::bigint is null or p.affiliate_id = $2)`

const TIMES = `
  select nullif(affiliate_id, 0) as "affiliateId", state, step, leads
    from state_times
   where program_id = $1 and not test and ($2::bigint is null or affiliate_id = $2)
   order by step`

/** The sums of a program's pipeline, or of one affiliate's. */
export const pipelineRows = (database: Queryable, programId: number, affiliateId: number | null): Promise<PipelineRow[]> =>
  database.query<PipelineRow>(FIGURES, [programId, affiliateId])

/** How long leads stayed in their states, by steps, the shortest first. */
export const timeRows = (database: Queryable, programId: number, affiliateId: number | null): Promise<TimeRow[]> =>
  database.query<TimeRow>(TIMES, [programId, affiliateId])
