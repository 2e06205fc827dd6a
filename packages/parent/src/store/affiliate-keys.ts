import type { AffiliateState } from '@tributary/protocol/affiliate'
import type { Queryable } from './database.ts'

/** What a key of an affiliate is for: a program of its own, a signed-in browser, or a link that signs in once. */
export type AffiliateKeyPurpose = 'api' | 'session' | 'sign_in'

/** A key as it is written; `expiresAt` is absent only for `api`. */
export interface NewAffiliateKey {
  readonly affiliateId: number
  readonly purpose: AffiliateKeyPurpose
  readonly kid: string
  readonly name: string
  readonly hash: Uint8Array
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

/** Whose key it is. */
export interface KeyHolder {
  readonly programId: number
  readonly affiliateId: number
  readonly code: string
  readonly name: string
  readonly email: string
  readonly state: AffiliateState
}

/** A key as its owner sees it. */
export interface AffiliateKeyRow {
  readonly kid: string
  readonly name: string
  readonly createdAt: Date
  readonly retiredAt: Date | null
}

const INSERT = `
  insert into affiliate_keys (program_id, affiliate_id, purpose, kid, name, hash, created_at, expires_at, test)
  select $1, affiliate_id, $3, $4, $5, $6, $7, $8, test
    from affiliates
   where program_id = $1 and affiliate_id = $2`

const HOLDER = `
  select k.program_id as "programId", a.affiliate_id as "affiliateId", a.code, a.name, a.email, a.state
    from affiliate_keys k
    join affiliates a using (program_id, affiliate_id)
   where k.hash = $1 and k.purpose = $2 and k.retired_at is null and (k.expires_at is null or $3 < k.expires_at)`

const LIST = `
  select kid, name, created_at as "createdAt", retired_at as "retiredAt"
    from affiliate_keys
   where program_id = $1 and affiliate_id = $2 and purpose = 'api'
   order by key_id desc`

const RETIRE_BY_KID = `
  update affiliate_keys
     set retired_at = $4
   where program_id = $1 and affiliate_id = $2 and kid = $3 and purpose = 'api' and retired_at is null
  returning 1`

const EXPIRE_BY_KID = `
  update affiliate_keys
     set expires_at = least(expires_at, $4)
   where program_id = $1 and affiliate_id = $2 and kid = $3 and purpose = 'api' and retired_at is null
  returning name`

const RETIRE_BY_HASH = 'update affiliate_keys set retired_at = $3 where hash = $1 and purpose = $2 and retired_at is null returning 1'

const TIMES = `
  select created_at as "createdAt"
    from affiliate_keys
   where program_id = $1 and affiliate_id = $2 and purpose = $3 and $4 < created_at
   order by created_at desc`

/** Keeps a key. */
export async function addAffiliateKey(database: Queryable, programId: number, key: NewAffiliateKey): Promise<void> {
  const { affiliateId, purpose, kid, name, hash, createdAt, expiresAt } = key
  await database.query(INSERT, [programId, affiliateId, purpose, kid, name, hash, createdAt, expiresAt])
}

/** Whose key has this hash, while it is good. */
export const holderOfKey = async (
  database: Queryable,
  purpose: AffiliateKeyPurpose,
  hash: Uint8Array,
  now: Date,
): Promise<KeyHolder | undefined> => (await database.query<KeyHolder>(HOLDER, [hash, purpose, now]))[0]

/** An affiliate's keys for its own programs, newest first. */
export const affiliateKeys = (database: Queryable, programId: number, affiliateId: number): Promise<AffiliateKeyRow[]> =>
  database.query<AffiliateKeyRow>(LIST, [programId, affiliateId])

/** Retires a key by its public name; `false` where there is no such key, or it was retired before. */
export const retireKeyByKid = async (
  database: Queryable,
  programId: number,
  affiliateId: number,
  kid: string,
  at: Date,
): Promise<boolean> => (await database.query(RETIRE_BY_KID, [programId, affiliateId, kid, at])).length === 1

/** Lets a key end at an instant; answers its name, or nothing where there is no such key. */
export const expireKeyByKid = async (
  database: Queryable,
  programId: number,
  affiliateId: number,
  kid: string,
  until: Date,
): Promise<string | undefined> => (await database.query<{ name: string }>(EXPIRE_BY_KID, [programId, affiliateId, kid, until]))[0]?.name

/** Retires a session, or a link that was used; `false` where somebody was quicker. */
export const retireKeyByHash = async (database: Queryable, purpose: AffiliateKeyPurpose, hash: Uint8Array, at: Date): Promise<boolean> =>
  (await database.query(RETIRE_BY_HASH, [hash, purpose, at])).length === 1

/** When an affiliate's keys of one purpose were made since an instant, newest first. */
export const keyTimes = async (
  database: Queryable,
  programId: number,
  affiliateId: number,
  purpose: AffiliateKeyPurpose,
  since: Date,
): Promise<Date[]> =>
  (await database.query<{ createdAt: Date }>(TIMES, [programId, affiliateId, purpose, since])).map(({ createdAt }) => createdAt)
