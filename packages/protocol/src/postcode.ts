interface PostcodeForm {
  readonly pattern: RegExp
  readonly hint: string
}

const digits = (count: number): PostcodeForm => ({ pattern: new RegExp(`^\\d{${count}}$`), hint: `${count} digits` })

// Only what is certain. Source: Universal Postal Union, addressing systems by country (https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions).
const POSTCODE_FORMS: Readonly<Record<string, PostcodeForm>> = {
  AT: digits(4),
  AU: digits(4),
  BE: digits(4),
  CA: { pattern: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i, hint: 'the form A1A 1A1' },
  CH: digits(4),
  CN: digits(6),
  DE: digits(5),
  DK: digits(4),
  ES: digits(5),
  FI: digits(5),
  FR: digits(5),
  IN: digits(6),
  IT: digits(5),
  JP: { pattern: /^\d{3}-?\d{4}$/, hint: 'the form 123-4567' },
  MX: digits(5),
  NL: { pattern: /^\d{4} ?[A-Z]{2}$/i, hint: 'the form 1234 AB' },
  NO: digits(4),
  PL: { pattern: /^\d{2}-?\d{3}$/, hint: 'the form 12-345' },
  PT: { pattern: /^\d{4}-?\d{3}$/, hint: 'the form 1234-567' },
  SE: { pattern: /^\d{3} ?\d{2}$/, hint: 'the form 123 45' },
  US: { pattern: /^\d{5}(-\d{4})?$/, hint: '5 digits, or 5 and 4' },
}

/**
 * What is wrong with a postcode in this country, as a sentence, or `undefined`. Only certain formats are checked; surrounding space is not held
 * against anybody. The parent asks, with the quote and with the order: a page has no room for the table.
 * `postcodeProblem('8001', 'DE', 'Germany')` is "That postcode has 4 digits; Germany uses 5 digits."
 */
export function postcodeProblem(postcode: string, country: string, countryName: string): string | undefined {
  const form = POSTCODE_FORMS[country]
  const typed = postcode.trim()
  if (!form || form.pattern.test(typed)) return undefined
  const has = /^\d+$/.test(typed) ? `has ${typed.length} digits` : `is “${typed}”`
  return `That postcode ${has}; ${countryName} uses ${form.hint}.`
}
