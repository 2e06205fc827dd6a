import { addressOrder, addressPart } from '@tributary/protocol/address'
import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetFacts } from './checkout.ts'
import { countryName, type FieldErrors, labelsOf } from './details.ts'
import { inputProps, Labelled, TextField } from './field.tsx'

const TOWN = {
  postcode: ['shipping postal-code', 20],
  city: ['shipping address-level2', 200],
  region: ['shipping address-level1', 100],
} as const

/** Who the customer is and where it goes. The address is asked for in its country's order; a field that moves keeps what was typed. Every field stays in this one form, seen or not, so that a browser can fill all of it in one go. */
export function Fields({
  facts,
  errors,
  onCountry,
}: {
  readonly facts: SheetFacts
  readonly errors: FieldErrors
  readonly onCountry: (country: string) => void
}): VNode {
  const { draft, program, locale } = facts
  const country = draft.country ?? ''
  const shared = { labels: labelsOf(country), draft, errors }
  const street = [
    <TextField {...shared} key="line1" name="line1" autocomplete="shipping address-line1" maxLength={200} />,
    <TextField {...shared} key="line2" name="line2" autocomplete="shipping address-line2" isOptional maxLength={200} />,
  ]
  const town = (
    <div class="pair" key="town">
      {addressOrder(country).map((part) => {
        if (part === 'line1' || part === 'line2') return null
        const need = part === 'city' ? 'required' : addressPart(country, part)
        const [autocomplete, maxLength] = TOWN[part]
        return (
          need !== 'absent' && (
            <TextField {...shared} key={part} name={part} {...{ autocomplete, maxLength }} isOptional={need === 'optional'} />
          )
        )
      })}
    </div>
  )
  return (
    <>
      <h3>{words.contact}</h3>
      <TextField {...shared} name="email" autocomplete="email" inputMode="email" help={words.emailHelp} maxLength={254} />
      <TextField {...shared} name="phone" autocomplete="shipping tel" inputMode="tel" isOptional help={words.phoneHelp} maxLength={40} />
      <h3>{words.delivery}</h3>
      <Labelled {...shared} name="country">
        <select
          {...inputProps('country', errors)}
          autocomplete="shipping country"
          onChange={(event) => onCountry(event.currentTarget.value)}
        >
          <option value="" selected={country === ''}>
            {words.chooseCountry}
          </option>
          {program.countries.map((code) => (
            <option value={code} selected={code === country}>
              {countryName(code, locale)}
            </option>
          ))}
        </select>
      </Labelled>
      <TextField {...shared} name="name" autocomplete="shipping name" maxLength={200} />
      {addressOrder(country)[0] === 'line1' ? [...street, town] : [town, ...street]}
      <details open={Boolean(draft.code)}>
        <summary>{words.haveCode}</summary>
        <TextField {...shared} name="code" autocomplete="off" isOptional maxLength={64} />
      </details>
    </>
  )
}
