import { addressPart } from '@tributary/protocol/address'
import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetFacts } from './checkout.ts'
import { countryName, type FieldErrors } from './details.ts'
import { inputProps, Labelled, TextField } from './field.tsx'

/** Who the customer is and where it goes. Every field stays in this one form, seen or not, so that a browser can fill all of it in one go. */
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
  const shared = { labels: words.fields, draft, errors }
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
      <TextField {...shared} name="line1" autocomplete="shipping address-line1" maxLength={200} />
      <TextField {...shared} name="line2" autocomplete="shipping address-line2" isOptional maxLength={200} />
      <div class="pair">
        {addressPart(country, 'postcode') !== 'absent' && (
          <TextField
            {...shared}
            name="postcode"
            autocomplete="shipping postal-code"
            isOptional={addressPart(country, 'postcode') === 'optional'}
            maxLength={20}
          />
        )}
        <TextField {...shared} name="city" autocomplete="shipping address-level2" maxLength={200} />
      </div>
      {addressPart(country, 'region') !== 'absent' && (
        <TextField {...shared} name="region" autocomplete="shipping address-level1" maxLength={100} />
      )}
      <details open={Boolean(draft.code)}>
        <summary>{words.haveCode}</summary>
        <TextField {...shared} name="code" autocomplete="off" isOptional maxLength={64} />
      </details>
    </>
  )
}
