import { addressPart } from '@tributary/protocol/address'
import type { Customer, FieldProblem } from '@tributary/sdk'
import { words } from '../words/sheet.ts'

/** The fields of the form, in their order, with where the parent finds them in an order. */
export const FIELD_POINTERS = {
  email: '/customer/email',
  phone: '/customer/phone',
  country: '/customer/delivery/country',
  name: '/customer/delivery/name',
  line1: '/customer/delivery/line1',
  line2: '/customer/delivery/line2',
  postcode: '/customer/delivery/postcode',
  city: '/customer/delivery/city',
  region: '/customer/delivery/region',
  code: '/code',
} as const

/** The name of a field. */
export type FieldName = keyof typeof FIELD_POINTERS

/** What was typed so far. */
export type Draft = Readonly<Partial<Record<FieldName, string>>>

/** What is wrong, by field, in sentences. */
export type FieldErrors = Readonly<Partial<Record<FieldName, string>>>

/** Fields in the order in which they stand. */
export const FIELD_NAMES = Object.keys(FIELD_POINTERS) as FieldName[]

/** The name of a country in the reader's language. */
export const countryName = (country: string, locale: string): string =>
  new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? country

/** What must be put right before the parent is asked. Only what is certain: the parent has the last word. */
export function checkDraft(draft: Draft): FieldErrors {
  const country = draft.country ?? ''
  const needs = { email: true, country: true, name: true, line1: true, city: true, postcode: false, region: false }
  needs.postcode = addressPart(country, 'postcode') === 'required'
  needs.region = addressPart(country, 'region') === 'required'
  const empty = Object.entries(needs).filter(([name, isNeeded]) => isNeeded && !draft[name as FieldName]?.trim())
  const errors: Partial<Record<FieldName, string>> = Object.fromEntries(
    empty.map(([name]) => [name, words.needed[name as keyof typeof needs]]),
  )
  if (!errors.email && !/.@./.test(draft.email ?? '')) errors.email = words.needed.email
  return errors
}

/** The parent's field errors, by our fields. A quote request names the address parts without their place in an order. */
export function fieldErrors(problems: readonly FieldProblem[] = []): FieldErrors {
  const named = FIELD_NAMES.flatMap((name) => {
    const found = problems.find(({ pointer }) => pointer === FIELD_POINTERS[name] || pointer === `/${name}`)
    return found ? [[name, found.detail] as const] : []
  })
  return Object.fromEntries(named)
}

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

/** What the price depends on. */
export function placeOf({ country = '', postcode = '', region = '' }: Draft): { country: string; postcode?: string; region?: string } {
  return {
    country,
    ...(postcode.trim() && addressPart(country, 'postcode') !== 'absent' && { postcode: postcode.trim() }),
    ...(region.trim() && addressPart(country, 'region') !== 'absent' && { region: region.trim() }),
  }
}
