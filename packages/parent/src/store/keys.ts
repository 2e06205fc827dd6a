import { lockFor } from './advisory-lock.ts'
import type { Queryable } from './database.ts'

/** What a key is for: see the migration of `keys`. */
export type KeyPurpose = 'program' | 'sign' | 'seal' | 'link'

/** A key with its secret. `retiredAt`: it is no longer used for new things, only for old ones. */
export interface KeyRow {
  readonly purpose: KeyPurpose
  readonly kid: string
  readonly secret: Uint8Array
  readonly retiredAt: Date | null
  /** Old enough that every process has read it. */
  readonly isSettled: boolean
}

/** A fresh key is used after so many seconds, by the database's clock: by then every process has read its keyring again. */
export const SETTLING_SECONDS = 10

const SECRETS = `
  select purpose, kid, secret, retired_at as "retiredAt", created_at <= now() - $2 * interval '1 second' as "isSettled"
    from keys
   where program_id = $1 and purpose <> 'staff' and (expires_at is null or now() < expires_at)
   order by created_at desc, kid`

const ADD_SECRET = `
  insert into keys (program_id, purpose, kid, secret, created_at)
  values ($1, $2, $3, $4, clock_timestamp())
      on conflict do nothing
  returning created_at as "createdAt"`

const ADD_STAFF = `insert into keys (program_id, purpose, kid, name, hash) values ($1, 'staff', $2, $3, $4) on conflict do nothing`

const STAFF_BY_HASH = `
  select program_id as "programId", name
    from keys
   where hash = $1 and retired_at is null and (expires_at is null or now() < expires_at)`

const LIST = `
  select purpose, kid, name, created_at as "createdAt", retired_at as "retiredAt", expires_at as "expiresAt"
    from keys
   where program_id = $1
   order by purpose, created_at desc, kid`

// The secrets of keys that are good for nothing any more are not kept.
const FORGET_EXPIRED = `delete from keys where program_id = $1 and purpose <> 'staff' and expires_at <= now()`

const EXPIRE_FORMER = `
  update keys
     set expires_at = now() + $4 * interval '1 day'
   where program_id = $1 and purpose = $2 and kid <> $3 and (expires_at is null or now() + $4 * interval '1 day' < expires_at)`

const EXPIRE_STAFF = `
  update keys
     set expires_at = now() + $3 * interval '1 hour'
   where program_id = $1 and purpose = 'staff' and kid = $2 and retired_at is null
     and exists (select from keys other
                  where other.program_id = $1 and other.purpose = 'staff' and other.kid <> $2 and other.retired_at is null and other.expires_at is null)
  returning 1`

/** A key without its secret. */
export interface ListedKey {
  readonly purpose: KeyPurpose | 'staff'
  readonly kid: string
  readonly name: string
  readonly createdAt: Date
  readonly retiredAt: Date | null
  readonly expiresAt: Date | null
}

/**
 * Lets nobody else make or end keys of the program until the transaction ends: two that end each other's key would leave none. Whoever makes one takes this lock in
 * the statement before, so that the keys are in the order in which they were made.
 */
export const lockKeys = (transaction: Queryable, programId: number): Promise<void> => lockFor(transaction, `keys:${programId}`)

/** Every key of a program, without its secret. */
export const listKeys = (database: Queryable, programId: number): Promise<ListedKey[]> => database.query<ListedKey>(LIST, [programId])

/** Lets the keys before a fresh one go on for so many days; 0 ends them at once. What ends sooner anyway goes on ending then. */
export async function expireFormer(
  database: Queryable,
  programId: number,
  fresh: Pick<KeyRow, 'purpose' | 'kid'>,
  days: number,
): Promise<void> {
  await database.query(EXPIRE_FORMER, [programId, fresh.purpose, fresh.kid, days])
  await database.query(FORGET_EXPIRED, [programId])
}

/** Lets a staff key end in so many hours; `false` where there is none of this name, or no other that stays. The caller holds the keys' lock. */
export const expireStaffKey = async (transaction: Queryable, programId: number, kid: string, hours: number): Promise<boolean> =>
  (await transaction.query(EXPIRE_STAFF, [programId, kid, hours])).length === 1

/** Every secret of a program but the staff's, newest first. */
export const secretKeys = (database: Queryable, programId: number): Promise<KeyRow[]> =>
  database.query<KeyRow>(SECRETS, [programId, SETTLING_SECONDS])

/** Keeps a new secret and answers since when, by the database's clock; a second `program` key is left out. */
export async function addSecretKey(
  database: Queryable,
  programId: number,
  key: Pick<KeyRow, 'purpose' | 'kid' | 'secret'>,
): Promise<Date | undefined> {
  const [added] = await database.query<{ createdAt: Date }>(ADD_SECRET, [programId, key.purpose, key.kid, key.secret])
  return added?.createdAt
}

/** Keeps the hash of a staff key; one that is known already stays as it is. */
export async function addStaffKey(database: Queryable, programId: number, kid: string, name: string, hash: Uint8Array): Promise<void> {
  await database.query(ADD_STAFF, [programId, kid, name, hash])
}

/** Whose staff key has this hash. */
export const staffKeyByHash = async (database: Queryable, hash: Uint8Array): Promise<{ programId: number; name: string } | undefined> =>
  (await database.query<{ programId: number; name: string }>(STAFF_BY_HASH, [hash]))[0]
