import { sealKeyOf } from '@tributary/parent/core/keyring'
import { firstProgram } from '@tributary/parent/store/programs'
import { newLeadId } from '@tributary/protocol/id'
import type { Lead, LeadContact, LeadLetter } from '@tributary/protocol/lead'
import { seal } from '@tributary/sdk/parts'
import type { TestApp } from './app.ts'
import { buildContact, ofLead } from './deal.ts'

/** A request for the service `kitchen-planning`, as a page of the affiliate sends it; `site: undefined` is one of the parent's own page. */
export async function buildLead(
  app: TestApp,
  more: Partial<LeadLetter> & { contact?: LeadContact } = {},
): Promise<LeadLetter & { contact: LeadContact }> {
  const program = await firstProgram(app.database)
  if (!program) throw new Error('expected a program, received none')
  return {
    id: newLeadId(),
    program: program.id,
    site: app.site.key,
    touches: [],
    offer: 'kitchen-planning',
    consent: 'granted',
    contact: buildContact(),
    ...more,
  }
}

/** Posts a request as a page does: its own, or the parent's where it names no site. */
export const postLead = (
  app: TestApp,
  lead: LeadLetter & { readonly contact?: LeadContact; readonly sealed?: string },
): Promise<Response> => {
  const request = { method: 'POST', body: JSON.stringify(lead), headers: { 'Content-Type': 'text/plain' } }
  return lead.site === undefined
    ? Promise.resolve(app.app.request(`${app.origin}/v1/leads`, request))
    : app.fetch(`${app.origin}/v1/leads`, request)
}

/** The personal part, sealed as a page seals it. */
export async function sealFor(app: TestApp, contact: LeadContact, leadId: string): Promise<string> {
  const program = await firstProgram(app.database)
  const [key] = program ? (await app.parent.keyring(program.programId)).seal : []
  if (!key) throw new Error('expected a seal key, received none')
  return seal(contact, leadId, sealKeyOf(key))
}

/** The last day of the claim on a request's customer. */
export const claimedUntil = async (app: TestApp, number: string): Promise<string> =>
  (await ofLead<Lead>(app, 'showLead', number)).claimedUntil ?? ''
