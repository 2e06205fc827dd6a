import type { LeadContact } from '@tributary/protocol/lead'
import type { Customer } from '@tributary/protocol/order'
import type { SealKey } from '@tributary/protocol/program'
import { toJson } from './json.ts'

const INFO = 'tributary/seal/v1'
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

/**
 * The personal part of an order or a request, readable only by the parent: `v1.<kid>.<epk>.<iv>.<data>`, base64url. A fresh P-256 key each time, HKDF-SHA256 of
 * the shared secret (salt: the fresh public key), AES-256-GCM bound to the id. Needs WebCrypto, so a secure context.
 */
export async function seal(personal: Customer | LeadContact, id: string, key: SealKey): Promise<string> {
  const { subtle } = crypto
  const pair = await subtle.generateKey(CURVE, false, ['deriveBits'])
  const epk = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const parent = await subtle.importKey('raw', fromBase64Url(key.publicKey), CURVE, false, [])
  const secret = await subtle.importKey(
    'raw',
    await subtle.deriveBits({ name: 'ECDH', public: parent }, pair.privateKey, 256),
    'HKDF',
    false,
    ['deriveKey'],
  )
  const cipher = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: epk, info: utf8(INFO) },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(id) }, cipher, utf8(toJson(personal)))
  return ['v1', key.kid, toBase64Url(epk), toBase64Url(iv), toBase64Url(new Uint8Array(data))].join('.')
}

/** Seals the personal part of an order or a request to the parent's key. */
export type Seal = typeof seal

const utf8 = (text: string) => new TextEncoder().encode(text)

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const fromBase64Url = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
