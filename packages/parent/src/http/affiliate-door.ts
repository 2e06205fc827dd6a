import { fail, ok, type Result } from '@tributary/protocol/result'
import { hashKey } from '../core/keyring.ts'
import type { AffiliateCall, Parent } from '../routes/route.ts'
import { holderOfKey } from '../store/affiliate-keys.ts'
import { programById } from '../store/programs.ts'
import { problemResponse } from './problem-response.ts'

const HOW = 'Send it as `Authorization: Bearer affkey_…`. Keys are made on your page, under “For developers”.'

/** Which affiliate comes through the affiliates' door, by its secret key, or the problem to answer. A closed one goes on reading its account. */
export async function affiliateOf(
  parent: Parent,
  request: Request,
): Promise<Result<Pick<AffiliateCall, 'program' | 'affiliate'>, Response>> {
  const key = /^Bearer +(affkey_[\w-]+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1]
  if (!key) return fail(problemResponse('key_required', { detail: HOW }, { 'WWW-Authenticate': 'Bearer' }))
  const affiliate = await holderOfKey(parent.database, 'api', hashKey(key), parent.now())
  const program = affiliate && (await programById(parent.database, affiliate.programId))
  if (!affiliate || !program) {
    const detail = 'Nobody has this key; it may be retired. Make another one on your page.'
    return fail(problemResponse('key_refused', { detail }, { 'WWW-Authenticate': 'Bearer' }))
  }
  return ok({ program, affiliate })
}
