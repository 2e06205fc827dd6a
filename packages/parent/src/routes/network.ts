import { moveSponsor } from '@tributary/protocol/affiliate.schema'
import { normalizeCode } from '@tributary/protocol/id'
import { decideSponsor } from '../core/network.ts'
import type { Refusal } from '../core/order.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { lockNetwork, moveNetwork, networkPlace } from '../store/network.ts'
import { asAffiliate } from './affiliates.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `POST /v1/admin/affiliates/:code/move`: another sponsor, or none, for an affiliate with its whole network. Orders keep the upline they froze. */
export const moveAffiliate =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor, parameters: { code = '' } }) => {
    const parsed = await parseBody(request, moveSponsor, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { sponsor: sponsorCode, reason } = parsed.value
    const { programId } = program
    const refusal = await parent.database.transaction(async (transaction): Promise<Refusal | undefined> => {
      await lockNetwork(transaction, programId)
      const affiliate = await networkPlace(transaction, programId, normalizeCode(code))
      const sponsor = sponsorCode === null ? undefined : await networkPlace(transaction, programId, sponsorCode)
      const unknown = affiliate ? sponsorCode : code
      if (!affiliate || (sponsorCode !== null && !sponsor))
        return { code: 'affiliate_unknown', detail: `No affiliate has the code ${unknown}.` }
      const path = decideSponsor(affiliate, sponsor)
      if (!path.ok) return path.error
      const { affiliateId, sponsorId: fromSponsorId } = affiliate
      const toSponsorId = sponsor?.affiliateId ?? null
      await moveNetwork(transaction, programId, { affiliateId, fromSponsorId, toSponsorId, actor, reason, at: parent.now() }, path.value)
      return undefined
    })
    if (refusal) return problemResponse(refusal.code, refusal)
    const moved = await affiliateByCode(parent.database, programId, normalizeCode(code))
    return moved ? json(asAffiliate(moved)) : problemResponse('affiliate_unknown')
  }
