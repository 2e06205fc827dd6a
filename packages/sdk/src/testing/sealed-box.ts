import { newCode } from '@tributary/protocol/id'
import type { SealKey } from '@tributary/protocol/program'

const INFO = 'tributary/seal/v1'
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

/** The parent's half of sealing (`seal.ts` is the page's). */
export interface SealedBox {
  /** The key that pages seal to. */
  key(): Promise<SealKey>
  /** What was sealed for this order or request; `undefined` where it is altered, another one's, or sealed to another key. */
  open(id: string, sealed: string): Promise<string | undefined>
}

/** A box with a key of its own, made when it is first asked for. Where there is no WebCrypto nobody can seal, and pages send in clear. */
export function createSealedBox(): SealedBox {
  const kid = `test${newCode()}`
  let made: Promise<CryptoKeyPair> | undefined
  const pair = () => (made ??= crypto.subtle.generateKey(CURVE, true, ['deriveBits']))

  return {
    async key() {
      if (!globalThis.crypto?.subtle) return { kid, publicKey: '' }
      return { kid, publicKey: toBase64Url(await crypto.subtle.exportKey('raw', (await pair()).publicKey)) }
    },
    async open(id, sealed) {
      const [version, sealedTo, epk, iv, data, ...rest] = sealed.split('.')
      if (version !== 'v1' || sealedTo !== kid || !epk || !iv || !data || rest.length > 0) return undefined
      try {
        const cipher = await cipherOf((await pair()).privateKey, fromBase64Url(epk))
        const opening = { name: 'AES-GCM', iv: fromBase64Url(iv), additionalData: new TextEncoder().encode(id) }
        return new TextDecoder().decode(await crypto.subtle.decrypt(opening, cipher, fromBase64Url(data)))
      } catch {
        return undefined
      }
    },
  }
}

async function cipherOf(own: CryptoKey, epk: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const { subtle } = crypto
  const ephemeral = await subtle.importKey('raw', epk, CURVE, false, [])
  const bits = await subtle.deriveBits({ name: 'ECDH', public: ephemeral }, own, 256)
  const secret = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: epk, info: new TextEncoder().encode(INFO) }
  return subtle.deriveKey(derivation, secret, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
}

const toBase64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
