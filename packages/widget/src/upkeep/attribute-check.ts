import { remedyOf } from '@tributary/protocol/placement'
import { attributesFor, KIND_NAMES, type KindName, kindNamed, kindOfLink, twinOf } from './attribute-table.ts'

/** What `data-tributary-error` says of a placement that is shown, and of which an attribute counts as not said. */
export const ATTRIBUTE_INVALID = 'attribute_invalid'

const ERROR = 'data-tributary-error'
const PREFIX = 'data-tributary-'

// Ours, on a link of any kind.
const LINK_NAMES = [...new Set(KIND_NAMES.flatMap((kind) => [PREFIX + kind, ...attributesFor(kind, 'link').map(twinOf)]))]

const told = new Set<string>()

/**
 * Tells the developer, once on the console and in `data-tributary-error`, which attributes of a placement, a link or an element, cannot be taken, and what
 * can be; and which names look like ours and are none. The customer sees nothing of it: what cannot be taken counts as not said.
 */
export function checkAttributes(placement: Element): void {
  const isLink = placement.localName === 'a'
  const kind = isLink ? kindOfLink(placement) : (placement.localName.replace('tributary-', '') as KindName)
  const wrong = [
    ...(kind ? wrongValues(placement, kind, isLink) : []),
    ...(isLink ? strangeOnLink(placement) : strangeOnElement(placement, kind)),
  ]
  for (const [name, remedy] of wrong) {
    const about = `Tributary: ${ATTRIBUTE_INVALID}. ${name}="${placement.getAttribute(name)}" of <${placement.localName}>: ${remedy}`
    if (!told.has(about)) console.warn(about)
    told.add(about)
  }
  const code = placement.getAttribute(ERROR)
  // What keeps it from being shown is the worse of two.
  if (wrong.length > 0 && code === null) placement.setAttribute(ERROR, ATTRIBUTE_INVALID)
  if (wrong.length === 0 && code === ATTRIBUTE_INVALID) placement.removeAttribute(ERROR)
}

type Wrong = readonly [name: string, remedy: string]

const wrongValues = (placement: Element, kind: KindName, isLink: boolean): Wrong[] =>
  attributesFor(kind, isLink ? 'link' : 'element').flatMap((attribute) => {
    const name = isLink ? twinOf(attribute) : attribute.name
    const value = placement.getAttribute(name)
    const remedy = value === null ? undefined : remedyOf(attribute, value)
    return remedy ? [[name, remedy] as const] : []
  })

// The prefix is ours: whatever has it is meant for us.
const strangeOnLink = (link: Element): Wrong[] =>
  link
    .getAttributeNames()
    .filter((name) => name.startsWith(PREFIX) && name !== ERROR && !LINK_NAMES.includes(name))
    .map((name) => [name, `there is no such attribute; ${meant(name, LINK_NAMES) ?? `there are ${LINK_NAMES.join(', ')}.`}`])

// What is not near to a name of ours is the page's own, and so is what every element of a page may have.
function strangeOnElement(element: Element, kind: KindName | undefined): Wrong[] {
  const known = kind && kindNamed(kind) ? attributesFor(kind, 'element').map(({ name }) => name) : []
  return element
    .getAttributeNames()
    .filter((name) => /^[a-z]{4,}$/.test(name) && !known.includes(name) && !(name in HTMLElement.prototype) && !PAGE_OWN.includes(name))
    .flatMap((name) => {
      const remedy = meant(name, known)
      return remedy ? [[name, `there is no such attribute; ${remedy}`] as const] : []
    })
}

// Of every element, and no property of this name.
const PAGE_OWN: readonly string[] = ['class', 'tabindex', 'exportparts']

function meant(name: string, known: readonly string[]): string | undefined {
  const near = known.find((one) => isNear(name, one, one.length < 5 ? 1 : 2))
  return near && `use ${near}.`
}

/** Whether so many letters added, taken away or changed make one word of the other. */
function isNear(one: string, other: string, changes: number): boolean {
  if (changes < 0) return false
  if (!one || !other) return one.length + other.length <= changes
  const [rest, otherRest] = [one.slice(1), other.slice(1)]
  if (one[0] === other[0]) return isNear(rest, otherRest, changes)
  return [isNear(rest, other, changes - 1), isNear(one, otherRest, changes - 1), isNear(rest, otherRest, changes - 1)].includes(true)
}
