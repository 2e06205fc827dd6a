import { newCode, newId } from '@tributary/protocol/id'
import type { LeadAnswer, LeadContact, LeadLetter, LeadStatus } from '@tributary/protocol/lead'
import { askService, leadContact } from '@tributary/protocol/lead.schema'
import { DEFAULT_LEAD_POLICY } from '@tributary/protocol/program'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { answer, refuse } from './answer.ts'
import type { Call } from './endpoint.ts'
import { attributionOf, type Ground } from './ground.ts'
import { createIntake, digestOf, type LetterKind, type Opened, openLetter } from './intake.ts'
import type { Refusal } from './pricing.ts'

const HOUR_MS = 60 * 60 * 1_000

const LEAD = { kind: 'lead', part: 'contact', schema: askService, personalSchema: leadContact } as LetterKind<LeadLetter, LeadContact>

/** A request for a service that this parent took. */
export interface AskedLead {
  readonly letter: LeadLetter
  readonly contact: LeadContact
  readonly offer: LeadStatus['offer']
  readonly answer: LeadAnswer
}

/** The requests of a test parent. */
export interface Leads {
  readonly asked: AskedLead[]
  /** `POST /v1/leads`: 201 the first time an id is seen, 200 for each repeat of the same request. */
  postLead(call: Call): Promise<Response>
  /** `GET /v1/leads/:id?secret=…`. A wrong secret is answered like an unknown request. */
  getLead(call: Call): Promise<Response>
  forget(): void
}

/**
 * Takes requests for services. Of the answers it judges that each is to a question of the service, and that none is missing which is needed; whether
 * each fits its question only the real parent says.
 */
export function createLeads(ground: Ground): Leads {
  const { settings, catalogue } = ground
  const asked: AskedLead[] = []
  const intake = createIntake<LeadAnswer>('lead')

  const decide = ({ letter, personal }: Opened<LeadLetter, LeadContact>): Result<LeadAnswer, Refusal> => {
    const offer = catalogue.offers().find(({ id, handle }) => handle === letter.offer || id === letter.offer)
    if (!offer?.service) return fail({ code: 'offer_unknown', detail: `No service is called “${letter.offer}”.` })
    const { questions, consents, answersWithinHours = DEFAULT_LEAD_POLICY.answerHours } = offer.service
    const strange = Object.keys(personal.answers).filter((id) => !questions.some((question) => question.id === id))
    const missing = questions.filter(({ id, isNeeded }) => isNeeded && [undefined, ''].includes(personal.answers[id] as string | undefined))
    const errors = [
      ...strange.map((id) => ({ pointer: `/contact/answers/${id}`, detail: 'This is not asked here.' })),
      ...missing.map(({ id }) => ({ pointer: `/contact/answers/${id}`, detail: 'Please answer this; it is needed for an offer.' })),
      ...consents
        .filter((text) => !personal.consents.includes(text))
        .map((text) => ({ pointer: '/contact/consents', detail: `Please agree to this first: ${text}` })),
    ]
    if (errors.length > 0) return fail({ code: 'request_invalid', errors })
    const now = settings.now()
    const answered: LeadAnswer = {
      leadId: letter.id,
      number: newCode(),
      state: 'new',
      receivedAt: now.toISOString(),
      answerBy: new Date(now.getTime() + answersWithinHours * HOUR_MS).toISOString(),
      attribution: attributionOf(ground),
      statusUrl: `${settings.origin}/request/${letter.id}/${newId('lead').slice(4)}`,
      test: settings.isTest,
    }
    asked.push({ letter, contact: personal, offer: { handle: offer.handle, title: offer.title }, answer: answered })
    return ok(answered)
  }

  return {
    asked,
    async postLead(call) {
      const opened = await openLetter(ground, call, LEAD)
      if (!opened.ok) return opened.error
      return intake.take(call, opened.value.letter.id, digestOf(opened.value), () => decide(opened.value))
    },
    async getLead({ name, url, parameters }) {
      const lead = asked.find(({ letter }) => letter.id === parameters['id'])
      if (!lead || url.searchParams.get('secret') !== lead.answer.statusUrl.split('/').at(-1)) return refuse(name, 'lead_unknown')
      const { statusUrl: _, attribution: __, ...said } = lead.answer
      return answer(name, 200, { ...said, offer: lead.offer } satisfies LeadStatus)
    },
    forget() {
      asked.length = 0
      intake.forget()
    },
  }
}
