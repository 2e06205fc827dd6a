import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { Parent } from '../routes/route.ts'
import { holderOfLink, SESSION_DAYS, sendSignInLink, signIn, signOut } from '../routes/sign-in.ts'
import { affiliatesNamed } from '../store/affiliates.ts'
import { holdersOf } from '../store/applications.ts'
import type { Program } from '../store/programs.ts'
import { type Fields, field } from './form.ts'
import { failurePage, page } from './page.ts'

/** The cookie that holds a session's secret; only the affiliate's own pages are sent it. */
export const SESSION_COOKIE = 'tributary_session'

const PATH = '/affiliate'

/** Asks who somebody is. `next` is where they wanted to go. */
export const showSignIn = ({ policy }: Program, next: string, fields: Fields = {}, error?: string): Promise<Response> =>
  page(
    html`<div class="panel narrow"><h1>Your page at ${policy.name}</h1>
<p>Type the address under which you are an affiliate. A link that signs you in goes there; there is no password.</p>
<form method="post" action="/affiliate/sign-in">
<input type="hidden" name="next" value="${next}">
${field('email', 'E-mail', fields, error ? { email: error } : {}, { type: 'email', autocomplete: 'email', isNeeded: true })}
<button>Send me the link</button>
</form>
<p class="muted after">Not an affiliate yet? <a href="/join">Become one</a>.</p></div>`,
    { title: `Sign in · ${policy.name}`, policy, status: error ? 422 : 200, isPrivate: true },
  )

/** `POST /affiliate/sign-in`: mails the link. What is answered is the same for every address. */
export async function sendLink(parent: Parent, program: Program, fields: Fields): Promise<Response> {
  const { policy, programId } = program
  const email = (fields['email'] ?? '').trim()
  const next = safeNext(fields['next'])
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    return showSignIn(program, next, fields, 'This is no e-mail address; it looks like name@example.com.')
  const holders = await holdersOf(parent.database, programId, email)
  const members = holders.filter(({ state }) => state !== 'applied').map(({ affiliateId }) => affiliateId)
  const { affiliates } = await affiliatesNamed(parent.database, programId, { codes: [], ids: [], keys: members, siteKeys: [] })
  await parent.database.transaction(async (transaction) => {
    // In one order, since each is locked.
    for (const affiliate of affiliates.sort((a, b) => a.affiliateId - b.affiliateId)) {
      const test = holders.some((holder) => holder.affiliateId === affiliate.affiliateId && holder.test)
      await sendSignInLink(parent, transaction, program, { ...affiliate, test }, next)
    }
  })
  parent.wake()
  const body = html`<div class="panel narrow"><h1>Look into your mail</h1>
<p>If ${email} is the address of an affiliate, a link is on its way there. It is good for 15 minutes.</p>
<p class="muted">Nothing came? Look into the folder for spam, wait a minute and <a href="/affiliate">try once more</a>, or write to ${policy.contact}.</p></div>`
  return page(body, { title: `Look into your mail · ${policy.name}`, policy, isPrivate: true })
}

/** `GET /affiliate/sign-in/:secret`: a button, since programs that read mail open every link in it. */
export async function showLink(parent: Parent, program: Program, context: Context): Promise<Response> {
  const { policy } = program
  const holder = await holderOfLink(parent, context.req.param('secret') ?? '')
  if (!holder) return usedUp(program)
  const next = safeNext(context.req.query('next'))
  const body = html`<div class="panel narrow"><h1>Sign in as ${holder.name}</h1>
<form method="post"><input type="hidden" name="next" value="${next}"><button>Open my page</button></form>
<p class="muted after">This browser stays signed in for ${SESSION_DAYS} days, or until you sign out.</p></div>`
  return page(body, { title: `Sign in · ${policy.name}`, policy, isPrivate: true })
}

/** `POST /affiliate/sign-in/:secret`: uses the link up and signs this browser in. */
export async function enter(parent: Parent, program: Program, context: Context): Promise<Response> {
  const session = await signIn(parent, context.req.param('secret') ?? '')
  if (session === undefined) return usedUp(program)
  const secure = new URL(parent.origin).protocol === 'https:'
  setCookie(context, SESSION_COOKIE, session, { path: PATH, httpOnly: true, sameSite: 'Lax', secure, maxAge: SESSION_DAYS * 24 * 60 * 60 })
  const next = safeNext(new URLSearchParams(await context.req.text()).get('next') ?? undefined)
  return context.redirect(next, 303)
}

/** `POST /affiliate/sign-out`. */
export async function leave(parent: Parent, context: Context): Promise<Response> {
  const session = getCookie(context, SESSION_COOKIE)
  if (session) await signOut(parent, session)
  deleteCookie(context, SESSION_COOKIE, { path: PATH })
  return context.redirect(PATH, 303)
}

const usedUp = ({ policy }: Program): Promise<Response> =>
  failurePage(policy, 'This link is used up', 'It was good once and for 15 minutes. Get another one on the page /affiliate.', 404)

// Only somewhere among these pages, whatever the address says.
const safeNext = (next = ''): string => (/^\/affiliate(\/[\w./-]*)?(\?[\w=&%.+*-]*)?$/.test(next) && !/\/\/|\.\./.test(next) ? next : PATH)
