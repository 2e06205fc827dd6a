import { type Keyring, macHex } from './keyring.ts'

// One mail service under two names (https://support.google.com/mail/answer/10313).
const SAME_DOMAINS: Readonly<Record<string, string>> = { 'googlemail.com': 'gmail.com' }

/**
 * The mailbox that an e-mail address leads to, as far as an address can say: capitals, plus tags and dots in the local part do not make another
 * person. `mailboxOf('K.im+shop@GoogleMail.com')` is `kim@gmail.com`. Only to compare with; mail goes to the address as it was written.
 */
export function mailboxOf(email: string): string {
  const address = email.trim().normalize('NFKC').toLowerCase()
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1).replace(/\.$/, '')]
  // An address that is all tag and dots is taken as it is: nothing would be left to tell two of them apart.
  const plain = local.replace(/\+.*$/s, '').replaceAll('.', '') || local
  return `${plain}@${SAME_DOMAINS[domain] ?? domain}`
}

/** Whether two addresses lead to one mailbox. */
export const isSameMailbox = (a: string, b: string): boolean => mailboxOf(a) === mailboxOf(b)

/** A customer's mark, hex: the same for each order from one mailbox, and without the program's key nobody can tell whose it is. */
export const customerHash = (keyring: Keyring, email: string): string => macHex(keyring.program, `customer:${mailboxOf(email)}`)
