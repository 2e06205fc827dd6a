import { addressPart } from '@tributary/protocol/address'
import { type ComponentChildren, Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetFacts } from './checkout.ts'
import { countryName, type Draft, FIELD_NAMES, type FieldErrors, type FieldName } from './details.ts'

interface FieldProps {
  readonly name: FieldName
  readonly draft: Draft
  readonly errors: FieldErrors
  readonly autocomplete: string
  readonly inputMode?: 'email' | 'tel' | 'numeric'
  readonly isOptional?: boolean
  readonly help?: string
  readonly maxLength: number
}

/** The id of a field inside the sheet's shadow root. */
export const fieldId = (name: FieldName): string => `field-${name}`

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
  const shared = { draft, errors }
  return (
    <>
      <h3>{words.contact}</h3>
      <TextField {...shared} name="email" autocomplete="email" inputMode="email" help={words.emailHelp} maxLength={254} />
      <TextField {...shared} name="phone" autocomplete="shipping tel" inputMode="tel" isOptional help={words.phoneHelp} maxLength={40} />
      <h3>{words.delivery}</h3>
      <Labelled name="country" error={errors.country}>
        <span class="select">
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
        </span>
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

/** What is wrong, in one place; it takes the focus, and each line leads to its field. */
export const ErrorSummary = ({
  errors,
  onPick,
}: {
  readonly errors: FieldErrors
  readonly onPick: (name: FieldName) => void
}): VNode | null => {
  const names = FIELD_NAMES.filter((name) => errors[name])
  if (names.length === 0) return null
  return (
    <div class="notice bad" role="alert" tabIndex={-1} data-focus>
      <p>{words.problems(names.length)}</p>
      <ul>
        {names.map((name) => (
          <li>
            <button type="button" class="plain" onClick={() => onPick(name)}>
              {words.fields[name]}: {errors[name]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

// Always `type="text"`: the browser's own idea of an e-mail address is stricter than the world's, and it rewrites what was typed.
const TextField = ({ name, draft, errors, autocomplete, inputMode, isOptional = false, help, maxLength }: FieldProps): VNode => (
  <Labelled name={name} error={errors[name]} help={help} isOptional={isOptional}>
    <input
      {...inputProps(name, errors, help)}
      type="text"
      inputMode={inputMode}
      autocomplete={autocomplete}
      autocapitalize={inputMode === 'email' ? 'off' : undefined}
      spellcheck={false}
      required={!isOptional}
      maxLength={maxLength}
      defaultValue={draft[name] ?? ''}
    />
  </Labelled>
)

interface LabelledProps {
  readonly name: FieldName
  readonly error: string | undefined
  readonly help?: string | undefined
  readonly isOptional?: boolean
  readonly children: ComponentChildren
}

const Labelled = ({ name, error, help, isOptional = false, children }: LabelledProps): VNode => (
  <div class="field">
    <label for={fieldId(name)}>
      {words.fields[name]}
      {isOptional && <span class="quiet"> ({words.optional})</span>}
    </label>
    {children}
    {error && (
      <p class="error" id={`${fieldId(name)}-error`}>
        {error}
      </p>
    )}
    {help && (
      <p class="quiet" id={`${fieldId(name)}-help`}>
        {help}
      </p>
    )}
  </div>
)

function inputProps(name: FieldName, errors: FieldErrors, help?: string) {
  const described = [errors[name] && `${fieldId(name)}-error`, help && `${fieldId(name)}-help`].filter(Boolean).join(' ')
  return { id: fieldId(name), name, 'aria-invalid': Boolean(errors[name]), 'aria-describedby': described || undefined }
}
