import { newLinkId } from '@tributary/protocol/id'
import type { Link } from '@tributary/protocol/link'
import { newLink } from '@tributary/protocol/link.schema'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { addLink, allLinks, type LinkRow } from '../store/links.ts'
import { publishedOffers } from './offers.ts'
import type { Parent, StaffRoute } from './route.ts'

const MOST_TRIES = 3

/** `GET /v1/admin/links`. */
export const listLinks =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ links: (await allLinks(parent.database, program.programId)).map((link) => asLink(parent, link)) })

/** `POST /v1/admin/links`. */
export const postLink =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, newLink, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { affiliate: code, to, offer, campaign = '', subId = '', test = false } = parsed.value

    const affiliate = await affiliateByCode(parent.database, program.programId, code)
    if (!affiliate) {
      const detail = `No affiliate has the code ${code}.`
      return problemResponse('affiliate_unknown', { detail, errors: [{ pointer: '/affiliate', detail }] })
    }
    const [found] = offer === undefined ? [] : (await publishedOffers(parent, program, [offer])).offers
    if (offer !== undefined && !found) {
      const detail = `No offer with the handle “${offer}” is sold.`
      return problemResponse('offer_unknown', { detail, errors: [{ pointer: '/offer', detail }] })
    }
    // A page of ours is kept as a path: it stays good when the parent moves to another address.
    const target = found ? `/o/${encodeURIComponent(found.handle)}` : (to ?? '')
    const { affiliateId, code: affiliateCode } = affiliate
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      const link: LinkRow = { id: newLinkId(), affiliateId, affiliateCode, campaign, subId, target, createdAt: parent.now(), test }
      if (await addLink(parent.database, program.programId, link)) return json(asLink(parent, link), 201)
    }
    return problemResponse('changed')
  }

const asLink = ({ origin }: Parent, { id, affiliateCode, campaign, subId, target, createdAt, test }: LinkRow): Link => ({
  id,
  url: `${origin}/l/${id}`,
  affiliate: affiliateCode,
  campaign,
  subId,
  target: new URL(target, origin).href,
  createdAt: createdAt.toISOString(),
  test,
})
