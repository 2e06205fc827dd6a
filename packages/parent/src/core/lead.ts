import type { LeadContact, LeadLetter } from '@tributary/protocol/lead'
import { canonicalJson } from './canonical.ts'
import { isLinkSecret, type Keyring, linkSecret, macHex } from './keyring.ts'

/** The secret of a lead's page. Made from the id, so that a replay can return it and nothing is stored. */
export const leadSecret = (keyring: Keyring, leadId: string): string => linkSecret(keyring, `lead:${leadId}`)

/** Whether `secret` opens the page of this lead. */
export const isLeadSecret = (keyring: Keyring, leadId: string, secret: string): boolean => isLinkSecret(keyring, `lead:${leadId}`, secret)

/** Where the customer follows the request, talks, and decides about proposals. */
export const leadUrl = (origin: string, keyring: Keyring, leadId: string): string =>
  `${origin}/request/${leadId}/${leadSecret(keyring, leadId)}`

/** The body's identity, hex: an HMAC over the decrypted request. Touch tokens are left out, since a page may have gained one between two attempts. */
export const leadDigest = (keyring: Keyring, { touches: _touches, ...letter }: LeadLetter, contact: LeadContact): string =>
  macHex(keyring.program, `lead:${canonicalJson({ ...letter, sealed: undefined, contact })}`)

/** By what the senders of requests are told apart for a while: a network (/24 or /64 of an address), or a mailbox. Keyed, so that no address is kept. */
export const senderHash = (keyring: Keyring, kind: 'network' | 'mailbox' | 'site', value: string): string =>
  macHex(keyring.program, `sender:${kind}:${value}`)
