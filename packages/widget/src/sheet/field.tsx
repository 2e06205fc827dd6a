import { type ComponentChildren, Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'

/** What all fields of a form share. Labels stand in the order of the form. */
export interface FormFacts<Name extends string> {
  readonly labels: Readonly<Record<Name, string>>
  readonly draft: Readonly<Partial<Record<Name, string>>>
  readonly errors: Readonly<Partial<Record<Name, string>>>
}

interface FieldProps<Name extends string> extends FormFacts<Name> {
  readonly name: Name
  readonly autocomplete: string
  readonly inputMode?: 'email' | 'tel' | 'decimal' | 'url' | undefined
  readonly isOptional?: boolean
  /** Room for some sentences. */
  readonly isLong?: boolean
  readonly help?: string | undefined
  readonly maxLength?: number
  /** What else the control needs to be: its type, its limits. */
  readonly control?: Readonly<Record<string, unknown>>
}

/** The id of a field inside the sheet's shadow root. */
export const fieldId = (name: string): string => `field-${name}`

/** What is wrong, in one place; it takes the focus, and each line leads to its field. */
export function ErrorSummary<Name extends string>({
  labels,
  errors,
  onPick,
}: Omit<FormFacts<Name>, 'draft'> & { readonly onPick: (name: Name) => void }): VNode | null {
  const names = (Object.keys(labels) as Name[]).filter((name) => errors[name])
  if (names.length === 0) return null
  return (
    <div class="notice bad" role="alert" tabIndex={-1} data-focus>
      <p>{words.problems(names.length)}</p>
      <ul>
        {names.map((name) => (
          <li>
            <button type="button" class="plain" onClick={() => onPick(name)}>
              {labels[name]}: {errors[name]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

// Never `type="email"`: the browser's own idea of an e-mail address is stricter than the world's, and it rewrites what was typed.
/** A line of text with its label, its help and what is wrong with it. */
export function TextField<Name extends string>(props: FieldProps<Name>): VNode {
  const { name, draft, errors, autocomplete, inputMode, isOptional, isLong, help, maxLength, control } = props
  return (
    <Labelled {...props}>
      {h(isLong ? 'textarea' : 'input', {
        ...inputProps(name, errors, help),
        inputMode,
        rows: isLong && 4,
        autocomplete,
        autocapitalize: inputMode === 'email' ? 'off' : undefined,
        spellcheck: Boolean(isLong),
        required: !isOptional,
        maxLength,
        defaultValue: draft[name] ?? '',
        ...control,
      })}
    </Labelled>
  )
}

interface LabelledProps<Name extends string> extends Pick<FieldProps<Name>, 'name' | 'labels' | 'errors' | 'isOptional' | 'help'> {
  readonly children: ComponentChildren
}

/** A control of any kind with its label, its help and what is wrong with it. */
export function Labelled<Name extends string>({ name, labels, errors, help, isOptional, children }: LabelledProps<Name>): VNode {
  return (
    <div class="field">
      <label for={fieldId(name)}>
        {labels[name]}
        {isOptional && <span class="quiet"> ({words.optional})</span>}
      </label>
      {children}
      <Remarks {...{ name, errors, help }} />
    </div>
  )
}

/** What is wrong with a field, and its help; `inputProps` ties them to the control. */
export const Remarks = <Name extends string>({ name, errors, help }: Pick<LabelledProps<Name>, 'name' | 'errors' | 'help'>): VNode => (
  <>
    {errors[name] && (
      <p class="error" id={`${fieldId(name)}-error`}>
        {errors[name]}
      </p>
    )}
    {help && (
      <p class="quiet" id={`${fieldId(name)}-help`}>
        {help}
      </p>
    )}
  </>
)

/** What ties a control to its label, its help and its error. */
export function inputProps<Name extends string>(name: Name, errors: FormFacts<Name>['errors'], help?: string) {
  const described = [errors[name] && `${fieldId(name)}-error`, help && `${fieldId(name)}-help`].filter(Boolean).join(' ')
  return { id: fieldId(name), name, 'aria-invalid': Boolean(errors[name]), 'aria-describedby': described || undefined }
}
