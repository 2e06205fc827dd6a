import { fromDecimal } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { AnswerValue, Question, UploadedFile } from '@tributary/protocol/question'
import { html } from 'hono/html'
import { currencyDigits } from '../core/program.ts'
import { type FieldErrors, type Fields, fieldMessage } from './form.ts'
import type { Html } from './page.ts'

const LONGEST_LINE = 200

/** What a form about a service holds: its fields (several of one name as a list), and the files that arrived with it or before. */
export interface LeadFields {
  readonly fields: Fields
  readonly chosen: Readonly<Record<string, readonly string[]>>
  readonly files: Readonly<Record<string, readonly UploadedFile[]>>
}

/** A form that nobody has filled yet. */
export const EMPTY_FORM: LeadFields = { fields: {}, chosen: {}, files: {} }

/** The name of a question's field. */
export const fieldOf = (question: Question): string => `q-${question.id}`

/** The fields of a service's own questions, group by group, filled as they were. */
export const questionFields = (policy: ProgramPolicy, questions: readonly Question[], form: LeadFields, errors: FieldErrors): Html => {
  const groups = [...new Set(questions.map(({ group = '' }) => group))]
  return html`${groups.map(
    (name) => html`<fieldset><legend>${name === '' ? 'What it is about' : name}</legend>
${questions.filter(({ group = '' }) => group === name).map((question) => questionField(policy, question, form, errors))}</fieldset>`,
  )}`
}

function questionField(policy: ProgramPolicy, question: Question, form: LeadFields, errors: FieldErrors): Html {
  const name = fieldOf(question)
  const label = question.isNeeded ? question.label : `${question.label} (optional)`
  const help = question.help ? html`<small>${question.help}</small>` : ''
  const error = errors[name]
  const wrong = error ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''
  const value = form.fields[name] ?? ''
  const lone = (control: Html): Html =>
    html`<label class="field" for="${name}">${label}${help}\n${control}${fieldMessage(error, name)}</label>`
  switch (question.kind) {
    case 'text':
      return lone(
        (question.most ?? LONGEST_LINE + 1) <= LONGEST_LINE
          ? html`<input id="${name}" name="${name}" maxlength="${question.most ?? ''}" value="${value}" ${wrong}>`
          : html`<textarea id="${name}" name="${name}" rows="3" maxlength="${question.most ?? 4_000}" ${wrong}>${value}</textarea>`,
      )
    case 'number':
      return lone(
        html`<span class="with-unit"><input id="${name}" name="${name}" inputmode="decimal" value="${value}" ${wrong}>${question.unit ? html`<span>${question.unit}</span>` : ''}</span>`,
      )
    case 'date':
      return lone(html`<input id="${name}" name="${name}" type="date" value="${value}" ${wrong}>`)
    case 'file':
      return lone(
        html`${kept(form.files[question.id] ?? [], question)}<input id="${name}" name="${name}" type="file" ${1 < (question.most ?? 5) ? 'multiple' : ''} ${wrong}>`,
      )
    case 'budget':
      return html`<fieldset class="field"><legend>${question.label}, in ${policy.currency}${question.isNeeded ? '' : ' (optional)'}</legend>${help}
<span class="pair even">${budgetEnd(name, 'from', 'From', form)}${budgetEnd(name, 'to', 'Up to', form)}</span>${fieldMessage(error, name)}</fieldset>`
    case 'choice':
      return choices(question, name, label, help, form, error)
  }
}

const budgetEnd = (name: string, end: 'from' | 'to', label: string, { fields }: LeadFields): Html =>
  html`<label for="${name}-${end}">${label}<input id="${name}-${end}" name="${name}-${end}" inputmode="decimal" value="${fields[`${name}-${end}`] ?? ''}"></label>`

function choices(
  question: Question,
  name: string,
  label: string,
  help: Html | '',
  { chosen }: LeadFields,
  error: string | undefined,
): Html {
  const isMany = 1 < (question.most ?? 1)
  const own = chosen[name] ?? []
  return html`<fieldset class="field choices"><legend>${label}</legend>${help}
${(question.choices ?? []).map(
  (choice) =>
    html`<label class="check"><input type="${isMany ? 'checkbox' : 'radio'}" name="${name}" value="${choice}" ${own.includes(choice) ? 'checked' : ''}> ${choice}</label>`,
)}${fieldMessage(error, name)}</fieldset>`
}

// Files that arrived are not chosen again when something else is to be mended.
const kept = (files: readonly UploadedFile[], { id }: Question): Html | '' =>
  files.length === 0
    ? ''
    : html`<span class="muted">${files.map(({ name }) => name).join(', ')} ${files.length === 1 ? 'has' : 'have'} arrived.</span>${files.map(
        (file) => html`<input type="hidden" name="kept-${id}" value="${JSON.stringify(file)}">`,
      )}`

/** The consents of a service as boxes, ticked as they were. */
export const consentFields = (consents: readonly string[], { chosen }: LeadFields, errors: FieldErrors): Html =>
  html`${consents.map(
    (text) =>
      html`<label class="check"><input type="checkbox" name="consent" value="${text}" ${(chosen['consent'] ?? []).includes(text) ? 'checked' : ''}> ${text}</label>`,
  )}${fieldMessage(errors['consents'], 'consents')}`

/** The answer that a form gives to a question; nothing where it was left empty. What is no number stays text, and is refused as such. */
export function answerIn(policy: ProgramPolicy, question: Question, { fields, chosen, files }: LeadFields): AnswerValue | undefined {
  const name = fieldOf(question)
  const value = (fields[name] ?? '').trim()
  switch (question.kind) {
    case 'text':
      return value === '' ? undefined : (fields[name] ?? '')
    case 'date':
      return value === '' ? undefined : value
    case 'number':
      return value === '' ? undefined : numberIn(value)
    case 'choice': {
      const own = chosen[name] ?? []
      return own.length === 0 ? undefined : (question.most ?? 1) === 1 && own.length === 1 ? own[0] : own
    }
    case 'budget':
      return budgetIn(policy, fields[`${name}-from`] ?? '', fields[`${name}-to`] ?? '')
    case 'file': {
      const own = files[question.id] ?? []
      return own.length === 0 ? undefined : own
    }
  }
}

const numberIn = (text: string): number | string => {
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? number : text
}

function budgetIn({ currency }: ProgramPolicy, from: string, to: string): AnswerValue | undefined {
  if (from.trim() === '' && to.trim() === '') return undefined
  const digits = currencyDigits(currency)
  const minor = (text: string) => fromDecimal(text.trim(), digits)
  const [fromMinor, toMinor] = [minor(from), minor(to)]
  if ((from.trim() !== '' && fromMinor === undefined) || (to.trim() !== '' && toMinor === undefined)) return `${from} – ${to}`
  return { ...(fromMinor !== undefined && { fromMinor }), ...(toMinor !== undefined && { toMinor }) }
}
