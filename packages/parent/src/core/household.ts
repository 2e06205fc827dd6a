import type { Customer } from '@tributary/protocol/order'
import { type Keyring, macHex } from './keyring.ts'

const PHONE_DIGITS = 9
const LEAST_PHONE_DIGITS = 7

/** What two orders of one household have in common, hex. Without the program's key nobody can tell an address or a number from it. */
export interface HouseholdMarks {
  readonly address: string
  readonly phone?: string
}

/**
 * The marks of a customer's household. Who lives there has no part in it, and neither has how it is written: "Lindenstraße 3" and "lindenstr. 3" at
 * one postcode are one address, "+49 170 1234567" and "0170/1234567" one telephone. What stands on the second line does: it is the flat, or
 * somebody's number at a parcel locker.
 */
export function householdMarks(
  { program }: Pick<Keyring, 'program'>,
  { delivery, phone }: Pick<Customer, 'delivery' | 'phone'>,
): HouseholdMarks {
  const mark = phoneMark({ program }, phone)
  return { address: macHex(program, `address:${plainAddress(delivery)}`), ...(mark !== undefined && { phone: mark }) }
}

/** The mark of a telephone alone: all that is known of where somebody lives who asked for a service. */
export function phoneMark({ program }: Pick<Keyring, 'program'>, phone = ''): string | undefined {
  const number = plainPhone(phone)
  return number === undefined ? undefined : macHex(program, `phone:${number}`)
}

// A postcode says where a town is, and is spelled in one way only.
const plainAddress = ({ country, postcode, city, line1, line2 = '' }: Customer['delivery']): string =>
  [country, postcode?.trim() ? postcode : city, line1, line2].map(plain).join('|')

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('strasse', 'str')
    .replaceAll(/\bstreet\b/g, 'st')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

// Its last digits are the same with the code of the country and without; what is shorter is no number of a household.
function plainPhone(phone: string): string | undefined {
  const digits = phone.replaceAll(/\D/g, '')
  return digits.length < LEAST_PHONE_DIGITS ? undefined : digits.replace(/^0+/, '').slice(-PHONE_DIGITS)
}
