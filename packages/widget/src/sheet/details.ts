import { addressPart, regionName } from '@tributary/protocol/address'
import type { Customer, FieldProblem } from '@tributary/sdk'
import { words } from '../words/sheet.ts'

/** The name of a field, as the parent calls it in an order. */
export type FieldName = keyof typeof words.fields

const NEEDED_FIELDS = ['email', 'country', 'name', 'line1', 'city'] as const

/** What was typed so far. */
export type Draft = Readonly<Partial<Record<FieldName, string>>>

/** What is wrong, by field, in sentences. */
export type FieldErrors = Readonly<Partial<Record<FieldName, string>>>

/** The name of a country in the reader's language. */
export const countryName = (country: string, locale: string): string =>
  new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? country

/** What the fields are called in an address of this country. */
export const labelsOf = (country: string): typeof words.fields => ({
  ...words.fields,
  ...(addressPart(country, 'region') !== 'absent' && { region: words.regions[regionName(country)] }),
  ...(country === 'US' && { postcode: words.zip }),
})

/** What must be put right before the parent is asked. Only what is certain: the parent has the last word. */
export function checkDraft(draft: Draft): FieldErrors {
  const parts = (['postcode', 'region'] as const).filter((part) => addressPart(draft.country ?? '', part) === 'required')
  const missing = [...NEEDED_FIELDS, ...parts].filter((name) => !draft[name]?.trim())
  const errors = Object.fromEntries(missing.map((name) => [name, words.missing(labelsOf(draft.country ?? '')[name])]))
  return draft.email && !/.@./.test(draft.email) ? { ...errors, email: words.emailForm } : errors
}

/** The parent's field errors, by our fields: the last part of a pointer names the field, in an order (`/customer/delivery/city`) as in a quote. */
export const fieldErrors = (problems: readonly FieldProblem[] = []): FieldErrors =>
  Object.fromEntries(
    problems
      .map(({ pointer, detail }) => [pointer.split('/').at(-1) ?? '', detail] as const)
      .filter(([name]) => name in words.fields)
      .map(([name, detail]) => [name, words.wrong ? (words.wrong[name] ?? words.wrong.other) : detail]),
  )

/** The personal part of the order. Text is kept as typed; parts that were left empty, or that the country does not have, are left out. */
export function customerOf(draft: Draft): Customer {
  const { email = '', phone, name = '', line1 = '', line2, city = '', country = '' } = draft
  const { postcode, region } = placeOf(draft)
  return {
    email: email.trim(),
    ...(phone?.trim() && { phone }),
    delivery: { name, line1, city, country, ...(line2?.trim() && { line2 }), ...(postcode && { postcode }), ...(region && { region }) },
  }
}

interface Place {
  country: string
  postcode?: string
  region?: string
  code?: string
}

/** What the price depends on. */
export function placeOf({ country = '', postcode = '', region = '', code = '' }: Draft): Place {
  return {
    country,
    ...(postcode.trim() && addressPart(country, 'postcode') !== 'absent' && { postcode: postcode.trim() }),
    ...(region.trim() && addressPart(country, 'region') !== 'absent' && { region: region.trim() }),
    ...(code.trim() && { code: code.trim() }),
  }
}
