import { createECDH, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SealKey } from '@tributary/protocol/program'

/** The secrets of a program, ready to use. The first of each list is used for new things, the others only for old ones. */
export interface Keyring {
  readonly program: Uint8Array
  readonly sign: readonly SecretKey[]
  readonly seal: readonly SecretKey[]
  /** What the secrets in customers' links are made with. */
  readonly link: readonly SecretKey[]
}

/** A secret with its public name. */
export interface SecretKey {
  readonly kid: string
  readonly secret: Uint8Array
}

const CURVE = 'prime256v1'
const KID_BYTES = 4

/** A new secret of 256 bits with a name of 6 characters. */
export const newSecret = (): SecretKey => ({ kid: newKid(), secret: randomBytes(32) })

/** A new P-256 private key to which pages seal. */
export function newSealSecret(): SecretKey {
  const pair = createECDH(CURVE)
  pair.generateKeys()
  return { kid: newKid(), secret: pair.getPrivateKey() }
}

/** The public half that travels with the offers. */
export function sealKeyOf({ kid, secret }: SecretKey): SealKey {
  const pair = createECDH(CURVE)
  pair.setPrivateKey(secret)
  return { kid, publicKey: pair.getPublicKey('base64url') }
}

/** What begins a secret that somebody is handed: staff, an affiliate's own program, a signed-in browser, a link that signs in, an invitation. */
export type SecretKind = 'key' | 'affkey' | 'ses' | 'in' | 'inv'

/** A new secret to hand out, 192 random bits after its kind: `affkey_…`. */
export const newHandedSecret = (kind: SecretKind): string => `${kind}_${randomBytes(24).toString('base64url')}`

/** What is kept of a handed secret. It has 192 random bits, so one round of SHA-256 is enough. */
export const hashKey = (key: string): Uint8Array => createHash('sha256').update(key).digest()

/** HMAC-SHA256, base64url. */
export const mac = (secret: Uint8Array, text: string): string => createHmac('sha256', secret).update(text).digest('base64url')

/** HMAC-SHA256, hex: the form in which digests are stored. */
export const macHex = (secret: Uint8Array, text: string): string => createHmac('sha256', secret).update(text).digest('hex')

/** The secret in a link to a customer's page about one thing. Made from its name, so that a replay can return it and nothing is stored. */
export function linkSecret({ link: [key] }: Pick<Keyring, 'link'>, name: string): string {
  if (!key) throw new Error('expected a key for links, received an empty keyring')
  return mac(key.secret, name)
}

/** Whether `secret` opens the page of this name, by any key for links that is still good. */
export const isLinkSecret = ({ link }: Pick<Keyring, 'link'>, name: string, secret: string): boolean =>
  link.some((key) => isSame(secret, mac(key.secret, name)))

/** Whether two texts are equal, in a time that does not tell where they differ. */
export const isSame = (a: string, b: string): boolean => {
  const [first, second] = [Buffer.from(a), Buffer.from(b)]
  return first.length === second.length && timingSafeEqual(first, second)
}

const newKid = () => randomBytes(KID_BYTES).toString('base64url')
