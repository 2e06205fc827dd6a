import type { Shop, Taking } from '../shop.ts'
import { checkAttributes } from './attribute-check.ts'
import { KIND_NAMES, type KindName, kindNamed } from './attribute-table.ts'
import { followLinks } from './links.ts'
import { type Tended, takeUp, tend } from './properties.ts'

const kept = new WeakSet<Shop>()

/**
 * Keeps the placements of a page as the page says them, from when it shows what it shows first: elements have properties, links are followed, and what is
 * wrong in either is said to the developer. Once for a shop; asked again it does nothing.
 */
export function keep(started: Taking): void {
  if (kept.has(started.shop)) return
  kept.add(started.shop)
  for (const kind of KIND_NAMES) if (kindNamed(kind).hasElement) void keepElements(kind)
  followLinks(started)
}

// As soon as there are any of the kind: its code comes with the first of it.
async function keepElements(kind: KindName): Promise<void> {
  const name = `tributary-${kind}`
  tend(kind, await customElements.whenDefined(name))
  for (const element of document.querySelectorAll<Tended>(name)) {
    if (takeUp(kind, element)) element.load()
    else if (!element.link) checkAttributes(element)
  }
}
