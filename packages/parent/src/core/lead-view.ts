import type { Lead, LeadAnswer, LeadContact, LeadStatus } from '@tributary/protocol/lead'
import { DEFAULT_LEAD_POLICY, type ProgramPolicy } from '@tributary/protocol/program'
import type { Question } from '@tributary/protocol/question'
import { dayOf } from './period.ts'

/** A stored lead as the views need it. */
export interface ViewableLead extends Pick<Lead, 'id' | 'number' | 'state' | 'handledBy' | 'shareBasisPoints' | 'reason' | 'test'> {
  readonly handle: string
  readonly title: string
  readonly receivedAt: Date
  readonly answerBy: Date | null
  readonly answeredAt: Date | null
  readonly affiliateCode: string | null
  readonly contact: LeadContact
  readonly questions: readonly Question[]
  readonly claimEndsAt: Date | null
  readonly valueMinor: number
  readonly attribution: { readonly summary: unknown }
}

/** What an affiliate (only as far as the program allows) or staff see of a lead, at `now`. Files are named, never opened, here. */
export function leadView(lead: ViewableLead, policy: ProgramPolicy, now: Date, audience: 'affiliate' | 'staff'): Lead {
  const { id, number, handle, title, state, receivedAt, answerBy, answeredAt, handledBy, shareBasisPoints, affiliateCode, reason, test } =
    lead
  return {
    id,
    number,
    offer: { handle, title },
    state,
    receivedAt: receivedAt.toISOString(),
    ...(answerBy && { answerBy: answerBy.toISOString() }),
    ...(answeredAt && { answeredAt: answeredAt.toISOString() }),
    isOverdue: isOverdue(lead, now),
    handledBy,
    shareBasisPoints,
    ...(affiliateCode !== null && { affiliate: affiliateCode }),
    contact: contactFor(lead.contact, policy, audience),
    answers: lead.questions.map((question) => {
      const answer = lead.contact.answers[question.id]
      return { question, ...(answer !== undefined && { answer: withoutSecrets(answer) }) }
    }),
    ...(lead.claimEndsAt && { claimedUntil: lastDay(lead.claimEndsAt, policy) }),
    ...(0 < lead.valueMinor && { value: { currency: policy.currency, amountMinor: lead.valueMinor } }),
    ...(reason !== undefined && reason !== '' && { reason }),
    test,
  }
}

/** Whether nobody answered a new lead in time. */
export const isOverdue = ({ state, answerBy, answeredAt }: Pick<ViewableLead, 'state' | 'answerBy' | 'answeredAt'>, now: Date): boolean =>
  state === 'new' && answeredAt === null && answerBy !== null && answerBy < now

/** The last calendar day of a claim, in the program's time zone. */
export const lastDay = (endsAt: Date, { timeZone }: Pick<ProgramPolicy, 'timeZone'>): string =>
  dayOf(new Date(endsAt.getTime() - 1), timeZone)

/** The answer to a request as it was first given: replaying it later says the same. */
export const leadAnswer = ({ id, number, receivedAt, answerBy, attribution, test }: ViewableLead, statusUrl: string): LeadAnswer => ({
  leadId: id,
  number,
  state: 'new',
  receivedAt: receivedAt.toISOString(),
  ...(answerBy && { answerBy: answerBy.toISOString() }),
  attribution: attribution.summary as LeadAnswer['attribution'],
  statusUrl,
  test,
})

/** What the customer may see in short. */
export const leadStatus = ({ id, number, handle, title, state, receivedAt, answerBy, answeredAt, test }: ViewableLead): LeadStatus => ({
  leadId: id,
  number,
  offer: { handle, title },
  state,
  receivedAt: receivedAt.toISOString(),
  ...(answerBy && { answerBy: answerBy.toISOString() }),
  ...(answeredAt && { answeredAt: answeredAt.toISOString() }),
  test,
})

/** What is shown of who asked. The affiliate talks with the customer, so it knows the name; it is told an address only where the program says so. */
export function contactFor(
  { name, email, phone, company }: LeadContact,
  policy: ProgramPolicy,
  audience: 'affiliate' | 'staff',
): Lead['contact'] {
  if (audience === 'affiliate' && !showsContact(policy)) return { name }
  return { name, email, ...(phone !== undefined && { phone }), ...(company !== undefined && { company }) }
}

/** Whether a program lets affiliates see how a customer is reached. */
export const showsContact = ({ leads }: Pick<ProgramPolicy, 'leads'>): boolean => leads?.showsContact ?? DEFAULT_LEAD_POLICY.showsContact

const withoutSecrets = (answer: LeadContact['answers'][string]): LeadContact['answers'][string] =>
  Array.isArray(answer)
    ? ((answer as readonly unknown[]).map((one) =>
        typeof one === 'object' && one !== null ? { ...(one as { id: string; name: string }), secret: '' } : one,
      ) as LeadContact['answers'][string])
    : answer
