import { type Address, addressPart } from '@tributary/protocol/address'
import type { Customer } from '@tributary/protocol/order'
import { postcodeProblem } from '@tributary/protocol/postcode'
import type { FieldProblem } from '@tributary/protocol/problem'

/** What is wrong with a customer's addresses in their countries, by the protocol's tables. `country` is the one that the order was priced for. */
export function addressProblems({ delivery, billing }: Customer, country: string): FieldProblem[] {
  const problems = [...partProblems('/customer/delivery', delivery), ...(billing ? partProblems('/customer/billing', billing) : [])]
  if (delivery.country === country) return problems
  const detail = `The order was priced for ${country}, this address is in ${delivery.country}.`
  return [...problems, { pointer: '/customer/delivery/country', detail }]
}

function partProblems(pointer: string, address: Address): FieldProblem[] {
  const { country, postcode = '' } = address
  const missing = (['region', 'postcode'] as const)
    .filter((part) => addressPart(country, part) === 'required' && (address[part] ?? '').trim() === '')
    .map((part) => ({ pointer: `${pointer}/${part}`, detail: `Addresses in ${country} need a ${part}.` }))
  const hasPostcode = postcode.trim() !== '' && addressPart(country, 'postcode') !== 'absent'
  const detail = hasPostcode ? postcodeProblem(postcode, country, country) : undefined
  return detail ? [...missing, { pointer: `${pointer}/postcode`, detail }] : missing
}
