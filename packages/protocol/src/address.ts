/** Where something is sent. Free text is kept byte for byte. */
export interface Address {
  readonly name: string
  readonly line1: string
  readonly line2?: string
  readonly postcode?: string
  readonly city: string
  /** State, province or prefecture, in countries that address by one. */
  readonly region?: string
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string
}

/** A part of an address that a country may require. */
export type AddressPart = 'postcode' | 'region'

// Only what is certain. Source: Universal Postal Union, addressing systems by country (https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions).
const WITH_REGION = new Set(['AE', 'AU', 'BR', 'CA', 'CN', 'ES', 'IN', 'IT', 'JP', 'MX', 'US'])
const WITHOUT_POSTCODE = new Set(['AE', 'HK'])

// Countries that have postcodes but do not need one on a parcel, or where we are not sure.
const OPTIONAL_POSTCODE = new Set(['IE', 'PA', 'CO', 'CL', 'PE', 'JM', 'TT', 'BO', 'GH', 'KE', 'NG', 'QA', 'UG', 'ZW'])

/** Whether an address in this country has the part: `required`, `optional` or `absent`. */
export function addressPart(country: string, part: AddressPart): 'required' | 'optional' | 'absent' {
  if (part === 'region') return WITH_REGION.has(country) ? 'required' : 'absent'
  if (WITHOUT_POSTCODE.has(country)) return 'absent'
  return OPTIONAL_POSTCODE.has(country) ? 'optional' : 'required'
}
