import { type Problem, problem } from '@tributary/protocol/problem'
import type { Keyring } from '../core/keyring.ts'
import { senderHash } from '../core/lead.ts'
import { mailboxOf } from '../core/mailbox.ts'
import { networkOf } from '../core/network-address.ts'
import type { Queryable } from '../store/database.ts'
import { arrivalsSince } from '../store/lead-changes.ts'
import type { Program } from '../store/programs.ts'

const HOUR_MS = 60 * 60 * 1_000

// An hour's worth. A household or an office sits behind one network; a page that is on television is one site.
const LIMITS = { mailbox: 5, network: 20, site: 500 } as const

/** Where a request came from: a network address, a mailbox, the key of a site. */
export interface LeadSender {
  readonly address: string | undefined
  readonly email: string
  readonly site: string | undefined
}

/** The senders of a request, as they are counted: keyed hashes. */
export function sendersOf(
  keyring: Keyring,
  { address, email, site }: LeadSender,
): readonly { readonly kind: keyof typeof LIMITS; readonly hash: string }[] {
  const network = address === undefined ? undefined : networkOf(address)
  const sender = (kind: keyof typeof LIMITS, value: string) => ({ kind, hash: senderHash(keyring, kind, value) })
  return [
    sender('mailbox', mailboxOf(email)),
    ...(network === undefined ? [] : [sender('network', network)]),
    ...(site === undefined ? [] : [sender('site', site)]),
  ]
}

/** The problem to answer where one sender sends too many requests (design, D22); it names the seconds until the next one is taken. */
export async function floodOf(
  database: Queryable,
  at: Date,
  { programId }: Program,
  keyring: Keyring,
  sender: LeadSender & { readonly leadId: string },
): Promise<Problem | undefined> {
  const since = new Date(at.getTime() - HOUR_MS)
  for (const { kind, hash } of sendersOf(keyring, sender)) {
    const { count, eldest } = await arrivalsSince(database, programId, hash, since)
    if (count < LIMITS[kind]) continue
    const seconds = eldest ? Math.max(1, Math.ceil((eldest.getTime() - since.getTime()) / 1_000)) : 60
    return { ...problem('rate_limited', { leadId: sender.leadId, detail: WHY[kind] }), retryAfterSeconds: seconds }
  }
  return undefined
}

const WHY = {
  mailbox: 'Very many requests came from this e-mail address. What was sent before is being worked on.',
  network: 'Very many requests came from this network. Please try again later.',
  site: 'Very many requests came from this page. Please try again later.',
} as const
