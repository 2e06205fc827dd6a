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
const WITH_REGION = 'AE AU BR CA CN ES IN IT JP MX US'
const WITHOUT_POSTCODE = 'AE HK'

// Countries that have postcodes but do not need one on a parcel, or where we are not sure.
const OPTIONAL_POSTCODE = 'BO CL CO GH IE JM KE NG PA PE QA TT UG ZW'

/** Whether an address in this country has the part: `required`, `optional` or `absent`. */
export function addressPart(country: string, part: AddressPart): 'required' | 'optional' | 'absent' {
  if (part === 'region') return isAmong(WITH_REGION, country) ? 'required' : 'absent'
  if (isAmong(WITHOUT_POSTCODE, country)) return 'absent'
  return isAmong(OPTIONAL_POSTCODE, country) ? 'optional' : 'required'
}

const isAmong = (countries: string, country: string): boolean => country.length === 2 && countries.includes(country)
