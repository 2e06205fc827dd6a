import type { Attribute } from '@tributary/protocol/placement'
import { html } from 'hono/html'
import { type Filled, fieldName } from '../core/studio-field.ts'
import type { Html } from './page.ts'
import { fieldWord, valueWord } from './studio-words.ts'

/** A value that can be chosen, with what it is called. */
export interface Choosable {
  readonly value: string
  readonly label: string
}

/** How a field is shown where its attribute alone does not say it. */
export interface StudioFieldOptions {
  /** To choose from, in the place of a field for text. */
  readonly choices?: readonly Choosable[]
  /** To choose from and to type something else. */
  readonly proposals?: readonly Choosable[]
  /** What counts where nothing is said. */
  readonly usual?: string
}

const idOf = (attribute: Attribute): string => `field-${fieldName(attribute)}`

/** One attribute as a field with its name, what it is about, and what is wrong with it. */
export function studioField(attribute: Attribute, filled: Filled = {}, options: StudioFieldOptions = {}): Html {
  const id = idOf(attribute)
  const { problem } = filled
  const notes = html`<small id="${id}-says">${attribute.says}</small><span class="error" id="${id}-error" role="status">${problem ?? ''}</span>`
  const ties = html`aria-describedby="${id}-says${problem ? ` ${id}-error` : ''}" ${problem ? html`aria-invalid="true"` : ''}`
  if (attribute.type === 'list') return listField(attribute, filled, notes, ties)
  if (attribute.type === 'flag')
    return html`<div class="field" data-field="${id}"><label class="tick" for="${id}"><input type="checkbox" id="${id}" name="${fieldName(attribute)}" value="true" ${filled.value === undefined ? '' : 'checked'} ${ties}>
<span>${fieldWord(attribute.name)}</span></label>${notes}</div>`
  return html`<div class="field" data-field="${id}"><label for="${id}">${fieldWord(attribute.name)}</label>
${control(attribute, filled, options, ties)}
${notes}</div>`
}

function control(attribute: Attribute, { typed, problem }: Filled, { choices, proposals, usual }: StudioFieldOptions, ties: Html): Html {
  const [id, name] = [idOf(attribute), fieldName(attribute)]
  const offered = choices ?? (attribute.type === 'choice' ? choicesOf(attribute.name, attribute.values) : undefined)
  const standing = typed ?? usual ?? ('default' in attribute ? attribute.default : '')
  if (offered) {
    const strange = problem && typed && !offered.some(({ value }) => value === typed) ? [{ value: typed, label: typed }] : []
    return html`<select id="${id}" name="${name}" ${ties}>${[...strange, ...offered].map(
      ({ value, label }) => html`<option value="${value}" ${value === standing ? 'selected' : ''}>${label}</option>`,
    )}</select>`
  }
  // A number that cannot be is shown as it was typed, which a field for numbers refuses to.
  if (attribute.type === 'number' && !(problem && Number.isNaN(Number(typed))))
    return html`<input id="${id}" name="${name}" type="number" inputmode="numeric" min="${attribute.least}" max="${attribute.most}" value="${standing}" ${ties}>`
  return html`<input id="${id}" name="${name}" value="${typed ?? (proposals && usual) ?? ''}" placeholder="${usual ?? ''}" autocomplete="off" ${proposals ? html`list="${id}-list"` : ''} ${ties}>
${proposals ? html`<datalist id="${id}-list">${proposals.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}</datalist>` : ''}`
}

function listField(attribute: Attribute & { type: 'list' }, { typed, value }: Filled, notes: Html, ties: Html): Html {
  const [id, name] = [idOf(attribute), fieldName(attribute)]
  const ticked = new Set((value ?? typed ?? attribute.default ?? '').split(' '))
  // Said before the boxes, so that none of them ticked is told from nothing said.
  return html`<fieldset class="field" data-field="${id}" ${ties}><legend>${fieldWord(attribute.name)}</legend>
${attribute.default === undefined ? '' : html`<input type="hidden" name="${name}" value="">`}
<div class="boxes">${attribute.values.map(
    (
      one,
    ) => html`<label class="tick" for="${id}-${one}"><input type="checkbox" id="${id}-${one}" name="${name}" value="${one}" ${ticked.has(one) ? 'checked' : ''}>
<span>${valueWord(attribute.name, one)}</span></label>`,
  )}</div>
${notes}</fieldset>`
}

/** Values of a choice with what they are called. */
export const choicesOf = (field: string, values: readonly string[]): Choosable[] =>
  values.map((value) => ({ value, label: valueWord(field, value) }))
