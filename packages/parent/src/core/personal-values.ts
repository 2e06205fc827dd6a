import type { LeadContact } from '@tributary/protocol/lead'
import type { Customer } from '@tributary/protocol/order'

// "Ann" is in "annual": what is shorter is in too many words to say anything about a person.
const LEAST_CHARACTERS = 5

/** The values by which a person could be found in a text: mailbox, name, telephone, street, company, each as it was written, and none that is too short. */
export function personalValues(
  customers: readonly Customer[],
  contacts: readonly Pick<LeadContact, 'name' | 'email' | 'phone' | 'company'>[],
): string[] {
  const values = [
    ...customers.flatMap(({ email, phone, delivery, billing }) => [email, phone, ...addressValues(delivery), ...addressValues(billing)]),
    ...contacts.flatMap(({ name, email, phone, company }) => [name, email, phone, company]),
  ]
  const known = values.flatMap((value) => (value === undefined ? [] : [value.trim()]))
  return [...new Set(known.filter((value) => LEAST_CHARACTERS <= value.length))]
}

const addressValues = (address: Customer['delivery'] | undefined): (string | undefined)[] =>
  address === undefined ? [] : [address.name, address.line1, address.line2]
