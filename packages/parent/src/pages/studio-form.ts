import type { HeldKind } from '@tributary/protocol/held-placement'
import type { Attribute } from '@tributary/protocol/placement'
import { html } from 'hono/html'
import { attributesOf, kindOf } from '../core/placed.ts'
import { SCRIPT_OPTIONS } from '../core/script-option.ts'
import { LABEL, RESERVED, type Studio, type StudioFacts } from '../core/studio.ts'
import { fieldName } from '../core/studio-field.ts'
import type { Html } from './page.ts'
import { dataLayerFields } from './studio-data-layer.ts'
import { type StudioFieldOptions, studioField } from './studio-field.ts'
import { KIND_WORDS } from './studio-words.ts'

// What few pages say is folded away until it is said.
const RARE = ['theme', 'density', 'size', 'via', 'campaign', 'instance']

/** Which kinds can be placed: links, so that each has its own form, and what they have in common goes along. */
export function kindLinks(studio: Studio, kinds: readonly HeldKind[], addressOf: (kind: HeldKind) => string): Html {
  const problem = studio.fields['kind']?.problem
  return html`<nav class="kinds" id="kinds" aria-label="What to place"><ul class="plain">${kinds.map(
    (kind) =>
      html`<li><a id="kind-${kind}" href="${addressOf(kind)}" ${kind === studio.kind ? html`aria-current="true"` : ''}>${KIND_WORDS[kind]}</a></li>`,
  )}</ul></nav>
<div id="kind-says">${problem ? html`<p class="error" role="status">${problem}</p>` : ''}<p class="muted">${kindOf(studio.kind).says}</p></div>`
}

/** Every attribute of a kind as a field, then what the script tag may say. */
export function studioFields(studio: Studio, facts: StudioFacts, most: number): Html {
  const show = (attribute: Attribute): Html => {
    const filled = studio.fields[fieldName(attribute)]
    if (attribute.name === 'data-layer') return dataLayerFields(attribute, filled)
    return studioField(attribute, filled, optionsOf(attribute, studio, facts, most))
  }
  const own = attributesOf(studio.kind)
  const usual = own.filter(({ name }) => !RARE.includes(name))
  const rare = own.filter(({ name }) => RARE.includes(name))
  return html`<input type="hidden" name="kind" value="${studio.kind}">
${usual.map(show)}
${show(LABEL)}
${rare.length === 0 ? '' : folded('more', rare.length === 1 ? 'Who earns' : 'Looks and whereabouts', rare, studio, show)}
${folded('script', 'The script tag', SCRIPT_OPTIONS, studio, show)}
<noscript><button>Show it</button></noscript>`
}

function folded(
  id: string,
  title: string,
  attributes: readonly Attribute[],
  { fields }: Studio,
  show: (attribute: Attribute) => Html,
): Html {
  const isSaid = attributes.some((attribute) => {
    const { value, problem } = fields[fieldName(attribute)] ?? {}
    return value !== undefined || problem !== undefined
  })
  return html`<details class="folded" id="folded-${id}" ${isSaid ? 'open' : ''}><summary>${title}</summary>
<div class="stack">${attributes.map(show)}</div></details>`
}

function optionsOf({ name }: Attribute, studio: Studio, { offers, collections }: StudioFacts, most: number): StudioFieldOptions {
  const { kind, fields, usualLabel, usualSize } = studio
  if (name === 'label') return { usual: usualLabel }
  if (name === 'size') {
    const typed = fields['size']?.value
    const isNamed = typed !== undefined && ![RESERVED, usualSize].includes(typed)
    const named = isNamed ? [{ value: typed, label: `Reserved, by the name ${typed}` }] : []
    const choices = [{ value: RESERVED, label: 'Reserved: nothing jumps' }, ...named, { value: '', label: 'None: a link that opens it' }]
    return { usual: RESERVED, choices }
  }
  if (name === 'collection') {
    const choices = [{ value: '', label: 'Everything that is sold' }, ...collections.map((one) => ({ value: one, label: one }))]
    return { choices }
  }
  if (name === 'offer') {
    const typed = fields['offer']?.typed
    const sold = offers.map(({ id, handle, title }) => ({ value: id === typed ? id : handle, label: title }))
    const usual = kind === 'offer' ? sold[0]?.value : undefined
    // More than can be chosen from: whoever knows the handle types it.
    if (most <= offers.length) return { proposals: sold, ...(usual && { usual }) }
    return { choices: kind === 'offer' ? sold : [{ value: '', label: 'The page itself' }, ...sold], ...(usual && { usual }) }
  }
  return {}
}
