import { newId } from '@tributary/protocol/id'
import { newTouch } from '@tributary/protocol/touch.schema'
import { limitsOf } from '../core/limit.ts'
import { signTouch } from '../core/touch.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { AffiliateRow } from '../store/affiliates.ts'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import type { Parent, PublicRoute } from './route.ts'

/** `POST /v1/touches`: records that a visit was earned and answers the parent's signature on it. */
export const postTouch =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, newTouch, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { site: siteKey, via = siteKey, path = '', referrer = '', ...own } = parsed.value

    const access = await parent.findSite(call, siteKey)
    if (!access.ok) return access.error
    const { site, program } = access.value
    const limits = limitsOf(await parent.keyring(program.programId), 'touch', { address: call.address, site: siteKey })
    const wait = parent.limiter.admit(program.programId, limits)
    if (wait !== undefined) return problemResponse('rate_limited', { retryAfterSeconds: wait })
    const sender = await parent.findSender(program.programId, via)
    if (sender.isOwn) {
      const detail = 'This is one of the shop’s own sites: say in `via` which affiliate sent the visitor.'
      return problemResponse('touch_unsent', { detail, errors: [{ pointer: '/via', detail }] })
    }
    const { affiliate } = sender
    if (!affiliate) {
      const detail = `No affiliate has the code “${via}”.`
      return problemResponse('affiliate_unknown', { detail, errors: [{ pointer: '/via', detail }] })
    }
    const { campaign = sender.campaign, subId = sender.subId } = own
    const visit = { site, affiliate, campaign, subId, path, referrer, test: site.test || sender.test }
    return json({ token: await recordTouch(parent, program, visit) }, 201)
  }

/** A visit that an affiliate earned, on a site or, without one, on a hosted page. */
export interface EarnedVisit {
  readonly site: SiteRow | undefined
  readonly affiliate: AffiliateRow
  readonly campaign: string
  readonly subId: string
  readonly path: string
  readonly referrer: string
  readonly test: boolean
}

/** Records a visit and answers its token: signed only once the row is there for good. */
export async function recordTouch(parent: Parent, program: Program, { site, affiliate, ...visit }: EarnedVisit): Promise<string> {
  const { programId } = program
  const issuedAt = parent.now()
  const { affiliateId } = affiliate
  await parent.keepTouch({ ...visit, programId, id: newId('touch'), siteId: site?.siteId ?? null, affiliateId, issuedAt })
  const { campaign, subId } = visit
  const touch = {
    programId: program.id,
    site: site?.key ?? ('' as const),
    affiliateId: affiliate.id,
    campaign,
    subId,
    issuedAt: issuedAt.getTime(),
  }
  return signTouch(await parent.keyring(programId), touch)
}
