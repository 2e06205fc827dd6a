import { html } from 'hono/html'
import type { Html } from './page.ts'

/** What a plain form sends, as typed. */
export type Fields = Readonly<Record<string, string>>

/** What is wrong with fields of a form, by their names. */
export type FieldErrors = Readonly<Record<string, string>>

/** How a field is made. */
export interface FieldOptions {
  readonly type?: string
  readonly autocomplete: string
  readonly help?: string
  readonly isNeeded?: boolean
}

/** A labelled field of one line, filled as it was, with what is wrong with it. */
export function field(name: string, label: string, fields: Fields, errors: FieldErrors, options: FieldOptions): Html {
  const { type = 'text', autocomplete, help, isNeeded = false } = options
  const error = errors[name]
  return html`<label class="field" for="${name}">${label}
<input id="${name}" name="${name}" type="${type}" value="${fields[name] ?? ''}" autocomplete="${autocomplete}" ${isNeeded ? 'required' : ''}
${error ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''}>
${help ? html`<small>${help}</small>` : ''}${fieldMessage(error, name)}</label>`
}

/** What is wrong with a field, beside it. */
export const fieldMessage = (error: string | undefined, name: string) =>
  error ? html`<span class="error" id="${name}-error">${error}</span>` : ''

/** A labelled field of several lines. */
export const textArea = (name: string, label: string, fields: Fields, errors: FieldErrors): Html =>
  html`<label class="field" for="${name}">${label}
<textarea id="${name}" name="${name}" rows="2" maxlength="2000" ${errors[name] ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''}>${fields[name] ?? ''}</textarea>
${fieldMessage(errors[name], name)}</label>`

/** Everything that is wrong, before the form; nothing where nothing is. */
export function errorSummary(errors: FieldErrors) {
  const sentences = Object.values(errors)
  return sentences.length === 0
    ? ''
    : html`<div class="notice bad" role="alert"><strong>Please look at this again:</strong> ${sentences.join(' ')}</div>`
}
