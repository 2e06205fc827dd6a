import { newLeadId } from '@tributary/protocol/id'
import type { LeadContact, LeadLetter } from '@tributary/protocol/lead'
import { askService } from '@tributary/protocol/lead.schema'
import type { Offer, ServiceFacts } from '@tributary/protocol/offer'
import type { Problem } from '@tributary/protocol/problem'
import type { Answers } from '@tributary/protocol/question'
import { html } from 'hono/html'
import { fieldProblems } from '../http/problem-response.ts'
import { takeLead } from '../routes/lead-intake.ts'
import type { Parent } from '../routes/route.ts'
import { amount } from './amounts.ts'
import { errorSummary, type FieldErrors, field } from './form.ts'
import { answerIn, consentFields, EMPTY_FORM, fieldOf, type LeadFields, questionFields } from './lead-form.ts'
import { previewHead } from './link-preview.ts'
import type { Visit } from './offer-page.ts'
import { type Html, page } from './page.ts'

/** A visit of the page of a service. */
export type ServiceVisit = Visit & { readonly offer: Offer & { readonly service: ServiceFacts } }

/** Whether a visit is of a service. */
export const isService = (visit: Visit): visit is ServiceVisit => visit.offer.service !== undefined

/**
 * `GET /o/:handle` of a service: what it is, and its questions as a plain form. The form carries the id of the request, so that pressing twice is one
 * request; what is wrong stands beside its field, and what was typed stays.
 */
export function showService(
  { program, offer, linkedFrom, test }: ServiceVisit,
  form: LeadFields = EMPTY_FORM,
  errors: FieldErrors = {},
): Promise<Response> {
  const { policy } = program
  const { service } = offer
  const isAgain = Object.keys(errors).length > 0
  const [image] = offer.images
  const body = html`<div class="product">
${image ? html`<img src="${image.src}" alt="${image.alt}" width="${image.width ?? ''}" height="${image.height ?? ''}">` : ''}
<div class="panel">
<h1>${offer.title}</h1>
<p class="price">${priceText(policy, service)}</p>
${offer.description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
${facts(service)}
<p class="muted">Done by ${policy.name}.${linkedFrom?.affiliateCode ? ` The site “${linkedFrom.name}” answers you, and earns a commission.` : ''}</p>
${errorSummary(errors)}
<form method="post" action="/o/${offer.handle}/ask" enctype="multipart/form-data">
<input type="hidden" name="via" value="${form.fields['via'] ?? ''}">
<input type="hidden" name="id" value="${form.fields['id'] ?? newLeadId()}">
${questionFields(policy, service.questions, form, errors)}
<fieldset><legend>How to reach you</legend>
${field('name', 'Your name', form.fields, errors, { autocomplete: 'name', isNeeded: true })}
${field('email', 'E-mail', form.fields, errors, { type: 'email', autocomplete: 'email', isNeeded: true, help: 'The answer comes here.' })}
${field('phone', 'Telephone (optional)', form.fields, errors, { type: 'tel', autocomplete: 'tel' })}
${field('company', 'Company (optional)', form.fields, errors, { autocomplete: 'organization' })}
</fieldset>
${consentFields(service.consents, form, errors)}
<button>Ask for an offer</button>
<p class="muted">Asking costs nothing and binds you to nothing. Here is the <a href="${policy.links.privacy}">privacy notice</a>.</p>
</form>
</div></div>`
  return page(body, {
    title: `${offer.title} · ${policy.name}`,
    policy,
    status: isAgain ? 422 : 200,
    test,
    isPrivate: true,
    head: previewHead(offer, policy, form.fields['via']),
  })
}

/** `POST /o/:handle/ask`: takes the request and leads to its page; the same form again leads to the same page. */
export async function askForService(
  parent: Parent,
  visit: ServiceVisit,
  form: LeadFields,
  address: string | undefined,
  uploadErrors: FieldErrors,
): Promise<Response> {
  const { program, offer, linkedFrom, visitor, test } = visit
  const answers = answersIn(visit, form)
  const contact: LeadContact = {
    ...personOf(form),
    answers,
    consents: (form.chosen['consent'] ?? []).filter((text) => offer.service.consents.includes(text)),
  }
  const letter = letterOf(visit, form, visitor.touches)
  const parsed = askService.safeParse({ ...letter, contact })
  const wrong = parsed.success ? {} : byField(visit, fieldProblems(parsed.error))
  if (!parsed.success || Object.keys(uploadErrors).length > 0)
    return showService(visit, withId(form, letter.id), { ...wrong, ...uploadErrors })
  const taken = await takeLead(parent, { program, site: undefined, linkedFrom, test, letter, contact, flags: [], address })
  if (!taken.ok) return showAgain(visit, form, taken.error)
  return new Response(null, {
    status: 303,
    headers: { Location: new URL(taken.value.answer.statusUrl).pathname, 'Cache-Control': 'no-store' },
  })
}

// What was refused for good stands under its id: the next attempt is a new one.
async function showAgain(visit: ServiceVisit, form: LeadFields, problem: Problem): Promise<Response> {
  const errors = problem.errors ? byField(visit, problem.errors) : { form: problem.detail ?? problem.title }
  const shown = await showService(visit, problem.final ? withId(form, newLeadId()) : form, errors)
  if (problem.retryAfterSeconds !== undefined) shown.headers.set('Retry-After', String(problem.retryAfterSeconds))
  return problem.status === 429 ? new Response(shown.body, { status: 429, headers: shown.headers }) : shown
}

const withId = (form: LeadFields, id: string): LeadFields => ({ ...form, fields: { ...form.fields, id } })

function letterOf({ program, offer, visitor }: ServiceVisit, { fields }: LeadFields, touches: readonly string[]): LeadLetter {
  const { via = '', id = '' } = fields
  return {
    id: (id === '' ? newLeadId() : id) as LeadLetter['id'],
    program: program.id,
    ...(via.trim() !== '' && { via: via.trim() }),
    touches,
    offer: offer.handle,
    locale: program.policy.locale,
    consent: visitor.consent,
  }
}

function personOf({ fields }: LeadFields): Pick<LeadContact, 'name' | 'email' | 'phone' | 'company'> {
  const { name = '', email = '', phone = '', company = '' } = fields
  return { name, email: email.trim(), ...(phone.trim() !== '' && { phone }), ...(company.trim() !== '' && { company }) }
}

function answersIn({ program, offer }: ServiceVisit, form: LeadFields): Answers {
  const given = offer.service.questions.flatMap((question) => {
    const answer = answerIn(program.policy, question, form)
    return answer === undefined ? [] : [[question.id, answer] as const]
  })
  return Object.fromEntries(given)
}

// A pointer into the request, as the field of the form that it came from.
function byField({ offer }: ServiceVisit, problems: readonly { readonly pointer: string; readonly detail: string }[]): FieldErrors {
  return Object.fromEntries(
    problems.map(({ pointer, detail }) => {
      const [, part = '', name = '', id = ''] = pointer.split('/')
      const question =
        name === 'answers' ? offer.service.questions.find((one) => one.id === id.replaceAll('~1', '/').replaceAll('~0', '~')) : undefined
      return [question ? fieldOf(question) : part === 'contact' ? name : 'form', question ? `${question.label}: ${detail}` : detail]
    }),
  )
}

/** What a service costs before anybody has asked. */
export function priceText(policy: Visit['program']['policy'], { price }: ServiceFacts): string {
  if (price.kind === 'on_request') return 'Price on request'
  return `${price.kind === 'from' ? 'From ' : ''}${amount(policy, price.amountMinor)}`
}

function facts({ duration, area, answersWithinHours }: ServiceFacts): Html | '' {
  const rows = [
    ['Takes', duration],
    ['Where', area],
    ['Answer', answersWithinHours === undefined ? undefined : answerText(answersWithinHours)],
  ].filter(([, value]) => value !== undefined)
  return rows.length === 0
    ? ''
    : html`<dl class="facts">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}

const answerText = (hours: number): string =>
  hours % 24 === 0 ? `Within ${hours === 24 ? 'a day' : `${hours / 24} days`}` : `Within ${hours} hours`
