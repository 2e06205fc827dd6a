import type { MilestoneState } from '@tributary/protocol/deal'
import type { LeadId, MilestoneId, OrderId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** What a deal is made of when it is won. Its plan and upline are read by the database at that moment. */
export interface NewDeal {
  readonly leadKey: number
  readonly proposalKey: number
  readonly affiliateId: number | null
  readonly currency: string
  readonly shareBasisPoints: number
  readonly variantId: number
  readonly wonAt: Date
  readonly test: boolean
}

/** A milestone as it is added. */
export interface NewMilestone {
  readonly id: MilestoneId
  readonly position: number
  readonly title: string
  readonly condition: string
  readonly dueOn: string | null
  readonly amountMinor: number
  readonly taxMinor: number
}

/** A stored milestone. Times are ISO 8601, as PostgreSQL writes them inside JSON. */
export interface StoredMilestone extends NewMilestone {
  readonly milestoneKey: number
  readonly leadKey: number
  readonly state: MilestoneState
  readonly invoicedAt: string | null
  readonly paidAt: string | null
  readonly order: { readonly id: OrderId; readonly number: string; readonly refundedMinor: number } | null
  readonly test: boolean
}

/** A deal that was won, with its milestones in order. */
export interface StoredDeal {
  readonly leadKey: number
  readonly lead: LeadId
  readonly number: string
  readonly version: number
  readonly wonAt: Date
  readonly currency: string
  readonly taxIncluded: boolean
  readonly totalMinor: number
  readonly milestones: readonly StoredMilestone[]
}

// Who stood above the affiliate and which plan counted are frozen with the deal, as they are with an order.
const INSERT_DEAL = `
  insert into deals (program_id, lead_key, proposal_key, affiliate_id, upline, plan_key, share_basis_points, variant_id, won_at, test)
  values ($1, $2, $3, $4::bigint,
          coalesce((select path from affiliates where program_id = $1 and affiliate_id = $4::bigint), '{}'),
          (select plan_key
             from plans
            where program_id = $1 and effective_at <= $8 and $4::bigint is not null and document -> 'currencies' ? $5
            order by effective_at desc
            limit 1),
          $6, $7, $8, $9)`

const INSERT_MILESTONES = `
  insert into milestones (program_id, id, lead_key, position, title, condition, due_on, amount_minor, tax_minor, test)
  select $1, one.id, $2, one.position, one.title, one.condition, one."dueOn", one."amountMinor", one."taxMinor", $4
    from jsonb_to_recordset($3::jsonb) as one (
           id text, position integer, title text, condition text, "dueOn" date, "amountMinor" bigint, "taxMinor" bigint)`

const MILESTONES = `
  select m.milestone_key as "milestoneKey", m.lead_key as "leadKey", m.id, m.position, m.title, m.condition, to_char(m.due_on, 'YYYY-MM-DD') as "dueOn",
         m.amount_minor as "amountMinor", m.tax_minor as "taxMinor", m.state, m.test,
         (select max(at) from milestone_transitions t
           where t.program_id = m.program_id and t.milestone_key = m.milestone_key and t.to_state = 'invoiced')::text as "invoicedAt",
         (select max(at) from milestone_transitions t
           where t.program_id = m.program_id and t.milestone_key = m.milestone_key and t.to_state = 'paid')::text as "paidAt",
         case when o.order_key is not null
              then jsonb_build_object('id', o.id, 'number', o.number, 'refundedMinor', o.refunded_minor) end as "order"
    from milestones m
    left join orders o using (program_id, order_key)`

const OF_LEAD = `${MILESTONES} where m.program_id = $1 and m.lead_key = $2 order by m.position`

const BY_ID = `${MILESTONES} where m.program_id = $1 and m.id = $2`

const LEAD_OF_ORDER = `
  select l.id
    from milestones m
    join leads l using (program_id, lead_key)
   where m.program_id = $1 and m.order_key = $2`

const DEAL = `
  select d.lead_key as "leadKey", l.id as lead, l.number, p.version, d.won_at as "wonAt", p.currency, p.tax_included as "taxIncluded",
         p.total_minor as "totalMinor"
    from deals d
    join leads l using (program_id, lead_key)
    join proposals p using (program_id, proposal_key)
   where d.program_id = $1 and d.lead_key = $2`

const MOVE = `
  update milestones
     set state = $4, order_key = $5
   where program_id = $1 and milestone_key = $2 and state = $3
  returning milestone_key`

const ADD_TRANSITION = `
  insert into milestone_transitions (program_id, milestone_key, from_state, to_state, event, actor, at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`

/** Stores a deal with its milestones; the caller holds the lead's lock. */
export async function addDeal(
  transaction: Queryable,
  programId: number,
  { leadKey, proposalKey, affiliateId, currency, shareBasisPoints, variantId, wonAt, test }: NewDeal,
  milestones: readonly NewMilestone[],
): Promise<void> {
  const values = [programId, leadKey, proposalKey, affiliateId, currency, shareBasisPoints, variantId, wonAt, test]
  await transaction.query(INSERT_DEAL, values)
  await transaction.query(INSERT_MILESTONES, [programId, leadKey, JSON.stringify(milestones), test])
}

/** The deal of a lead, if it was won. */
export async function dealOf(database: Queryable, programId: number, leadKey: number): Promise<StoredDeal | undefined> {
  const [deal] = await database.query<Omit<StoredDeal, 'milestones'>>(DEAL, [programId, leadKey])
  return deal && { ...deal, milestones: await database.query<StoredMilestone>(OF_LEAD, [programId, leadKey]) }
}

/** The milestone with this id. */
export const milestoneById = async (database: Queryable, programId: number, id: string): Promise<StoredMilestone | undefined> =>
  (await database.query<StoredMilestone>(BY_ID, [programId, id]))[0]

/** The lead that an order was made for by the payment of a milestone, if it was. */
export const leadOfOrder = async (database: Queryable, programId: number, orderKey: number): Promise<LeadId | undefined> =>
  (await database.query<{ id: LeadId }>(LEAD_OF_ORDER, [programId, orderKey]))[0]?.id

/** Moves a milestone along and records it. Throws where it is not in `from`: the caller holds its lead's lock. */
export async function recordMilestoneStep(
  transaction: Queryable,
  programId: number,
  { milestoneKey, id, test }: Pick<StoredMilestone, 'milestoneKey' | 'id' | 'test'>,
  step: {
    readonly from: MilestoneState
    readonly to: MilestoneState
    readonly event: string
    readonly actor: string
    readonly at: Date
    readonly orderKey: number | null
  },
): Promise<void> {
  const { from, to, event, actor, at, orderKey } = step
  const moved = await transaction.query(MOVE, [programId, milestoneKey, from, to, orderKey])
  if (moved.length !== 1) throw new Error(`expected milestone ${id} to be ${from}`)
  await transaction.query(ADD_TRANSITION, [programId, milestoneKey, from, to, event, actor, at, test])
}
