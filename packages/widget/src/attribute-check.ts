import { PLACEMENTS, type PlacementKind, remedyOf } from '@tributary/protocol/placement'

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
