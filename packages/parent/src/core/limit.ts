import { type Keyring, macHex } from './keyring.ts'
import { mailboxOf } from './mailbox.ts'
import { networkOf } from './network-address.ts'

const HOUR_MS = 60 * 60 * 1_000

// An hour's worth. An office or a telephone company's customers share one network; a page that is on television is one site.
const LIMITS = {
  order: { mailbox: 30, network: 300, site: 20_000 },
  quote: { network: 2_000, site: 200_000 },
  // What a customer does about an order that there is: cancelling it, withdrawing.
  change: { network: 200 },
  touch: { network: 5_000, site: 500_000 },
} as const satisfies Record<string, Partial<Record<'mailbox' | 'network' | 'site', number>>>

/** What is limited by counting (design, D22). Leads have limits of their own, by the leads that there are. */
export type Limited = keyof typeof LIMITS

/** Where a request came from, as far as it is known. */
export interface Origins {
  readonly address?: string | undefined
  readonly email?: string | undefined
  readonly site?: string | undefined
}

/** One thing that is counted, and how often it may be within an hour. The hash is keyed: the counters hold nobody's address. */
export interface Limit {
  readonly kind: string
  readonly hash: string
  readonly most: number
}

/** What a request counts as. */
export function limitsOf(keyring: Keyring, what: Limited, { address, email, site }: Origins): Limit[] {
  const values = {
    mailbox: email === undefined ? undefined : mailboxOf(email),
    network: address === undefined ? undefined : countedNetworkOf(address),
    site,
  }
  return Object.entries(LIMITS[what]).flatMap(([by, most]) => {
    const value = values[by as keyof typeof values]
    const kind = `${what}_${by}`
    return value === undefined ? [] : [{ kind, hash: macHex(keyring.program, `${kind}:${value}`).slice(0, 32), most }]
  })
}

/** The beginning of the hour that counts at this moment. */
export const hourOf = (now: Date): Date => new Date(now.getTime() - (now.getTime() % HOUR_MS))

/** How many seconds of that hour are left. */
export const secondsLeft = (now: Date): number => Math.max(1, Math.ceil((hourOf(now).getTime() + HOUR_MS - now.getTime()) / 1_000))

// Private and loopback addresses are a proxy that does not say who calls: counted, it would be everybody.
const PRIVATE = /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.|^(0:0:0:0::|f[cd]..:|fe[89ab].:)/

function countedNetworkOf(address: string): string | undefined {
  const network = networkOf(address)
  return network === undefined || PRIVATE.test(network) ? undefined : network
}
