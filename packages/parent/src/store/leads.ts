import type { DealState } from '@tributary/protocol/deal'
import type { LeadId, SiteKey } from '@tributary/protocol/id'
import type { LeadContact } from '@tributary/protocol/lead'
import type { ConsentMode } from '@tributary/protocol/order'
import type { Question } from '@tributary/protocol/question'
import type { Queryable } from './database.ts'

/** A stored lead with the offer as the catalogue has it now. */
export interface StoredLead {
  readonly leadKey: number
  readonly id: LeadId
  readonly number: string
  readonly offerId: number
  readonly handle: string
  readonly title: string
  readonly siteKey: SiteKey | null
  readonly affiliateId: number | null
  readonly affiliateCode: string | null
  readonly affiliateName: string | null
  readonly affiliateEmail: string | null
  readonly state: DealState
  readonly stateSince: Date
  readonly contact: LeadContact
  readonly questions: readonly Question[]
  readonly customerHash: string
  readonly attribution: { readonly summary: unknown }
  readonly flags: readonly string[]
  readonly locale: string | null
  readonly consent: ConsentMode
  readonly receivedAt: Date
  readonly answerBy: Date | null
  readonly answeredAt: Date | null
  readonly overdueToldAt: Date | null
  readonly expiresAt: Date
  readonly handledBy: 'affiliate' | 'staff'
  readonly shareBasisPoints: number
  readonly claimKey: number | null
  readonly claimEndsAt: Date | null
  readonly valueMinor: number
  /** Why it is in its state, where somebody said so. */
  readonly reason: string
  readonly test: boolean
}

/** A step of a lead; `from` equal to `to` records an event that leaves the state (another owner, a first answer). */
export interface LeadStep {
  readonly from: DealState
  readonly to: DealState
  readonly event: string
  readonly actor: string
  readonly reason?: string | undefined
  readonly details?: unknown
  readonly at: Date
}

const ADD_STEP = `
  insert into lead_transitions (program_id, lead_key, from_state, to_state, event, actor, reason, details, at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const SET_STATE = `
  update leads
     set state = $4, state_since = case when state = $4 then state_since else $5 end
   where program_id = $1 and lead_key = $2 and state = $3
  returning lead_key`

const SELECT = `
  select l.lead_key as "leadKey", l.id, l.number, l.offer_id as "offerId", o.handle, o.title, s.key as "siteKey", l.affiliate_id as "affiliateId",
         a.code as "affiliateCode", a.name as "affiliateName", a.email as "affiliateEmail", l.state, l.state_since as "stateSince", l.contact,
         l.questions, encode(l.customer_hash, 'hex') as "customerHash", l.attribution, l.flags, l.locale, l.consent,
         l.received_at as "receivedAt", l.answer_by as "answerBy", l.answered_at as "answeredAt", l.overdue_told_at as "overdueToldAt",
         l.expires_at as "expiresAt", l.handled_by as "handledBy", l.share_basis_points as "shareBasisPoints",
         l.claim_key as "claimKey", c.ends_at as "claimEndsAt", l.value_minor as "valueMinor", l.test,
         coalesce((select reason
                     from lead_transitions t
                    where t.program_id = l.program_id and t.lead_key = l.lead_key and t.to_state = l.state and t.from_state is distinct from t.to_state
                    order by t.transition_id desc
                    limit 1), '') as reason
    from leads l
    join offers o using (program_id, offer_id)
    left join sites s on s.program_id = l.program_id and s.site_id = l.site_id
    left join affiliates a on a.program_id = l.program_id and a.affiliate_id = l.affiliate_id
    left join claims c on c.program_id = l.program_id and c.claim_key = l.claim_key`

const BY_NAME = `${SELECT} where l.program_id = $1 and (l.id = $2 or l.number = $3)`

const BY_KEY = `${SELECT} where l.program_id = $1 and l.lead_key = $2`

const PAGE = `
  ${SELECT}
   where l.program_id = $1
     and ($2::text is null or l.state = $2)
     and ($3::bigint is null or l.affiliate_id = $3)
     and ($4::boolean is null or $4 = (l.state = 'new' and l.answered_at is null and l.answer_by < $5))
     and ($6::bigint is null or l.lead_key < $6)
   order by l.lead_key desc
   limit $7`

const LOCK = `select lead_key from leads where program_id = $1 and (id = $2 or number = $3) for update`

/** The lead with this id or number (normalised). */
export const leadByName = async (database: Queryable, programId: number, id: string, number: string): Promise<StoredLead | undefined> =>
  (await database.query<StoredLead>(BY_NAME, [programId, id, number]))[0]

/** The lead with this internal key. */
export const leadByKey = async (database: Queryable, programId: number, leadKey: number): Promise<StoredLead | undefined> =>
  (await database.query<StoredLead>(BY_KEY, [programId, leadKey]))[0]

/** The lead with this id or number, locked until the transaction ends. Whoever also locks an order locks the lead first. */
export async function leadForChange(
  transaction: Queryable,
  programId: number,
  id: string,
  number: string,
): Promise<StoredLead | undefined> {
  await transaction.query(LOCK, [programId, id, number])
  return leadByName(transaction, programId, id, number)
}

/** Leads newest first, `limit` of them after the one with the internal key `before`. */
export const leadsPage = (
  database: Queryable,
  programId: number,
  filter: {
    readonly state?: DealState | undefined
    readonly affiliateId?: number | undefined
    readonly overdue?: boolean | undefined
    readonly before?: number | undefined
    readonly now: Date
  },
  limit: number,
): Promise<StoredLead[]> => {
  const { state = null, affiliateId = null, overdue = null, before = null, now } = filter
  return database.query<StoredLead>(PAGE, [programId, state, affiliateId, overdue, now, before, limit])
}

/** Moves a lead along and records it. Throws where the lead is not in `from`: the caller holds its lock. */
export async function recordLeadStep(
  transaction: Queryable,
  programId: number,
  { leadKey, id, test }: Pick<StoredLead, 'leadKey' | 'id' | 'test'>,
  { from, to, event, actor, reason = '', details, at }: LeadStep,
): Promise<void> {
  const moved = await transaction.query(SET_STATE, [programId, leadKey, from, to, at])
  if (moved.length !== 1) throw new Error(`expected lead ${id} to be ${from}`)
  const told = details === undefined ? null : JSON.stringify(details)
  await transaction.query(ADD_STEP, [programId, leadKey, from, to, event, actor, reason, told, at, test])
}
