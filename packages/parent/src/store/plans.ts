import type { PlanId } from '@tributary/protocol/id'
import type { Plan, PlanFinding } from '@tributary/protocol/plan'
import type { Queryable } from './database.ts'

/** A published version as it is stored; `planKey` is the internal key that orders freeze. */
export interface PlanRow {
  readonly planKey: number
  readonly id: PlanId
  readonly version: number
  readonly plan: Plan
  readonly findings: readonly PlanFinding[]
  readonly note: string
  readonly effectiveAt: Date
  readonly publishedAt: Date
  readonly publishedBy: string
}

const COLUMNS = `
  plan_key as "planKey", id, version, document as plan, findings, note, effective_at as "effectiveAt", published_at as "publishedAt",
  published_by as "publishedBy"`

const ALL = `select ${COLUMNS} from plans where program_id = $1 order by version desc`

const BY_KEY = `select ${COLUMNS} from plans where program_id = $1 and plan_key = $2`

const EFFECTIVE = `
  select ${COLUMNS}
    from plans
   where program_id = $1 and effective_at <= $2
   order by effective_at desc
   limit 1`

// Versions count up without a gap: whoever publishes at the same moment is told that another was quicker.
const INSERT = `
  insert into plans (program_id, id, version, document, findings, note, effective_at, published_at, published_by)
  select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8
    from plans
   where program_id = $1
      on conflict do nothing
  returning ${COLUMNS}`

/** All versions of a program's plan, newest first. */
export const allPlans = (database: Queryable, programId: number): Promise<PlanRow[]> => database.query<PlanRow>(ALL, [programId])

/** The version with this internal key. */
export async function planByKey(database: Queryable, programId: number, planKey: number): Promise<PlanRow> {
  const [row] = await database.query<PlanRow>(BY_KEY, [programId, planKey])
  if (!row) throw new Error(`expected plan ${planKey}, received no row`)
  return row
}

/** The version that counts at this moment, if any does. */
export const effectivePlan = async (database: Queryable, programId: number, at: Date): Promise<PlanRow | undefined> =>
  (await database.query<PlanRow>(EFFECTIVE, [programId, at]))[0]

/** Publishes a version; `undefined` where another one was published meanwhile, or begins at the same instant. */
export async function addPlan(
  database: Queryable,
  programId: number,
  row: Omit<PlanRow, 'planKey' | 'version'>,
): Promise<PlanRow | undefined> {
  const { id, plan, findings, note, effectiveAt, publishedAt, publishedBy } = row
  const values = [programId, id, JSON.stringify(plan), JSON.stringify(findings), note, effectiveAt, publishedAt, publishedBy]
  return (await database.query<PlanRow>(INSERT, values))[0]
}
