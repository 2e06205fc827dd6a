import { isSiteKey, newId, normalizeCode } from '@tributary/protocol/id'
import { newTouch } from '@tributary/protocol/touch.schema'
import { signTouch } from '../core/touch.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode, affiliatesNamed } from '../store/affiliates.ts'
import { addTouch } from '../store/touches.ts'
import type { Parent, PublicRoute } from './route.ts'

/** `POST /v1/touches`: records that a visit was earned and answers the parent's signature on it. */
export const postTouch =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, newTouch, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { site: siteKey, via, campaign = '', subId = '', path = '', referrer = '' } = parsed.value

    const access = await parent.findSite(call, siteKey)
    if (!access.ok) return access.error
    const { site, program } = access.value
    const affiliate = await earnerOf(parent, program.programId, via ?? siteKey)
    if (!affiliate) {
      const detail = `No affiliate has the code “${via}”.`
      return problemResponse('affiliate_unknown', { detail, errors: [{ pointer: '/via', detail }] })
    }

    const issuedAt = parent.now()
    const labels = { campaign, subId }
    const row = { ...labels, id: newId('touch'), siteId: site.siteId, affiliateId: affiliate.affiliateId, path, referrer, issuedAt }
    await addTouch(parent.database, program.programId, { ...row, test: site.test })
    const keyring = await parent.keyring(program.programId)
    const touch = { ...labels, programId: program.id, site: siteKey, affiliateId: affiliate.id, issuedAt: issuedAt.getTime() }
    return json({ token: signTouch(keyring, touch) }, 201)
  }

async function earnerOf({ database }: Parent, programId: number, via: string) {
  if (!isSiteKey(via)) return affiliateByCode(database, programId, normalizeCode(via))
  const { affiliates } = await affiliatesNamed(database, programId, { codes: [], ids: [], keys: [], siteKeys: [via] })
  return affiliates[0]
}
