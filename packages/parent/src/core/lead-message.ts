import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Letter, writeLetter } from './letter.ts'

/** What a letter must know of a request. */
export interface LeadFacts {
  readonly number: string
  readonly title: string
  /** Until when somebody should have answered. */
  readonly answerBy: Date | null
  readonly test: boolean
}

/** Whom a letter to an affiliate goes to. */
export interface Addressee {
  readonly name: string
  readonly email: string
}

/** To the customer: we have your request. `answeredBy` is who answers. */
export const leadReceived = (
  policy: ProgramPolicy,
  lead: LeadFacts,
  customer: { readonly email: string; readonly url: string },
  answeredBy: string,
): Letter =>
  writeLetter({
    kind: 'lead_received',
    recipient: customer.email,
    subject: `Your request ${lead.number} at ${policy.name}`,
    paragraphs: [
      `Thank you. Your request for ${lead.title} has arrived.`,
      `${answeredBy} answers you${lead.answerBy ? ` by ${moment(policy, lead.answerBy)}` : ''}. You can read the answer, write back and add files on the page of your request.`,
    ],
    link: { label: 'See your request', url: customer.url },
    footer: `${policy.name} · Questions: ${policy.contact}`,
    test: lead.test,
  })

/** To the affiliate: somebody asked. Says the customer's name, and nothing more of them. */
export const leadMade = (
  policy: ProgramPolicy,
  lead: LeadFacts,
  affiliate: Addressee,
  customerName: string,
  because: string,
  url: string,
): Letter =>
  toAffiliate(
    policy,
    lead,
    affiliate,
    'lead_made',
    `A new request for ${lead.title}`,
    [
      `${affiliate.name}, ${customerName} asks for ${lead.title}. The request ${lead.number} is yours: ${because}`,
      lead.answerBy
        ? `Please answer by ${moment(policy, lead.answerBy)}; after that ${policy.name} may take it over.`
        : 'Please answer soon.',
    ],
    { label: 'Read and answer', url },
  )

/** To the affiliate whose page it was: another one had registered this customer first. Says nothing about whom. */
export const leadProtected = (policy: ProgramPolicy, lead: LeadFacts, affiliate: Addressee, until: string): Letter =>
  toAffiliate(policy, lead, affiliate, 'lead_protected', `A request for ${lead.title} is protected`, [
    `${affiliate.name}, a request for ${lead.title} came by your page, but its customer had been registered by another affiliate first.`,
    `That protection ends on ${until}. Requests of this customer after that day are yours if they come by your page.`,
  ])

/** To the affiliate: nobody answered in time. */
export const leadOverdue = (policy: ProgramPolicy, lead: LeadFacts, affiliate: Addressee, url: string): Letter =>
  toAffiliate(
    policy,
    lead,
    affiliate,
    'lead_overdue',
    `Request ${lead.number} waits for your answer`,
    [
      `${affiliate.name}, request ${lead.number} for ${lead.title} has not been answered, and its time is over.`,
      `Answer it now; ${policy.name} may take it over, and then only a share of the commission is left.`,
    ],
    { label: 'Read and answer', url },
  )

/** To an affiliate: a request is somebody else's now, or its. */
export const leadReassigned = (policy: ProgramPolicy, lead: LeadFacts, affiliate: Addressee, sentence: string, reason: string): Letter =>
  toAffiliate(policy, lead, affiliate, 'lead_reassigned', `Request ${lead.number}: ${sentence}`, [
    `${affiliate.name}, request ${lead.number} for ${lead.title}: ${sentence}.`,
    `The reason: ${reason}`,
  ])

/** To staff: somebody asked. */
export const leadArrived = (policy: ProgramPolicy, lead: LeadFacts, owner: string | undefined, recipient: string): Letter =>
  writeLetter({
    kind: 'lead_arrived',
    recipient,
    subject: `New request ${lead.number}: ${lead.title}`,
    paragraphs: [
      `New request ${lead.number} for ${lead.title}.`,
      owner === undefined
        ? `Nobody brought it; it is yours to answer: tributary lead show ${lead.number}`
        : `${owner} brought it and answers${lead.answerBy ? ` by ${moment(policy, lead.answerBy)}` : ''}.`,
    ],
    footer: policy.name,
    test: lead.test,
  })

/** To staff: nobody answered in time. */
export const leadUnanswered = (policy: ProgramPolicy, lead: LeadFacts, owner: string | undefined, recipient: string): Letter =>
  writeLetter({
    kind: 'lead_unanswered',
    recipient,
    subject: `Request ${lead.number} was not answered`,
    paragraphs: [
      `Request ${lead.number} for ${lead.title} was not answered in time${owner === undefined ? '' : ` by ${owner}`}.`,
      `Take it over: tributary lead takeover ${lead.number} --reason "not answered"`,
    ],
    footer: policy.name,
    test: lead.test,
  })

function toAffiliate(
  policy: ProgramPolicy,
  lead: LeadFacts,
  affiliate: Addressee,
  kind: Letter['kind'],
  subject: string,
  paragraphs: readonly string[],
  link?: { readonly label: string; readonly url: string },
): Letter {
  const footer = `${policy.name} · ${policy.contact}`
  return writeLetter({ kind, recipient: affiliate.email, subject, paragraphs, ...(link && { link }), footer, test: lead.test })
}

const moment = ({ locale, timeZone }: ProgramPolicy, at: Date): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at)
