import type { LeadId } from '@tributary/protocol/id'
import type { LeadContact } from '@tributary/protocol/lead'
import type { ConsentMode } from '@tributary/protocol/order'
import type { Question } from '@tributary/protocol/question'
import type { Queryable } from './database.ts'

/** A lead that was decided. Its id was taken by an intake before (`openIntake`). */
export interface NewLead {
  readonly id: LeadId
  readonly number: string
  readonly offerId: number
  readonly siteId: number | null
  readonly affiliateId: number | null
  readonly contact: LeadContact
  /** As the offer asks them now. */
  readonly questions: readonly Question[]
  /** Hex; the same for each order and request of one customer. */
  readonly customerHash: string
  readonly attribution: unknown
  readonly flags: readonly string[]
  readonly locale: string | null
  readonly consent: ConsentMode
  readonly receivedAt: Date
  readonly answerBy: Date | null
  readonly expiresAt: Date
  /** The claim that its customer is covered by. */
  readonly claimKey: number | null
  readonly test: boolean
}

const INSERT = `
  insert into leads (
    program_id, id, number, offer_id, site_id, affiliate_id, state_since, contact, questions, customer_hash, attribution, flags, locale, consent,
    received_at, answer_by, expires_at, test, claim_key)
  values ($1, $2, $3, $4, $5, $6, $14, $7, $8, decode($9, 'hex'), $10, $11, $12, $13, $14, $15, $16, $17, $18)
  returning lead_key as "leadKey"`

const FIRST_STEP = `
  insert into lead_transitions (program_id, lead_key, from_state, to_state, event, actor, at, test)
  values ($1, $2, null, 'new', 'ask', 'customer', $3, $4)`

/** Stores a lead with its first step; answers its key. */
export async function addLead(transaction: Queryable, programId: number, lead: NewLead): Promise<number> {
  const [inserted] = await transaction.query<{ leadKey: number }>(INSERT, [
    programId,
    lead.id,
    lead.number,
    lead.offerId,
    lead.siteId,
    lead.affiliateId,
    JSON.stringify(lead.contact),
    JSON.stringify(lead.questions),
    lead.customerHash,
    JSON.stringify(lead.attribution),
    lead.flags,
    lead.locale,
    lead.consent,
    lead.receivedAt,
    lead.answerBy,
    lead.expiresAt,
    lead.test,
    lead.claimKey,
  ])
  if (!inserted) throw new Error(`expected the key of lead ${lead.id}, received no row`)
  await transaction.query(FIRST_STEP, [programId, inserted.leadKey, lead.receivedAt, lead.test])
  return inserted.leadKey
}
