import { type Affiliate, type AffiliateEvent, affiliateStateAfter } from '@tributary/protocol/affiliate'
import { moveAffiliate, newAffiliate } from '@tributary/protocol/affiliate.schema'
import { newAffiliateCode, newId, normalizeCode } from '@tributary/protocol/id'
import { refusalToRecruit, type SponsorRefusal } from '../core/network.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { recordAffiliateTransition } from '../store/affiliate-changes.ts'
import { type AffiliateRow, addAffiliate, affiliateByCode, allAffiliates } from '../store/affiliates.ts'
import { queueMessages } from '../store/messages.ts'
import { lockNetwork } from '../store/network.ts'
import { lettersOf } from './joining.ts'
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
    const refusal = sponsor === undefined ? undefined : await refusalOfSponsor(parent, program.programId, sponsor)
    if (refusal) return problemResponse(refusal.code, { detail: refusal.detail, errors: [{ pointer: '/sponsor', detail: refusal.detail }] })
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

/** `POST /v1/admin/affiliates/:code/approve`, `/decline`, `/suspend`, `/resume` and `/close`. */
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
    const isMoved = await parent.database.transaction(async (transaction) => {
      // So that nobody takes up an invitation meanwhile, which approves too.
      await lockNetwork(transaction, program.programId)
      if (!(await recordAffiliateTransition(transaction, program.programId, affiliateId, step))) return false
      const { letters, test } = await lettersOf(parent, transaction, program, affiliate, event, reason)
      await queueMessages(transaction, program.programId, letters, { orderKey: null, test })
      return true
    })
    parent.wake()
    return isMoved ? json(asAffiliate({ ...affiliate, state: to })) : problemResponse('changed')
  }

async function refusalOfSponsor(parent: Parent, programId: number, code: string): Promise<SponsorRefusal | undefined> {
  const sponsor = await affiliateByCode(parent.database, programId, code)
  return sponsor ? refusalToRecruit(sponsor) : { code: 'affiliate_unknown', detail: `No affiliate has the code ${code}.` }
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
