import type { Affiliate } from '@tributary/protocol/affiliate'
import { newAffiliate } from '@tributary/protocol/affiliate.schema'
import { newCode, newId } from '@tributary/protocol/id'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { type AffiliateRow, addAffiliate, affiliateByCode, allAffiliates } from '../store/affiliates.ts'
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
    const { name, email, sponsor, code = newCode() } = parsed.value
    if (sponsor !== undefined && !(await affiliateByCode(parent.database, program.programId, sponsor))) {
      const detail = `No affiliate has the code ${sponsor}.`
      return problemResponse('affiliate_unknown', { detail, errors: [{ pointer: '/sponsor', detail }] })
    }
    const affiliate = { id: newId('affiliate'), code, name, email, sponsorCode: sponsor ?? null }
    const isAdded = await addAffiliate(parent.database, program.programId, affiliate)
    if (isAdded) return json(asAffiliate({ ...affiliate, state: 'active' }), 201)
    const detail = `Another affiliate has the code ${code}. Choose another one.`
    return problemResponse('affiliate_code_taken', { detail, errors: [{ pointer: '/code', detail }] })
  }

const asAffiliate = ({ id, code, name, email, state, sponsorCode }: Omit<AffiliateRow, 'affiliateId' | 'path'>): Affiliate => ({
  id,
  code,
  name,
  email,
  state,
  ...(sponsorCode !== null && { sponsor: sponsorCode }),
})
