import { addressPart } from '@tributary/protocol/address'
import type { Customer } from '@tributary/protocol/order'
import { customer as customerSchema } from '@tributary/protocol/order.schema'
import type { FieldProblem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { html } from 'hono/html'
import { addressProblems, countryName } from '../core/customer.ts'
import { fieldProblems } from '../http/problem-response.ts'
import { type FieldErrors, type Fields, field, fieldMessage, textArea } from './form.ts'
import type { Html } from './page.ts'

// Where the schema's pointers land in the form.
const NAMES: Readonly<Record<string, string>> = {
  '/customer/email': 'email',
  '/customer/phone': 'phone',
  '/customer/note': 'note',
  '/customer/delivery/name': 'name',
  '/customer/delivery/line1': 'line1',
  '/customer/delivery/line2': 'line2',
  '/customer/delivery/postcode': 'postcode',
  '/customer/delivery/city': 'city',
  '/customer/delivery/region': 'region',
  '/customer/delivery/country': 'country',
}

/** The names of every field that must travel from the form to the review and on to the order. */
export const FIELD_NAMES = ['sku', 'quantity', 'via', 'code', ...Object.values(NAMES)] as const

/** The customer of a filled form; parts that the country does not have are left out. */
export function readCustomer(fields: Fields): Result<Customer, FieldErrors> {
  const {
    email = '',
    phone = '',
    note = '',
    name = '',
    line1 = '',
    line2 = '',
    postcode = '',
    city = '',
    region = '',
    country = '',
  } = fields
  const delivery = {
    name,
    line1,
    ...(line2 !== '' && { line2 }),
    ...(postcode !== '' && addressPart(country, 'postcode') !== 'absent' && { postcode }),
    city,
    ...(region !== '' && addressPart(country, 'region') !== 'absent' && { region }),
    country,
  }
  const parsed = customerSchema.safeParse({ email, ...(phone !== '' && { phone }), ...(note !== '' && { note }), delivery })
  if (!parsed.success) return fail(byName(fieldProblems(parsed.error).map((one) => ({ ...one, pointer: `/customer${one.pointer}` }))))
  const customer = parsed.data as Customer
  const problems = addressProblems(customer, country)
  return problems.length > 0 ? fail(byName(problems)) : ok(customer)
}

/** Field problems of the API under the names of the form; the first of each field counts. */
export function byName(problems: readonly FieldProblem[]): FieldErrors {
  const errors: Record<string, string> = {}
  for (const { pointer, detail } of problems) errors[NAMES[pointer] ?? pointer.replace(/^.*\//, '')] ??= detail
  return errors
}

/** The fields of who and where. Labels make sense on their own, optional ones say so, errors stand at the field. */
export const customerFields = (fields: Fields, errors: FieldErrors, countries: readonly string[]): Html => html`
<fieldset><legend>Who gets the confirmation</legend>
${field('email', 'E-mail', fields, errors, { type: 'email', autocomplete: 'email', help: 'Your confirmation and the tracking go there.', isNeeded: true })}
${field('phone', 'Phone for the carrier (optional)', fields, errors, { type: 'tel', autocomplete: 'tel' })}
</fieldset>
<fieldset><legend>Where it goes</legend>
${field('name', 'Full name', fields, errors, { autocomplete: 'shipping name', isNeeded: true })}
${field('line1', 'Street and number', fields, errors, { autocomplete: 'shipping address-line1', isNeeded: true })}
${field('line2', 'Flat, floor, company (optional)', fields, errors, { autocomplete: 'shipping address-line2' })}
<div class="pair">
${field('postcode', 'Postcode', fields, errors, { autocomplete: 'shipping postal-code' })}
${field('city', 'Town or city', fields, errors, { autocomplete: 'shipping address-level2', isNeeded: true })}
</div>
${field('region', 'State or region (where your country has one)', fields, errors, { autocomplete: 'shipping address-level1' })}
<label class="field" for="country">Country
<select id="country" name="country" autocomplete="shipping country" ${errors['country'] ? html`aria-invalid="true"` : ''}>
${countries.map((code) => html`<option value="${code}" ${fields['country'] === code ? 'selected' : ''}>${countryName(code)}</option>`)}
</select>${fieldMessage(errors['country'], 'country')}</label>
${field('code', 'Code (optional)', fields, errors, { autocomplete: 'off', help: 'A discount, or the code of whoever sent you.' })}
${textArea('note', 'Note for the shop (optional)', fields, errors)}
</fieldset>`
