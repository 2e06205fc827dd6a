import { newKey } from '@tributary/protocol/key.schema'
import { hashStaffKey, newStaffKey } from '../core/keyring.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { addStaffKey } from '../store/keys.ts'
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
    const key = newStaffKey()
    await addStaffKey(parent.database, program.programId, key.slice(0, KID_LENGTH), parsed.value.name, hashStaffKey(key))
    return json({ name: parsed.value.name, key }, 201)
  }

/** `POST /v1/admin/test/purge`: removes everything marked test. */
export const purgeTest =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json(await purgeTestRows(parent.database, program.programId))
