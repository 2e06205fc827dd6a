import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Keyring } from './keyring.ts'

const CURVE = 'prime256v1'
const INFO = 'tributary/seal/v1'
const KEY_BYTES = 32
const TAG_BYTES = 16

/** Why a sealed part cannot be opened: not of our form, sealed to a key that we do not have, or altered. */
export type SealFailure = 'malformed' | 'unknown_kid' | 'bad_tag'

/**
 * Opens what a page sealed: `v1.<kid>.<ephemeral public key>.<iv>.<ciphertext and tag>`, all base64url; P-256 ECDH, HKDF-SHA256, AES-256-GCM,
 * with the order id as additional data, so that a sealed part cannot be moved to another order. Answers the plain text.
 */
export function unseal(keyring: Keyring, orderId: string, sealed: string): Result<string, SealFailure> {
  const [version, kid, epk, iv, data, ...rest] = sealed.split('.')
  if (version !== 'v1' || !kid || !epk || !iv || !data || rest.length > 0) return fail('malformed')
  const key = keyring.seal.find((candidate) => candidate.kid === kid)
  if (!key) return fail('unknown_kid')
  try {
    const ephemeral = Buffer.from(epk, 'base64url')
    const pair = createECDH(CURVE)
    pair.setPrivateKey(key.secret)
    const secret = Buffer.from(hkdfSync('sha256', pair.computeSecret(ephemeral), ephemeral, INFO, KEY_BYTES))
    const bytes = Buffer.from(data, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(iv, 'base64url'))
    decipher.setAAD(Buffer.from(orderId))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return ok(Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8'))
  } catch {
    // Node throws the same kind of error for a point off the curve, an iv of no length and a wrong tag: none can be told apart from tampering.
    return fail('bad_tag')
  }
}
