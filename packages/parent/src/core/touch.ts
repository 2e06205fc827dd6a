import { type AffiliateId, isId, type ProgramId, type SiteKey } from '@tributary/protocol/id'
import { TOUCH_TOKEN_LENGTH, type Touch } from '@tributary/protocol/touch'
import type { Keyring } from './keyring.ts'
import { claimsOf, readToken, signToken } from './token.ts'

type Positional = [ProgramId, SiteKey | '', AffiliateId, string, string, number]

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

/** What a touch token proves, or `undefined` where its signature is not ours. Never throws, whatever the text. */
export function readTouch(keyring: Keyring, token: string): Touch | undefined {
  if (TOUCH_TOKEN_LENGTH < token.length) return undefined
  const payload = readToken(keyring, 'touch', token)
  if (!isPositional(payload)) return undefined
  const [programId, site, affiliateId, campaign, subId, issuedAt] = payload
  return { programId, site, affiliateId, campaign, subId, issuedAt: issuedAt * MS_PER_SECOND }
}

/** Whether a token of a key that is not ours says that another program made it. Nobody can check that here; it only names the reason better. */
export function isOfOtherProgram(keyring: Keyring, token: string, programId: ProgramId): boolean {
  if (TOUCH_TOKEN_LENGTH < token.length) return false
  const { kid, payload } = claimsOf(token)
  return isPositional(payload) && isId('program', payload[0]) && payload[0] !== programId && keyring.sign.every((key) => key.kid !== kid)
}

const isPositional = (payload: unknown): payload is Positional =>
  Array.isArray(payload) &&
  payload.length === 6 &&
  payload.slice(0, 5).every((part) => typeof part === 'string') &&
  Number.isSafeInteger(payload[5])
