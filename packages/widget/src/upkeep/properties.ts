import type { Attribute } from '@tributary/protocol/placement'
import type { Shop } from '../shop.ts'
import { checkAttributes } from './attribute-check.ts'
import { attributesFor, type KindName } from './attribute-table.ts'

type Properties = HTMLElement & Record<string, unknown>

/** An element of ours, as far as it is looked after here. */
export interface Tended extends HTMLElement {
  readonly link?: HTMLAnchorElement | undefined
  readonly shop: Shop | undefined
  load(): void
}

/**
 * Gives the elements of a kind a property for each of their attributes, and has their attributes checked whenever they are read. A property says the
 * attribute: `null` and `undefined` take it away, a flag is a boolean, a number a number; what is not there is `undefined`. What the page said to an
 * element before it knew of properties is taken up. Done once for a class; before it is defined, if that can be.
 */
export function tend(kind: KindName, { prototype }: CustomElementConstructor): void {
  const attributes = attributesFor(kind, 'element')
  // What a page put on every object's prototype is not ours.
  if (attributes.some((attribute) => Object.hasOwn(prototype, propertyOf(attribute)))) return
  for (const attribute of attributes) {
    Object.defineProperty(prototype, propertyOf(attribute), {
      configurable: true,
      enumerable: true,
      get(this: Element) {
        return read(attribute, this.getAttribute(attribute.name))
      },
      set(this: Element, value: unknown) {
        write(this, attribute, value)
      },
    })
  }
  const { load } = prototype as Tended
  Object.assign(prototype, {
    load(this: Tended) {
      takeUp(kind, this)
      load.call(this)
      if (this.isConnected && this.shop) checkAttributes(this.link ?? this)
    },
  })
}

/** Takes up what was said to an element while its properties were the page's own. Answers whether there was anything. */
export function takeUp(kind: KindName, element: HTMLElement): boolean {
  const said = attributesFor(kind, 'element')
    .map(propertyOf)
    .filter((name) => Object.hasOwn(element, name))
  for (const name of said) {
    const value = (element as Properties)[name]
    delete (element as Properties)[name]
    ;(element as Properties)[name] = value
  }
  return said.length > 0
}

const propertyOf = ({ name }: Attribute): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

function read({ type }: Attribute, value: string | null): unknown {
  if (type === 'flag') return value !== null && value !== 'false'
  return value !== null && type === 'number' ? Number(value) : (value ?? undefined)
}

function write(element: Element, { name, type }: Attribute, value: unknown): void {
  const text = value === true ? '' : String(value)
  if (value == null || (type === 'flag' && value === false)) element.removeAttribute(name)
  else if (element.getAttribute(name) !== text) element.setAttribute(name, text)
}
