import { PLACEMENTS } from '@tributary/protocol/placement'

/** A placement on an affiliate's page, as it is written. */
export interface PagePlacement {
  readonly kind: keyof typeof PLACEMENTS
  /** A link says `data-tributary-layout`, an element `layout`. */
  readonly isLink: boolean
  readonly given: Readonly<Record<string, string | undefined>>
}

/** What the attributes of a link begin with. */
export const TWIN = 'data-tributary-'

/** Every kind of placement. */
export const KINDS = Object.keys(PLACEMENTS) as (keyof typeof PLACEMENTS)[]

/** What an element of a page is a placement of; `undefined` where it is none. */
export function placementOf(name: string, given: PagePlacement['given']): PagePlacement | undefined {
  const kind = KINDS.find((one) => (name === 'a' ? given[TWIN + one] !== undefined : name === `tributary-${one}`))
  return kind && { kind, isLink: name === 'a', given }
}
