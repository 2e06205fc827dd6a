import { newId, normalizeCode } from '@tributary/protocol/id'
import { POSTBACK_MACROS, type Postback, unknownMacro } from '@tributary/protocol/postback'
import { newPostback } from '@tributary/protocol/postback.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { shownEvents, storedEvents } from '../core/postback.ts'
import { newWebhookSecret } from '../core/webhook.ts'
import { json } from '../http/json.ts'
import { refusedUrl } from '../http/outgoing.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { lockFor } from '../store/advisory-lock.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { addPostback, postbacksOf, removePostback } from '../store/postbacks.ts'
import type { AffiliateRoute, Parent, StaffCall, StaffRoute } from './route.ts'

const MOST_POSTBACKS = 20

/** `GET /v1/affiliate/postbacks`. */
export const listOwnPostbacks =
  (parent: Parent): AffiliateRoute =>
  ({ program, affiliate }) =>
    answer(parent, program.programId, affiliate.affiliateId)

/** `POST /v1/affiliate/postbacks`. */
export const postOwnPostback =
  (parent: Parent): AffiliateRoute =>
  ({ program, affiliate, request }) =>
    add(parent, program.programId, affiliate.affiliateId, request)

/** `POST /v1/affiliate/postbacks/:id/remove`. */
export const removeOwnPostback =
  (parent: Parent): AffiliateRoute =>
  ({ program, affiliate, parameters: { id = '' } }) =>
    remove(parent, program.programId, affiliate.affiliateId, id)

/** `GET /v1/admin/affiliates/:code/postbacks`. */
export const listPostbacks = (parent: Parent): StaffRoute =>
  ofAffiliate(parent, (affiliateId, { program }) => answer(parent, program.programId, affiliateId))

/** `POST /v1/admin/affiliates/:code/postbacks`. */
export const postPostback = (parent: Parent): StaffRoute =>
  ofAffiliate(parent, (affiliateId, { program, request }) => add(parent, program.programId, affiliateId, request))

/** `POST /v1/admin/affiliates/:code/postbacks/:id/remove`. */
export const removeAffiliatePostback = (parent: Parent): StaffRoute =>
  ofAffiliate(parent, (affiliateId, { program, parameters: { id = '' } }) => remove(parent, program.programId, affiliateId, id))

/** An affiliate's postbacks as they are shown. */
export const postbacksView = async ({ database }: Pick<Parent, 'database'>, programId: number, affiliateId: number): Promise<Postback[]> =>
  (await postbacksOf(database, programId, affiliateId)).map(({ id, url, events, state, reason, createdAt, waiting, dead }) => ({
    id,
    url: url ?? '',
    events: shownEvents(events),
    state,
    ...(reason !== '' && { reason }),
    createdAt: createdAt.toISOString(),
    waiting,
    dead,
  }))

/** Keeps an address to be called, or says in a sentence why it is not: a macro that there is none of, or an address that nothing is sent to. */
export async function keepPostback(
  parent: Parent,
  programId: number,
  affiliateId: number,
  url: string,
  events: Postback['events'] | undefined,
): Promise<Result<void, string>> {
  const macro = unknownMacro(url)
  const known = Object.keys(POSTBACK_MACROS)
  if (macro !== undefined) return fail(`There is no macro {${macro}}. There are ${known.map((name) => `{${name}}`).join(' ')}.`)
  // A macro within the host would let a value choose where the call goes.
  const refused = /^[^?#]*\/\/[^/?#]*\{/.test(url) ? 'has a macro in its host name.' : refusedUrl(url, parent.allowsPrivateWebhooks)
  if (refused !== undefined) return fail(`${url} ${refused}`)
  const added = {
    id: newId('webhook'),
    affiliateId,
    url,
    events: storedEvents(events),
    secret: newWebhookSecret(),
    createdAt: parent.now(),
  }
  return parent.database.transaction(async (transaction): Promise<Result<void, string>> => {
    // Many at once are no way around the limit.
    await lockFor(transaction, `postbacks:${programId}:${affiliateId}`)
    const others = await postbacksOf(transaction, programId, affiliateId)
    if (MOST_POSTBACKS <= others.length) return fail(`At most ${MOST_POSTBACKS} addresses are called; remove one first.`)
    await addPostback(transaction, programId, added)
    return ok(undefined)
  })
}

async function add(parent: Parent, programId: number, affiliateId: number, request: Request): Promise<Response> {
  const parsed = await parseBody(request, newPostback, parent.bodyLimits)
  if (!parsed.ok) return parsed.error
  const kept = await keepPostback(parent, programId, affiliateId, parsed.value.url, parsed.value.events)
  if (kept.ok) return answer(parent, programId, affiliateId, 201)
  return problemResponse('webhook_url_refused', { detail: kept.error, errors: [{ pointer: '/url', detail: kept.error }] })
}

async function remove(parent: Parent, programId: number, affiliateId: number, id: string): Promise<Response> {
  if (await removePostback(parent.database, programId, affiliateId, id)) return answer(parent, programId, affiliateId)
  return problemResponse('webhook_unknown', { detail: `No postback has the id ${id.slice(0, 64)}.` })
}

const answer = async (parent: Parent, programId: number, affiliateId: number, status: 200 | 201 = 200): Promise<Response> =>
  json({ postbacks: await postbacksView(parent, programId, affiliateId) }, status)

const ofAffiliate =
  (parent: Parent, work: (affiliateId: number, call: StaffCall) => Promise<Response>): StaffRoute =>
  async (call) => {
    const { code = '' } = call.parameters
    const affiliate = await affiliateByCode(parent.database, call.program.programId, normalizeCode(code))
    return affiliate
      ? work(affiliate.affiliateId, call)
      : problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
  }
