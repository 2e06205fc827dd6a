import { isSame, type Keyring, mac } from './keyring.ts'

const VERSION = 'v1'

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

/** The payload of a token that this program signed for this purpose, or `undefined`: altered, unknown key, or not a token at all. */
export function readToken(keyring: Keyring, purpose: 'touch' | 'quote', token: string): unknown {
  const [version, kid, payload, signature, ...rest] = token.split('.')
  if (version !== VERSION || !kid || !payload || !signature || rest.length > 0) return undefined
  const key = keyring.sign.find((candidate) => candidate.kid === kid)
  if (!key || !isSame(signature, mac(key.secret, `${purpose}:${VERSION}.${kid}.${payload}`))) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown
}
