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

/** What a country calls the largest part of its addresses, where it has one. */
export type RegionName = 'state' | 'province' | 'prefecture' | 'emirate'

/** That name; a state where nothing else is known. */
export function regionName(country: string): RegionName {
  if (country === 'JP') return 'prefecture'
  if (country === 'AE') return 'emirate'
  return isAmong(WITH_PROVINCE, country) ? 'province' : 'state'
}

const WITH_PROVINCE = 'CA CN ES IT'

/** A line of an address below the name. */
export type PlacePart = 'line1' | 'line2' | 'postcode' | 'city' | 'region'

/** The order in which a country writes its addresses, and fills in its forms. Same source as above. */
export function addressOrder(country: string): readonly PlacePart[] {
  if (isAmong(LARGEST_FIRST, country)) return ['postcode', 'region', 'city', 'line1', 'line2']
  return isAmong(POSTCODE_LAST, country)
    ? ['line1', 'line2', 'city', 'region', 'postcode']
    : ['line1', 'line2', 'postcode', 'city', 'region']
}

const LARGEST_FIRST = 'CN JP'
const POSTCODE_LAST = 'AE AU BR CA GB IE IN NZ US'

/** An address as its country writes it, without the country: a line each, what is missing left out. The town is one line. */
export function addressLines(address: Partial<Address>): readonly string[] {
  const order = addressOrder(address.country ?? '')
  const town = order
    .filter((part) => !part.startsWith('line'))
    .map((part) => address[part])
    .filter(Boolean)
    .join(' ')
  const street = [address.line1, address.line2]
  return [address.name, ...(order[0] === 'line1' ? [...street, town] : [town, ...street])].flatMap((line) => line || [])
}

const isAmong = (countries: string, country: string): boolean => country.length === 2 && countries.includes(country)
