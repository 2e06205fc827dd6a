import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { PaymentDetails } from '@tributary/protocol/payment-details'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const SHOWN = 4

/** A new key for payment details: 256 random bits. */
export const newDetailsKey = (): Uint8Array => randomBytes(32)

/** Seals details with AES-256-GCM for one owner: the bytes of one affiliate do not open as another's. */
export function sealDetails(key: Uint8Array, owner: string, details: PaymentDetails): Uint8Array {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, key, iv)
  cipher.setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(details), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** Opens sealed details; `undefined` where the key or the owner is another one, or a byte was altered. */
export function openDetails(key: Uint8Array, owner: string, sealed: Uint8Array): PaymentDetails | undefined {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES))
  decipher.setAAD(Buffer.from(owner))
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    return JSON.parse(text) as PaymentDetails
  } catch {
    return undefined
  }
}

/** Details as they may be shown: enough to recognise, too little to use. */
export const maskDetails = ({ holder, account, bank, taxId }: PaymentDetails): PaymentDetails => ({
  holder,
  account: `${/^[A-Z]{2}/.exec(account)?.[0] ?? ''}${masked(account)}`,
  ...(bank !== undefined && { bank }),
  ...(taxId !== undefined && { taxId: masked(taxId) }),
})

// Of a short one even the end would say too much.
const masked = (text: string): string => `•••• ${text.length < 2 * SHOWN ? '' : text.slice(-SHOWN)}`.trimEnd()
