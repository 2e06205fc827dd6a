import type { AffiliateId, ProgramId, SiteKey } from '@tributary/protocol/id'
import type { Touch } from '@tributary/protocol/touch'
import type { Keyring } from './keyring.ts'
import { readToken, signToken } from './token.ts'

type Positional = [ProgramId, SiteKey, AffiliateId, string, string, number]

const MS_PER_SECOND = 1_000

/** The parent's signature on a touch. Positional and in whole seconds, so that three tokens fit a cookie of 1 KB. */
export const signTouch = (keyring: Keyring, touch: Touch): string =>
  signToken(keyring, 'touch', [
    touch.programId,
    touch.site,
    touch.affiliateId,
    touch.campaign,
    touch.subId,
    Math.floor(touch.issuedAt / MS_PER_SECOND),
  ] satisfies Positional)

/** What a touch token proves, or `undefined` where its signature is not ours. */
export function readTouch(keyring: Keyring, token: string): Touch | undefined {
  const payload = readToken(keyring, 'touch', token)
  if (payload === undefined) return undefined
  const [programId, site, affiliateId, campaign, subId, issuedAt] = payload as Positional
  return { programId, site, affiliateId, campaign, subId, issuedAt: issuedAt * MS_PER_SECOND }
}
