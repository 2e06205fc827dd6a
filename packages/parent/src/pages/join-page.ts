import type { JoiningFacts, NewApplication } from '@tributary/protocol/application'
import { newApplication } from '@tributary/protocol/application.schema'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { html } from 'hono/html'
import { fieldProblems } from '../http/problem-response.ts'
import { receiveApplication } from '../routes/applications.ts'
import { invitationOf, takeInvitation } from '../routes/invitations.ts'
import { joiningFacts } from '../routes/joining-facts.ts'
import type { Parent } from '../routes/route.ts'
import type { Program } from '../store/programs.ts'
import { errorSummary, type FieldErrors, type Fields, field, textArea } from './form.ts'
import { failurePage, type Html, page } from './page.ts'

interface JoinForm {
  readonly action: string
  readonly fields: Fields
  readonly errors?: FieldErrors
  readonly notice?: string
  /** The address that was invited; nobody types it. */
  readonly invited?: string
  /** Who invited; of an application `via` says it. */
  readonly sponsor?: string | null
}

/** `GET /join`: what an affiliate does and earns, and the form by which to become one. */
export async function showJoin(parent: Parent, program: Program, fields: Fields): Promise<Response> {
  const { policy } = program
  if (policy.joining?.applications === 'closed') return closed(policy)
  return joinPage(parent, program, { action: '/join', fields }, 200)
}

/** `POST /join`: takes the application, or shows the form again as it was filled. */
export async function applyByForm(parent: Parent, program: Program, fields: Fields): Promise<Response> {
  const application = readApplication(fields)
  if (!application.ok) return joinPage(parent, program, { action: '/join', fields, errors: application.error }, 422)
  const refusal = await receiveApplication(parent, program, application.value)
  if (refusal?.code === 'applications_closed') return closed(program.policy)
  if (refusal) return joinPage(parent, program, { action: '/join', fields, notice: refusal.detail ?? '' }, 429)
  return done(program.policy, 'Your application has arrived', [
    `${program.policy.name} reads it and answers by mail to ${application.value.email}.`,
    'With the answer come your link and the line that shows the products on your website.',
  ])
}

/** `GET /join/:secret`: the form of who was invited. */
export async function showInvitation(parent: Parent, program: Program, secret: string, fields: Fields = {}): Promise<Response> {
  const invitation = await invitationOf(parent, program, secret)
  if (!invitation) return goneInvitation(program.policy)
  const { email, name, sponsorName } = invitation
  return joinPage(parent, program, { action: `/join/${secret}`, fields: { name, ...fields }, invited: email, sponsor: sponsorName }, 200)
}

/** `POST /join/:secret`: takes the invitation up. */
export async function acceptByForm(parent: Parent, program: Program, secret: string, fields: Fields): Promise<Response> {
  const { policy } = program
  const invitation = await invitationOf(parent, program, secret)
  if (!invitation) return goneInvitation(policy)
  const application = readApplication({ ...fields, email: invitation.email })
  if (!application.ok) {
    const form = {
      action: `/join/${secret}`,
      fields,
      errors: application.error,
      invited: invitation.email,
      sponsor: invitation.sponsorName,
    }
    return joinPage(parent, program, form, 422)
  }
  const { email: _, via: __, ...told } = application.value
  const outcome = await takeInvitation(parent, program, secret, told)
  if (outcome === 'gone') return goneInvitation(policy)
  if (outcome === 'known')
    return done(policy, 'You are an affiliate already', [html`Open <a href="/affiliate">your page</a> with ${invitation.email}.`])
  return done(policy, `You are an affiliate of ${policy.name} now`, [
    `Your link, your code and the line for your website are on their way to ${invitation.email}.`,
    html`From now on <a href="/affiliate">your page</a> shows what you earned, and why.`,
  ])
}

function readApplication(fields: Fields): Result<NewApplication, FieldErrors> {
  const { name = '', email = '', website = '', about = '', via = '', sharesName } = fields
  const parsed = newApplication.safeParse({
    name: name.trim(),
    email: email.trim(),
    ...(website.trim() !== '' && { website: website.trim() }),
    about,
    via,
    sharesName: sharesName === 'on',
  })
  if (parsed.success) return ok(parsed.data)
  const errors = fieldProblems(parsed.error).map(({ pointer, detail }) => [pointer.slice(1), WRONG[pointer] ?? detail] as const)
  return fail(Object.fromEntries(errors))
}

// What a person is told who fills a form; the schema speaks to programs.
const WRONG: Readonly<Record<string, string>> = {
  '/name': 'The name of your business is missing, or longer than 120 characters.',
  '/email': 'This is no e-mail address; it looks like name@example.com.',
  '/website': 'This is no address of a website; it looks like blog.example or https://blog.example.',
  '/about': 'This is longer than 2,000 characters.',
}

async function joinPage(parent: Parent, program: Program, form: JoinForm, status: number): Promise<Response> {
  const { policy } = program
  const { action, fields, errors = {}, notice = '', invited } = form
  const facts = await joiningFacts(parent, program, fields['via'] ?? '')
  const sponsor = form.sponsor ?? facts.sponsor
  const body = html`<div class="narrow"><div class="panel">
<h1>Sell ${policy.name} on your website</h1>
<p>You show the products, your visitors order right there, ${policy.name} ships. ${earnings(facts)}</p>
${sponsor ? html`<p class="muted">You join the network of ${sponsor}, who earns from your sales too; nothing is taken from your share.</p>` : ''}
${errorSummary(errors)}${notice === '' ? '' : html`<p class="notice bad" role="alert">${notice}</p>`}
<form method="post" action="${action}">
<input type="hidden" name="via" value="${fields['via'] ?? ''}">
${field('name', 'Name of your business', fields, errors, { autocomplete: 'organization', isNeeded: true })}
${
  invited === undefined
    ? field('email', 'E-mail', fields, errors, {
        type: 'email',
        autocomplete: 'email',
        help: 'The answer goes there, and later what you sold.',
        isNeeded: true,
      })
    : html`<p>Your address is ${invited}.</p>`
}
${field('website', 'Your website (optional)', fields, errors, { autocomplete: 'url', help: 'You get a line that shows the products there. You can add it later.' })}
${invited === undefined ? textArea('about', `What you do, for ${policy.name} (optional)`, fields, errors) : ''}
<label class="tick"><input type="checkbox" name="sharesName" ${fields['sharesName'] === 'on' ? 'checked' : ''}> Whoever recruited me may see my name; otherwise they see my code.</label>
<button>${invited === undefined ? 'Apply' : 'Join'}</button>
${terms(policy)}
</form></div></div>`
  const title = `Become an affiliate · ${policy.name}`
  return page(body, { title, policy, status, test: facts.test, isPrivate: invited !== undefined || status !== 200 })
}

const terms = ({ joining, name }: ProgramPolicy): Html =>
  joining?.terms
    ? html`<p class="muted">With this you agree to the <a href="${joining.terms}">terms for affiliates</a>.</p>`
    : html`<p class="muted">It costs nothing, and ${name} never asks an affiliate to buy anything.</p>`

const earnings = ({ directBasisPoints }: JoiningFacts): string =>
  directBasisPoints === undefined ? 'You earn a commission on what you sell.' : `You earn ${directBasisPoints / 100} % of what you sell.`

const done = (policy: ProgramPolicy, title: string, sentences: readonly (string | Html)[]): Promise<Response> =>
  page(html`<div class="panel narrow"><h1>${title}</h1>${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>`, {
    title: `${title} · ${policy.name}`,
    policy,
    isPrivate: true,
  })

const closed = (policy: ProgramPolicy): Promise<Response> =>
  failurePage(policy, 'Applications are closed', `${policy.name} invites its affiliates. Ask for an invitation: ${policy.contact}.`, 403)

const goneInvitation = (policy: ProgramPolicy): Promise<Response> =>
  failurePage(
    policy,
    'This invitation is not good any more',
    `It was used, it is older than 30 days, or the link was cut. Ask for another one: ${policy.contact}.`,
    404,
  )
