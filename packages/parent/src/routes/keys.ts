import { newKey, retireStaffKey, rotateKey } from '@tributary/protocol/key.schema'
import { hashKey, newHandedSecret, newSealSecret, newSecret } from '../core/keyring.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { addSecretKey, addStaffKey, expireFormer, expireStaffKey, listKeys, lockKeys, SETTLING_SECONDS } from '../store/keys.ts'
import { purgeTestRows } from '../store/test-rows.ts'
import type { Parent, StaffRoute } from './route.ts'

/**
 * For how many days a key goes on after it was followed by another. Touch tokens: as long as a cookie lasts. Orders that a page has sealed and not sent: its
 * outbox is looked at on the next visit, and what is older is asked about. Links: those in the mails of an order and its guarantee.
 */
const KEPT_DAYS = { sign: 400, seal: 120, link: 800 } as const

/** How many characters of a key are its name in our records; the secret is what follows. */
const KID_LENGTH = 10

/** `POST /v1/admin/keys`: another staff key, shown this once. */
export const postKey =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, newKey, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const key = newHandedSecret('key')
    await addStaffKey(parent.database, program.programId, key.slice(0, KID_LENGTH), parsed.value.name, hashKey(key))
    return json({ name: parsed.value.name, key }, 201)
  }

/** `POST /v1/admin/keys/rotate`: a fresh key for what is made from now on; the old ones go on opening what they made. */
export const postRotation =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, rotateKey, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { purpose, keepDays = KEPT_DAYS[purpose] } = parsed.value
    const secret = purpose === 'seal' ? newSealSecret() : newSecret()
    const addedAt = await parent.database.transaction(async (transaction) => {
      await lockKeys(transaction, program.programId)
      const added = await addSecretKey(transaction, program.programId, { purpose, ...secret })
      if (!added) throw new Error(`expected the new key ${secret.kid}, received no row`)
      await expireFormer(transaction, program.programId, { purpose, kid: secret.kid }, keepDays)
      return added
    })
    return json({ purpose, kid: secret.kid, usedFrom: new Date(addedAt.getTime() + SETTLING_SECONDS * 1_000).toISOString(), keepDays }, 201)
  }

/** `GET /v1/admin/keys`: every key of the program by purpose, without its secret. */
export const getKeys =
  (parent: Parent): StaffRoute =>
  async ({ program }) => {
    const rows = await listKeys(parent.database, program.programId)
    return json({
      keys: rows.map(({ purpose, kid, name, createdAt, retiredAt, expiresAt }) => ({
        purpose,
        kid,
        ...(name !== '' && { name }),
        createdAt: createdAt.toISOString(),
        ...(expiresAt && { goodUntil: expiresAt.toISOString() }),
        ...(retiredAt && { retiredAt: retiredAt.toISOString() }),
      })),
    })
  }

/** `POST /v1/admin/keys/:kid/retire`: a staff key is good for some hours more, or for nothing at once. The last one stays. */
export const retireKey =
  (parent: Parent): StaffRoute =>
  async ({ request, program, parameters: { kid = '' } }) => {
    const parsed = await parseBody(request, retireStaffKey, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { keepHours = 0 } = parsed.value
    const isExpired = await parent.database.transaction(async (transaction) => {
      await lockKeys(transaction, program.programId)
      return expireStaffKey(transaction, program.programId, kid, keepHours)
    })
    if (isExpired) return json({ kid, keepHours })
    return problemResponse('key_unknown', {
      detail: `No staff key is called ${kid.slice(0, KID_LENGTH)}, or it is the last one that stays. Make another first: tributary key add --name …`,
    })
  }

/** `POST /v1/admin/test/purge`: removes everything marked test. */
export const purgeTest =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json(await purgeTestRows(parent.database, program.programId, parent.files))
