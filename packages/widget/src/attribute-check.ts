import { type Attribute, PLACEMENTS, type PlacementKind } from './attributes.ts'

const told = new Set<string>()

/**
 * Tells the developer, once on the console and in `data-tributary-error`, which attributes of an element, or of the link that it stands for, cannot be
 * taken, and what can be. The customer sees nothing of it: what cannot be taken counts as not said.
 */
export function checkAttributes(element: HTMLElement & { readonly link?: HTMLElement | undefined }): void {
  const kind = (PLACEMENTS as Readonly<Record<string, PlacementKind>>)[element.localName.replace('tributary-', '')]
  for (const attribute of kind?.attributes ?? []) {
    const value = element.getAttribute(attribute.name)
    const remedy = value === null ? undefined : remedyOf(attribute, value)
    if (!remedy) continue
    const placement = element.link ?? element
    const name = element.link ? `data-tributary-${attribute.twin ?? attribute.name}` : attribute.name
    placement.setAttribute('data-tributary-error', 'attribute_invalid')
    const about = `Tributary: attribute_invalid. ${name}="${value}" of <${placement.localName}>: ${remedy}`
    if (!told.has(about)) console.warn(about)
    told.add(about)
  }
}

/** What to write instead, where a value cannot be taken. */
export function remedyOf(attribute: Attribute, value: string): string | undefined {
  switch (attribute.type) {
    case 'choice':
      return attribute.values.includes(value) ? undefined : `use ${either(attribute.values)}. It counts as ${attribute.default}.`
    case 'list': {
      const strange = value.split(/[\s,]+/).filter((word) => word && !attribute.values.includes(word))
      return strange.length > 0 ? `“${strange.join(' ')}” is none of ${attribute.values.join(', ')}.` : undefined
    }
    case 'number':
      return Number.isInteger(Number(value)) && attribute.least <= Number(value) && Number(value) <= attribute.most && value.trim()
        ? undefined
        : `use a whole number from ${attribute.least} to ${attribute.most}. It counts as ${attribute.default}.`
    case 'flag':
      return ['', 'true', 'false', attribute.name].includes(value) ? undefined : `leave it empty, or leave it out.`
    case 'text':
      return attribute.isNeeded && !value.trim() ? 'it is empty.' : undefined
  }
}

const either = (values: readonly string[]): string => `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
