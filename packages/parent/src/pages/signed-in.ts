import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { hashKey } from '../core/keyring.ts'
import type { Parent } from '../routes/route.ts'
import { holderOfKey, type KeyHolder } from '../store/affiliate-keys.ts'
import type { Program } from '../store/programs.ts'
import { failurePage } from './page.ts'
import { withProgram } from './request.ts'
import { SESSION_COOKIE, showSignIn } from './sign-in-page.ts'

/** Who is signed in, with what they asked for. */
export interface SignedIn {
  readonly program: Program
  readonly affiliate: KeyHolder
  readonly context: Context
}

/** A page for who is signed in, by a cookie that only these pages are sent. Whoever has none is asked to sign in, and led back to where they wanted to go. */
export const signedIn = (parent: Parent, answer: (signedIn: SignedIn) => Promise<Response>) =>
  withProgram(parent, async (program, context) => {
    if (isFromElsewhere(context)) return refused(program)
    const session = getCookie(context, SESSION_COOKIE)
    const affiliate = session ? await holderOfKey(parent.database, 'session', hashKey(session), parent.now()) : undefined
    if (affiliate?.programId === program.programId) return answer({ program, affiliate, context })
    const { pathname, search } = new URL(context.req.url)
    return showSignIn(program, context.req.method === 'GET' ? pathname + search : '/affiliate')
  })

/**
 * Another site's form, or what a script sent: nothing of ours is sent so, and a script of a page of ours may run by what an address says. Our own pages
 * name no referrer, so the origin of their forms is `null` and proves nothing.
 */
export const isFromElsewhere = ({ req }: Context): boolean =>
  req.method === 'POST' &&
  !(['same-origin', 'none'].includes(req.header('Sec-Fetch-Site') ?? 'none') && (req.header('Sec-Fetch-Mode') ?? 'navigate') === 'navigate')

/** The answer to what is no form of ours. */
export const refused = ({ policy }: Program): Promise<Response> =>
  failurePage(policy, 'This came from another website', 'Nothing was done. Open your page itself and do it there.', 403)
