import { newLeadId } from '@tributary/protocol/id'
import type { LeadContact } from '@tributary/protocol/lead'
import type { Offer } from '@tributary/protocol/offer'
import { ok, type Result } from '@tributary/protocol/result'
import type { Failure } from './client.ts'
import { writeLetter } from './letter.ts'
import type { OrderNeeds } from './order.ts'
import type { LeadOutcome } from './outcome.ts'
import { createPlacing, type Written } from './placing.ts'
import type { UnsentLead } from './unsent.ts'

/** What a customer asks for. */
export interface LeadDetails {
  /** The service, as it was read. */
  readonly offer: Pick<Offer, 'handle' | 'title'>
  /** Who asks, with the answers to the service's questions by their ids, and the consents as they were shown. */
  readonly contact: LeadContact
  /** As the customer typed it. */
  readonly code?: string | undefined
  /** From the placement: who is attributed (a site key or an affiliate code). */
  readonly via?: string | undefined
}

/** Asks for services: the same request pressed twice is one, and one that was changed in between is another. */
export const createLeads = (needs: OrderNeeds): { ask(details: LeadDetails): Promise<LeadOutcome> } => ({
  ask: createPlacing(needs.outbox, { keyOf: (details) => JSON.stringify(details), write: (details) => write(needs, details) }),
})

async function write(needs: OrderNeeds, { offer, contact, code, via }: LeadDetails): Promise<Result<Written<UnsentLead>, Failure>> {
  const leadId = newLeadId()
  const letter = await writeLetter(needs, { id: leadId, via, code, offer: offer.handle }, { contact })
  if (!letter.ok) return letter
  const { body, isSealed } = letter.value
  const { parent, site } = needs
  return ok({ entry: { leadId, parent, site, body, savedAt: needs.device.now(), title: offer.title }, isSealed })
}
