import type { LeadContact, LeadLetter } from '@tributary/protocol/lead'
import { askService, leadContact } from '@tributary/protocol/lead.schema'
import { statusQuery } from '@tributary/protocol/status-query.schema'
import type { z } from 'zod'
import { isLeadSecret } from '../core/lead.ts'
import { leadStatus } from '../core/lead-view.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { leadByName } from '../store/leads.ts'
import { firstProgram } from '../store/programs.ts'
import { type BodyKind, openBody } from './intake-body.ts'
import { takeLead } from './lead-intake.ts'
import type { Parent, PublicRoute } from './route.ts'

const LEAD: BodyKind<LeadContact> = {
  kind: 'lead',
  what: 'A request',
  part: 'contact',
  schema: askService,
  personalSchema: leadContact as z.ZodType<LeadContact>,
}

/** `POST /v1/leads`: 201 the first time a lead's id is seen, 200 for each repeat of the same request. */
export const postLead =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const opened = await openBody<LeadLetter, LeadContact>(parent, call, LEAD)
    if (!opened.ok) return opened.error
    const { letter, personal, program, site, flags } = opened.value
    const taken = await takeLead(parent, { program, site, letter, contact: personal, flags, address: call.address })
    return taken.ok ? json(taken.value.answer, taken.value.created ? 201 : 200) : problemResponse(taken.error.code, taken.error)
  }

/** `GET /v1/leads/:id?secret=…`. A wrong secret is answered like an unknown request. */
export const getLead =
  (parent: Parent): PublicRoute =>
  async ({ parameters: { id = '' }, url }) => {
    const query = parseQuery(url, statusQuery)
    if (!query.ok) return query.error
    const program = await firstProgram(parent.database)
    const keyring = program && (await parent.keyring(program.programId))
    if (!program || !keyring || !isLeadSecret(keyring, id, query.value.secret)) return problemResponse('lead_unknown')
    const lead = await leadByName(parent.database, program.programId, id, '')
    return lead ? json(leadStatus(lead)) : problemResponse('lead_unknown')
  }
