import mailProviders from 'email-providers'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { type Keyring, macHex } from './keyring.ts'
import { mailboxOf } from './mailbox.ts'

/** By what a customer is known again; the hash is keyed, so that nobody can tell whose it is. */
export interface ClaimMark {
  readonly kind: 'email' | 'phone' | 'domain'
  /** Hex. */
  readonly hash: string
}

const PROVIDERS: ReadonlySet<string> = new Set(mailProviders)

/**
 * A telephone number in the form of E.164, as far as it can be said: with Germany as home `+49 (0)30 123456`, `0049 30 123456` and `030 123456` are all
 * `+4930123456`. Nothing where it is no number of any country.
 */
export function phoneNumber(typed: string, home: string | undefined): string | undefined {
  const country: CountryCode | undefined = home !== undefined && isSupportedCountry(home) ? home : undefined
  // 00 is how most of the world dials a plus.
  const text = typed
    .normalize('NFKC')
    .trim()
    .replace(/^\(?00/, '+')
  const number = parsePhoneNumberFromString(text, country)
  return number?.isPossible() ? number.number : undefined
}

/** Whether anybody can have a mailbox in a domain, so that sharing it says nothing about two people. */
export const isMailProvider = (domain: string): boolean => PROVIDERS.has(domain)

/** Everything that a customer is known again by: the mailbox, the telephone number, and the company's domain where it is not a mail provider's; `others` count as providers too. */
export function claimMarks(
  keyring: Keyring,
  { email, phone = '' }: { readonly email: string; readonly phone?: string | undefined },
  home: string | undefined,
  others: readonly string[] = [],
): ClaimMark[] {
  const mailbox = mailboxOf(email)
  const domain = mailbox.slice(mailbox.lastIndexOf('@') + 1)
  const number = phoneNumber(phone, home)
  const mark = (kind: ClaimMark['kind'], value: string): ClaimMark => ({ kind, hash: macHex(keyring.program, `claim:${kind}:${value}`) })
  return [
    mark('email', mailbox),
    ...(number === undefined ? [] : [mark('phone', number)]),
    ...(isMailProvider(domain) || others.includes(domain) ? [] : [mark('domain', domain)]),
  ]
}
