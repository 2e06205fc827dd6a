/** Where an affiliate is paid. Kept encrypted; shown masked, and whole only in the export of a payout. */
export interface PaymentDetails {
  /** In whose name the account is. */
  readonly holder: string
  /** An IBAN, or whatever the bank calls an account. */
  readonly account: string
  /** BIC, sort code or routing number. */
  readonly bank?: string | undefined
  readonly taxId?: string | undefined
}

/** The same, as it may be shown: `DE•• •••• 3000`. */
export interface MaskedDetails extends PaymentDetails {
  readonly changedAt: string
  readonly changedBy: string
}

/** One transfer of a payout, for the bank. */
export interface Transfer extends PaymentDetails {
  readonly payout: string
  readonly affiliate: string
  readonly currency: string
  readonly amountMinor: number
}

/** Everything that is to be transferred for a batch, and who cannot be paid because nobody knows where. */
export interface TransferList {
  readonly transfers: readonly Transfer[]
  readonly missing: readonly { readonly payout: string; readonly affiliate: string }[]
}

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/

/** An account as it is kept: capitals, without spaces. */
export const normalizeAccount = (account: string): string => account.toUpperCase().replaceAll(/\s/g, '')

/**
 * Whether an account that looks like an IBAN has the right check digits (ISO 13616: the first four characters to the end, letters as numbers from
 * A = 10, and the remainder of 97 is 1). What does not look like one cannot be judged.
 */
export function isAccountPlausible(account: string): boolean {
  const plain = normalizeAccount(account)
  if (!/^[A-Z]{2}\d{2}/.test(plain)) return true
  if (!IBAN.test(plain)) return false
  const digits = [...(plain.slice(4) + plain.slice(0, 4))].map((character) => Number.parseInt(character, 36)).join('')
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}
