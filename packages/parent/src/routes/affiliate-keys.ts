import { normalizeCode } from '@tributary/protocol/id'
import { newKey, rotateAffiliateKey as rotateBody } from '@tributary/protocol/key.schema'
import { hashKey, newHandedSecret } from '../core/keyring.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { addAffiliateKey, affiliateKeys, expireKeyByKid, retireKeyByKid } from '../store/affiliate-keys.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import type { Queryable } from '../store/database.ts'
import type { Parent, StaffRoute } from './route.ts'
import { kidOf } from './sign-in.ts'

const HOUR_MS = 60 * 60 * 1_000
const KEEP_HOURS = 24

/** `GET /v1/admin/affiliates/:code/keys`. */
export const listAffiliateKeys =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { code = '' } }) => {
    const affiliate = await affiliateByCode(parent.database, programId, normalizeCode(code))
    return affiliate ? json({ keys: await keysOf(parent.database, programId, affiliate.affiliateId) }) : unknown(code)
  }

/** `POST /v1/admin/affiliates/:code/keys`: another key of an affiliate, shown this once. */
export const postAffiliateKey =
  (parent: Parent): StaffRoute =>
  async ({ request, program: { programId }, parameters: { code = '' } }) => {
    const parsed = await parseBody(request, newKey, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const affiliate = await affiliateByCode(parent.database, programId, normalizeCode(code))
    if (!affiliate) return unknown(code)
    return json(await makeAffiliateKey(parent, programId, affiliate.affiliateId, parsed.value.name), 201)
  }

/** `POST /v1/admin/affiliates/:code/keys/:kid/retire`. */
export const retireAffiliateKey =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { code = '', kid = '' } }) => {
    const affiliate = await affiliateByCode(parent.database, programId, normalizeCode(code))
    if (!affiliate) return unknown(code)
    if (!(await retireKeyByKid(parent.database, programId, affiliate.affiliateId, kid, parent.now()))) {
      return problemResponse('key_unknown', { detail: `${affiliate.code} has no key ${kid}, or it was retired before.` })
    }
    return json({ keys: await keysOf(parent.database, programId, affiliate.affiliateId) })
  }

/** `POST /v1/admin/affiliates/:code/keys/:kid/rotate`: a key of the same name; the one before stays good for a while, so that no call fails in between. */
export const rotateAffiliateKey =
  (parent: Parent): StaffRoute =>
  async ({ request, program: { programId }, parameters: { code = '', kid = '' } }) => {
    const parsed = await parseBody(request, rotateBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const affiliate = await affiliateByCode(parent.database, programId, normalizeCode(code))
    if (!affiliate) return unknown(code)
    const until = new Date(parent.now().getTime() + (parsed.value.keepHours ?? KEEP_HOURS) * HOUR_MS)
    const name = await expireKeyByKid(parent.database, programId, affiliate.affiliateId, kid, until)
    if (name !== undefined) return json(await makeAffiliateKey(parent, programId, affiliate.affiliateId, name), 201)
    return problemResponse('key_unknown', { detail: `${affiliate.code} has no key ${kid}, or it was retired before.` })
  }

/** A new key by which an affiliate's own programs read its account. */
export async function makeAffiliateKey(parent: Parent, programId: number, affiliateId: number, name: string) {
  const key = newHandedSecret('affkey')
  const kid = kidOf(key)
  const row = { affiliateId, purpose: 'api', kid, name, hash: hashKey(key), createdAt: parent.now(), expiresAt: null } as const
  await addAffiliateKey(parent.database, programId, row)
  return { kid, name, key }
}

/** An affiliate's keys as they are shown. */
export const keysOf = async (database: Queryable, programId: number, affiliateId: number) =>
  (await affiliateKeys(database, programId, affiliateId)).map(({ kid, name, createdAt, retiredAt }) => ({
    kid,
    name,
    createdAt: createdAt.toISOString(),
    ...(retiredAt && { retiredAt: retiredAt.toISOString() }),
  }))

const unknown = (code: string): Response => problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
