import { z } from 'zod'
import { answers, answerValue } from './answer.schema.ts'
import { attributionSummary } from './attribution.schema.ts'
import { DEAL_TRANSITIONS, type DealState } from './deal.ts'
import { id, normalizedCode, siteKey } from './id.schema.ts'
import type { AskService, AssignLead, Lead, LeadAnswer, LeadContact, LeadPage, LeadStatus, Pipeline, RegisterLead } from './lead.ts'
import { email, phone } from './order.schema.ts'
import { CONSENT_MODES } from './order.ts'
import { question } from './question.schema.ts'
import { text } from './text.schema.ts'
import { visitReference } from './touch.schema.ts'

const name = text(200).refine((value) => value.trim() !== '', 'Please give a name.')
const state = z.enum(Object.keys(DEAL_TRANSITIONS) as [DealState, ...DealState[]])

/** `LeadContact` on the wire; whether the answers fit is judged with the service's questions. */
export const leadContact = z.strictObject({
  name,
  email,
  phone: phone.optional(),
  company: text(200).optional(),
  answers,
  consents: z.array(text(2_000)).max(20),
}) satisfies z.ZodType<LeadContact>

/** `AskService` on the wire. */
export const askService = z
  .strictObject({
    id: id('lead'),
    program: id('program'),
    site: siteKey.optional(),
    via: z.string().max(64).optional(),
    code: text(64).optional(),
    touches: z.array(z.string()),
    visit: visitReference.optional(),
    offer: text(200, 1),
    locale: text(35).optional(),
    consent: z.enum(CONSENT_MODES),
    contact: leadContact.optional(),
    sealed: z.string().max(30_000).optional(),
  })
  .refine((lead) => (lead.contact === undefined) !== (lead.sealed === undefined), {
    path: ['contact'],
    message: 'The personal part comes either as `contact` or as `sealed`, and exactly one of them.',
  }) as unknown as z.ZodType<AskService>

/** `RegisterLead` on the wire. */
export const registerLead = z.strictObject({
  id: id('lead').optional(),
  offer: text(200, 1),
  contact: z.strictObject({ name, email, phone: phone.optional(), company: text(200).optional(), answers: answers.optional() }),
}) satisfies z.ZodType<RegisterLead>

/** `LeadAnswer` on the wire. */
export const leadAnswer = z.strictObject({
  leadId: id('lead'),
  number: z.string(),
  state,
  receivedAt: z.iso.datetime(),
  answerBy: z.iso.datetime().exactOptional(),
  attribution: attributionSummary,
  statusUrl: z.string(),
  test: z.boolean(),
}) satisfies z.ZodType<LeadAnswer>

/** `LeadStatus` on the wire. */
export const leadStatus = z.strictObject({
  leadId: id('lead'),
  number: z.string(),
  offer: z.strictObject({ handle: z.string(), title: z.string() }),
  state,
  receivedAt: z.iso.datetime(),
  answerBy: z.iso.datetime().exactOptional(),
  answeredAt: z.iso.datetime().exactOptional(),
  test: z.boolean(),
}) satisfies z.ZodType<LeadStatus>

/** `Lead` on the wire. */
export const lead = z.strictObject({
  id: id('lead'),
  number: z.string(),
  offer: z.strictObject({ handle: z.string(), title: z.string() }),
  state,
  receivedAt: z.iso.datetime(),
  answerBy: z.iso.datetime().exactOptional(),
  answeredAt: z.iso.datetime().exactOptional(),
  isOverdue: z.boolean(),
  handledBy: z.enum(['affiliate', 'staff']),
  shareBasisPoints: z.int(),
  affiliate: z.string().exactOptional(),
  contact: z.strictObject({
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    phone: z.string().exactOptional(),
    company: z.string().exactOptional(),
  }),
  answers: z.array(z.strictObject({ question, answer: answerValue.exactOptional() })),
  claimedUntil: z.string().exactOptional(),
  value: z.strictObject({ currency: z.string(), amountMinor: z.int() }).exactOptional(),
  reason: z.string().exactOptional(),
  test: z.boolean(),
}) as unknown as z.ZodType<Lead>

/** `LeadPage` on the wire. */
export const leadPage = z.strictObject({ leads: z.array(lead), next: z.string().exactOptional() }) satisfies z.ZodType<LeadPage>

/** What requests are asked for by. */
export const leadsQuery = z.strictObject({
  state: state.optional(),
  affiliate: z.string().max(64).optional(),
  overdue: z.enum(['true', 'false']).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** What an affiliate asks for its own requests by. */
export const ownLeadsQuery = leadsQuery.omit({ affiliate: true })

/** Why a request is changed. */
export const changeLead = z.strictObject({ reason: text(500).optional() })

/** The same where a reason is needed. */
export const reasonedChange = z.strictObject({ reason: text(500, 1) })

/** `AssignLead` on the wire. */
export const assignLead = z.strictObject({ affiliate: normalizedCode.optional(), reason: text(500, 1) }) satisfies z.ZodType<AssignLead>

/** `Pipeline` on the wire. */
export const pipeline = z.strictObject({
  currency: z.string(),
  total: z.lazy(() => figures),
  affiliates: z.array(z.strictObject({ affiliate: z.string(), name: z.string(), figures: z.lazy(() => figures) })).exactOptional(),
}) satisfies z.ZodType<Pipeline>

const figures = z.strictObject({
  states: z.array(z.strictObject({ state, leads: z.int(), valueMinor: z.int(), medianHours: z.number().exactOptional() })),
  conversionBasisPoints: z.int().exactOptional(),
})
