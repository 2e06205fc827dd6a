import { newKey, rotateKey } from '@tributary/protocol/key.schema'
import { hashKey, newHandedSecret, newSealSecret, newSecret } from '../core/keyring.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { addSecretKey, addStaffKey, SETTLING_SECONDS } from '../store/keys.ts'
import { purgeTestRows } from '../store/test-rows.ts'
import type { Parent, StaffRoute } from './route.ts'

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
    const { purpose } = parsed.value
    const secret = purpose === 'seal' ? newSealSecret() : newSecret()
    const addedAt = await addSecretKey(parent.database, program.programId, { purpose, ...secret })
    if (!addedAt) throw new Error(`expected the new key ${secret.kid}, received no row`)
    return json({ purpose, kid: secret.kid, usedFrom: new Date(addedAt.getTime() + SETTLING_SECONDS * 1_000).toISOString() }, 201)
  }

/** `POST /v1/admin/test/purge`: removes everything marked test. */
export const purgeTest =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json(await purgeTestRows(parent.database, program.programId, parent.files))
