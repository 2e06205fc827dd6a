import { type Affiliate, type AffiliateEvent, affiliateStateAfter } from '@tributary/protocol/affiliate'
import { moveAffiliate, newAffiliate } from '@tributary/protocol/affiliate.schema'
import { isReservedCode, newCode, newId, normalizeCode } from '@tributary/protocol/id'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { recordAffiliateTransition } from '../store/affiliate-changes.ts'
import { type AffiliateRow, addAffiliate, affiliateByCode, allAffiliates } from '../store/affiliates.ts'
import { lockNetwork } from '../store/network.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `GET /v1/admin/affiliates`. */
export const listAffiliates =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ affiliates: (await allAffiliates(parent.database, program.programId)).map(asAffiliate) })

/** `POST /v1/admin/affiliates`. */
export const postAffiliate =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, newAffiliate, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { name, email, sponsor, code = newAffiliateCode() } = parsed.value
    if (sponsor !== undefined && !(await affiliateByCode(parent.database, program.programId, sponsor))) {
      const detail = `No affiliate has the code ${sponsor}.`
      return problemResponse('affiliate_unknown', { detail, errors: [{ pointer: '/sponsor', detail }] })
    }
    const affiliate = { id: newId('affiliate'), code, name, email, sponsorCode: sponsor ?? null }
    const isAdded = await parent.database.transaction(async (transaction) => {
      // So that nobody moves the sponsor between reading its path and writing ours.
      if (sponsor !== undefined) await lockNetwork(transaction, program.programId)
      return addAffiliate(transaction, program.programId, affiliate)
    })
    if (isAdded) return json(asAffiliate({ ...affiliate, state: 'active' }), 201)
    const detail = `Another affiliate has the code ${code}. Choose another one.`
    return problemResponse('affiliate_code_taken', { detail, errors: [{ pointer: '/code', detail }] })
  }

/** `POST /v1/admin/affiliates/:code/suspend`, `/resume` and `/close`. */
export const changeAffiliate =
  (parent: Parent, event: AffiliateEvent): StaffRoute =>
  async ({ request, program, actor, parameters: { code = '' } }) => {
    const parsed = await parseBody(request, moveAffiliate, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { reason = '' } = parsed.value

    const affiliate = await affiliateByCode(parent.database, program.programId, normalizeCode(code))
    if (!affiliate) return problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
    const { affiliateId, state: from } = affiliate
    const to = affiliateStateAfter(from, event)
    if (!to) {
      const detail = `Affiliate ${affiliate.code} is ${from}; it cannot ${event}.`
      return problemResponse('affiliate_transition_refused', { detail })
    }
    const step = { from, to, event, actor, reason, at: parent.now() }
    const isMoved = await recordAffiliateTransition(parent.database, program.programId, affiliateId, step)
    return isMoved ? json(asAffiliate({ ...affiliate, state: to })) : problemResponse('changed')
  }

// One in a thousand would begin like a link's short id.
function newAffiliateCode(): string {
  let code = newCode()
  while (isReservedCode(code)) code = newCode()
  return code
}

/** An affiliate as staff see it. */
export const asAffiliate = ({ id, code, name, email, state, sponsorCode }: Omit<AffiliateRow, 'affiliateId' | 'path'>): Affiliate => ({
  id,
  code,
  name,
  email,
  state,
  ...(sponsorCode !== null && { sponsor: sponsorCode }),
})
