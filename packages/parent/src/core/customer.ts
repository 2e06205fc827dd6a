import { type Address, addressPart } from '@tributary/protocol/address'
import type { Customer } from '@tributary/protocol/order'
import { postcodeProblem } from '@tributary/protocol/postcode'
import type { FieldProblem } from '@tributary/protocol/problem'

/**
 * What is wrong with a customer's addresses in their countries, by the table of `protocol/address.ts`, beyond what the schema has checked.
 * `country` is the one that the order was priced for.
 */
export function addressProblems(customer: Customer, country: string): FieldProblem[] {
  const problems = addressPartProblems('/customer/delivery', customer.delivery)
  if (customer.billing) problems.push(...addressPartProblems('/customer/billing', customer.billing))
  if (customer.delivery.country !== country) {
    problems.push({
      pointer: '/customer/delivery/country',
      detail: `The order was priced for ${country}, this address is in ${customer.delivery.country}.`,
    })
  }
  return problems
}

function addressPartProblems(pointer: string, { country, postcode = '', region = '' }: Address): FieldProblem[] {
  const problems: FieldProblem[] = []
  const name = countryName(country)
  if (addressPart(country, 'region') === 'required' && region.trim() === '') {
    problems.push({ pointer: `${pointer}/region`, detail: `Addresses in ${name} need a state, province or region.` })
  }
  if (postcode.trim() === '') {
    if (addressPart(country, 'postcode') === 'required')
      problems.push({ pointer: `${pointer}/postcode`, detail: `Addresses in ${name} need a postcode.` })
    return problems
  }
  const detail = addressPart(country, 'postcode') === 'absent' ? undefined : postcodeProblem(postcode, country, name)
  if (detail) problems.push({ pointer: `${pointer}/postcode`, detail })
  return problems
}

/** The English name of a country, or its code where there is none. */
export const countryName = (country: string): string =>
  new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(country) ?? country
