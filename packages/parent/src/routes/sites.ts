import { newId } from '@tributary/protocol/id'
import type { AddedSite } from '@tributary/protocol/site'
import { newSite, origin as originSchema } from '@tributary/protocol/site.schema'
import { z } from 'zod'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { addOrigin, addSite, allSites, type SiteRow, siteByKey } from '../store/sites.ts'
import type { Parent, StaffRoute } from './route.ts'

const newOrigin = z.strictObject({ origin: originSchema })

/** `GET /v1/admin/sites`. */
export const listSites =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ sites: (await allSites(parent.database, program.programId)).map((site) => asSite(parent, site)) })

/** `POST /v1/admin/sites`. */
export const postSite =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, newSite, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { affiliate: code, name, origins, test = false } = parsed.value
    const affiliate = code === undefined ? undefined : await affiliateByCode(parent.database, program.programId, code)
    if (code !== undefined && !affiliate) {
      const detail = `No affiliate has the code ${code}.`
      return problemResponse('affiliate_unknown', { detail, errors: [{ pointer: '/affiliate', detail }] })
    }
    const key = newId(test ? 'testSite' : 'site') as SiteRow['key']
    const { affiliateId, code: affiliateCode } = affiliate ?? { affiliateId: null, code: null }
    await addSite(parent.database, { programId: program.programId, key, affiliateId, name, origins, test })
    return json(asSite(parent, { key, name, origins, test, affiliateCode }), 201)
  }

/** `POST /v1/admin/sites/:key/origins`. */
export const postOrigin =
  (parent: Parent): StaffRoute =>
  async ({ request, program, parameters: { key = '' } }) => {
    const parsed = await parseBody(request, newOrigin, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    await addOrigin(parent.database, program.programId, key, parsed.value.origin)
    const site = await siteByKey(parent.database, key)
    if (!site || site.programId !== program.programId) return problemResponse('site_unknown', { detail: `No site has the key ${key}.` })
    return json(asSite(parent, site))
  }

/** A site as the API tells it. */
export const asSite = (
  { origin }: Parent,
  { key, name, affiliateCode, origins, test }: Pick<SiteRow, 'key' | 'name' | 'affiliateCode' | 'origins' | 'test'>,
): AddedSite => ({
  key,
  name,
  ...(affiliateCode !== null && { affiliate: affiliateCode }),
  origins,
  test,
  snippetUrl: `${origin}/embed/${key}`,
})
