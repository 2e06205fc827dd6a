import { type Applicant, signInLink } from '../core/joining-letter.ts'
import { hashKey, newHandedSecret } from '../core/keyring.ts'
import { lockFor } from '../store/advisory-lock.ts'
import { addAffiliateKey, holderOfKey, type KeyHolder, keyTimes, retireKeyByHash } from '../store/affiliate-keys.ts'
import type { Queryable } from '../store/database.ts'
import { queueMessages } from '../store/messages.ts'
import type { Program } from '../store/programs.ts'
import type { Parent } from './route.ts'

const MINUTE_MS = 60_000
const LINK_MINUTES = 15
const LINKS_AN_HOUR = 5

/** How long a browser stays signed in. */
export const SESSION_DAYS = 30

/** A key's name in our records: what stands before it is the same for all of its kind. */
export const kidOf = (secret: string): string => secret.slice(0, secret.indexOf('_') + 7)

/**
 * Mails an affiliate the link that signs in: at most one a minute and five an hour, so that nobody's mailbox is filled by somebody else. Called inside a
 * transaction; more than that is left out without a word. `next` is the page of the affiliate that the link leads to.
 */
export async function sendSignInLink(
  parent: Parent,
  transaction: Queryable,
  { programId, policy }: Program,
  affiliate: Applicant & { readonly affiliateId: number },
  next = '/affiliate',
): Promise<void> {
  // Many at once are no way around the limit.
  await lockFor(transaction, `sign-in:${programId}:${affiliate.affiliateId}`)
  const now = parent.now()
  const sent = await keyTimes(transaction, programId, affiliate.affiliateId, 'sign_in', new Date(now.getTime() - 60 * MINUTE_MS))
  const [last] = sent
  if (LINKS_AN_HOUR <= sent.length || (last && now.getTime() - last.getTime() < MINUTE_MS)) return
  const secret = newHandedSecret('in')
  await addAffiliateKey(transaction, programId, {
    affiliateId: affiliate.affiliateId,
    purpose: 'sign_in',
    kid: kidOf(secret),
    name: '',
    hash: hashKey(secret),
    createdAt: now,
    expiresAt: new Date(now.getTime() + LINK_MINUTES * MINUTE_MS),
  })
  const query = next === '/affiliate' ? '' : `?${new URLSearchParams({ next })}`
  const letter = signInLink(policy, affiliate, `${parent.origin}/affiliate/sign-in/${secret}${query}`, LINK_MINUTES)
  await queueMessages(transaction, programId, [letter], { orderKey: null, test: affiliate.test })
}

/** Whose link this is, while it is good. */
export const holderOfLink = (parent: Parent, secret: string): Promise<KeyHolder | undefined> =>
  holderOfKey(parent.database, 'sign_in', hashKey(secret), parent.now())

/** Uses a link up and opens a session; answers the session's secret, or nothing where the link is not good any more. */
export const signIn = (parent: Parent, secret: string): Promise<string | undefined> =>
  parent.database.transaction(async (transaction) => {
    const now = parent.now()
    const holder = await holderOfKey(transaction, 'sign_in', hashKey(secret), now)
    if (!holder || !(await retireKeyByHash(transaction, 'sign_in', hashKey(secret), now))) return undefined
    const session = newHandedSecret('ses')
    await addAffiliateKey(transaction, holder.programId, {
      affiliateId: holder.affiliateId,
      purpose: 'session',
      kid: kidOf(session),
      name: '',
      hash: hashKey(session),
      createdAt: now,
      expiresAt: new Date(now.getTime() + SESSION_DAYS * 24 * 60 * MINUTE_MS),
    })
    return session
  })

/** Ends a session. */
export const signOut = (parent: Parent, session: string): Promise<boolean> =>
  retireKeyByHash(parent.database, 'session', hashKey(session), parent.now())
