import type { AttributionSummary } from './attribution.ts'
import type { DealState } from './deal.ts'
import type { LeadId, ProgramId, SiteKey } from './id.ts'
import type { ConsentMode } from './order.ts'
import type { Answers, Question } from './question.ts'
import type { VisitReference } from './touch.ts'

/** `POST`: asks for a service. */
export const LEADS_PATH = '/v1/leads'

/** The personal part of a request. Free text is kept byte for byte. Answers are part of it: they may say anything. */
export interface LeadContact {
  readonly name: string
  readonly email: string
  readonly phone?: string | undefined
  readonly company?: string | undefined
  readonly answers: Answers
  /** The consent texts that the customer agreed to, as they were shown. */
  readonly consents: readonly string[]
}

/** The open part of a request: what anybody may read. */
export interface LeadLetter {
  readonly id: LeadId
  readonly program: ProgramId
  /** Absent only on the parent's own pages. */
  readonly site?: SiteKey | undefined
  /** From the placement: a site key, an affiliate code or a link's short id. */
  readonly via?: string | undefined
  /** As the customer typed it. */
  readonly code?: string | undefined
  readonly touches: readonly string[]
  readonly visit?: VisitReference | undefined
  /** The handle of the service. */
  readonly offer: string
  readonly locale?: string | undefined
  readonly consent: ConsentMode
}

/** What is posted: the open part, and the personal part either sealed to the parent's key or in clear, never both. */
export type AskService = LeadLetter & ({ readonly contact: LeadContact } | { readonly sealed: string })

/** The answer to a request, the same for each repeat of it. */
export interface LeadAnswer {
  readonly leadId: LeadId
  /** 8 characters, readable over a telephone. */
  readonly number: string
  readonly state: DealState
  readonly receivedAt: string
  /** ISO 8601: until when somebody should have answered, where that was promised. */
  readonly answerBy?: string
  readonly attribution: AttributionSummary
  /** The customer's page with its secret; whoever has it sees the request and the conversation. */
  readonly statusUrl: string
  readonly test: boolean
}

/** A question with its answer, as it was asked: the offer may ask another today. */
export interface AnsweredQuestion {
  readonly question: Question
  readonly answer?: Answers[string]
}

/** What an affiliate or staff see of a request; `contact` only as far as the program allows. */
export interface Lead {
  readonly id: LeadId
  readonly number: string
  readonly offer: { readonly handle: string; readonly title: string }
  readonly state: DealState
  readonly receivedAt: string
  readonly answerBy?: string
  /** When somebody first answered. */
  readonly answeredAt?: string
  readonly isOverdue: boolean
  readonly handledBy: 'affiliate' | 'staff'
  /** Of the commission base, what counts for the affiliate; 10,000 is all. */
  readonly shareBasisPoints: number
  /** The code of the affiliate that owns it. */
  readonly affiliate?: string
  readonly contact: { readonly name?: string; readonly email?: string; readonly phone?: string; readonly company?: string }
  readonly answers: readonly AnsweredQuestion[]
  /** The last day of the claim (`2026-11-30`), where an affiliate has one. */
  readonly claimedUntil?: string
  /** What the present proposal or the deal is worth. */
  readonly value?: { readonly currency: string; readonly amountMinor: number }
  readonly reason?: string
  readonly test: boolean
}

/** `GET /v1/leads/:id?secret=…`: what the customer may see in short; the whole stands on the page that `statusUrl` names. */
export interface LeadStatus {
  readonly leadId: LeadId
  readonly number: string
  readonly offer: Lead['offer']
  readonly state: DealState
  readonly receivedAt: string
  readonly answerBy?: string
  readonly answeredAt?: string
  readonly test: boolean
}

/** What an affiliate sends to register a customer that it talked to. With an `id` it can be sent again safely. */
export interface RegisterLead {
  readonly id?: LeadId | undefined
  readonly offer: string
  readonly contact: Pick<LeadContact, 'name' | 'email' | 'phone' | 'company'> & { readonly answers?: Answers | undefined }
}

/** What staff send to give a request to another affiliate, or to nobody. */
export interface AssignLead {
  readonly affiliate?: string | undefined
  readonly reason: string
}

/** A page of requests, newest first. */
export interface LeadPage {
  readonly leads: readonly Lead[]
  readonly next?: string
}

/** How many requests are in a state, what they are worth, and how long the middle one stayed there (at most 2.5 % off). */
export interface StateFigures {
  readonly state: DealState
  readonly leads: number
  readonly valueMinor: number
  readonly medianHours?: number
}

/** The figures of a pipeline; conversion is won of all that ended. */
export interface PipelineFigures {
  readonly states: readonly StateFigures[]
  readonly conversionBasisPoints?: number
}

/** The pipeline of a program or of one affiliate; for staff also of each. Values are minor units. */
export interface Pipeline {
  readonly currency: string
  readonly total: PipelineFigures
  readonly affiliates?: readonly { readonly affiliate: string; readonly name: string; readonly figures: PipelineFigures }[]
}
