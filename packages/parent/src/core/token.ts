import { isSame, type Keyring, mac } from './keyring.ts'

const VERSION = 'v1'
const MOST_PARTS = 4

/**
 * A signed token: `v1.<kid>.<payload>.<mac>`, the payload being JSON in base64url. `purpose` is part of what is signed, so that a quote can
 * never pass for a touch.
 */
export function signToken(keyring: Keyring, purpose: 'touch' | 'quote', payload: unknown): string {
  const [key] = keyring.sign
  if (!key) throw new Error('expected a signing key, received an empty keyring')
  const body = `${VERSION}.${key.kid}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
  return `${body}.${mac(key.secret, `${purpose}:${body}`)}`
}

/**
 * The payload of a token that this program signed for this purpose, or `undefined`: altered, unknown key, or not a token at all. The text is what
 * was signed and the mac is compared as text, so that another spelling of the same bytes is another token.
 */
export function readToken(keyring: Keyring, purpose: 'touch' | 'quote', token: string): unknown {
  const [version, kid, payload, signature, ...rest] = token.split('.', MOST_PARTS + 1)
  if (version !== VERSION || !kid || !payload || !signature || rest.length > 0) return undefined
  const key = keyring.sign.find((candidate) => candidate.kid === kid)
  if (!key || !isSame(signature, mac(key.secret, `${purpose}:${VERSION}.${kid}.${payload}`))) return undefined
  return parsed(payload)
}

/** What a token says of itself, whoever signed it; nothing where it is no token. Never evidence, only a word to explain with. */
export function claimsOf(token: string): { readonly kid: string; readonly payload: unknown } {
  const [, kid = '', payload = ''] = token.split('.', MOST_PARTS)
  return { kid, payload: parsed(payload) }
}

// A key of ours could have signed what an older or a broken version wrote.
function parsed(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown
  } catch {
    return undefined
  }
}
