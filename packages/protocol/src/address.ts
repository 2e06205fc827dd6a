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

interface CountryAddress {
  readonly region?: true
  readonly postcode?: false | { readonly pattern: RegExp; readonly hint: string }
}

const digits = (count: number) => ({ pattern: new RegExp(`^\\d{${count}}$`), hint: `${count} digits` })

// Only what is certain. Source: Universal Postal Union, addressing systems by country (https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions).
const COUNTRY_ADDRESSES: Readonly<Record<string, CountryAddress>> = {
  AE: { postcode: false, region: true },
  AT: { postcode: digits(4) },
  AU: { postcode: digits(4), region: true },
  BE: { postcode: digits(4) },
  BR: { region: true },
  CA: { region: true, postcode: { pattern: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i, hint: 'the form A1A 1A1' } },
  CH: { postcode: digits(4) },
  CN: { postcode: digits(6), region: true },
  DE: { postcode: digits(5) },
  DK: { postcode: digits(4) },
  ES: { postcode: digits(5), region: true },
  FI: { postcode: digits(5) },
  FR: { postcode: digits(5) },
  HK: { postcode: false },
  IN: { postcode: digits(6), region: true },
  IT: { postcode: digits(5), region: true },
  JP: { region: true, postcode: { pattern: /^\d{3}-?\d{4}$/, hint: 'the form 123-4567' } },
  MX: { postcode: digits(5), region: true },
  NL: { postcode: { pattern: /^\d{4} ?[A-Z]{2}$/i, hint: 'the form 1234 AB' } },
  NO: { postcode: digits(4) },
  PL: { postcode: { pattern: /^\d{2}-?\d{3}$/, hint: 'the form 12-345' } },
  PT: { postcode: { pattern: /^\d{4}-?\d{3}$/, hint: 'the form 1234-567' } },
  SE: { postcode: { pattern: /^\d{3} ?\d{2}$/, hint: 'the form 123 45' } },
  US: { region: true, postcode: { pattern: /^\d{5}(-\d{4})?$/, hint: '5 digits, or 5 and 4' } },
}

// Countries that have postcodes but do not need one on a parcel, or where we are not sure.
const OPTIONAL_POSTCODE = new Set(['IE', 'PA', 'CO', 'CL', 'PE', 'JM', 'TT', 'BO', 'GH', 'KE', 'NG', 'QA', 'UG', 'ZW'])

/** Whether an address in this country has the part: `required`, `optional` or `absent`. */
export function addressPart(country: string, part: AddressPart): 'required' | 'optional' | 'absent' {
  const rules = COUNTRY_ADDRESSES[country]
  if (part === 'region') return rules?.region ? 'required' : 'absent'
  if (rules?.postcode === false) return 'absent'
  return OPTIONAL_POSTCODE.has(country) ? 'optional' : 'required'
}

/**
 * What is wrong with a postcode in this country, as a sentence, or `undefined`. Only certain formats are checked; surrounding space is not held
 * against anybody. `postcodeProblem('8001', 'DE', 'Germany')` is "That postcode has 4 digits; Germany uses 5 digits."
 */
export function postcodeProblem(postcode: string, country: string, countryName: string): string | undefined {
  const rule = COUNTRY_ADDRESSES[country]?.postcode
  const typed = postcode.trim()
  if (!rule || rule.pattern.test(typed)) return undefined
  const has = /^\d+$/.test(typed) ? `has ${typed.length} digits` : `is “${typed}”`
  return `That postcode ${has}; ${countryName} uses ${rule.hint}.`
}
