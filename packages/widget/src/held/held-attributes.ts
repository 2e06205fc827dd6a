import { viaOf } from '../placement-via.ts'
import type { KeptPlacement } from './kept-placements.ts'

// What a page says itself counts before what is kept for it: its author sees it there.
const OWN = ['theme', 'density', 'via']

// Said again rather than read from the table of attributes, which is longer than all that shows a placement; a test compares the two.
const KINDS = 'offer collection cart status share join'.split(' ')
const NAMES = 'offer layout price theme density via collection columns limit sort filter search campaign networks instance'.split(' ')

/** Whether this version of the script can show it. */
export const isShowable = ({ kind }: KeptPlacement): boolean => KINDS.includes(kind)

/**
 * The attributes of what a placement shows, as if they had been pasted: those that are kept, of the table's alone, then those that the page says itself
 * at the element, or at its link. Who earns is named by the page's own attribute, else by what is kept, else by the link's address.
 */
export function attributesOf(
  { attributes }: KeptPlacement,
  element: HTMLElement & { readonly link?: HTMLAnchorElement | undefined },
): Readonly<Record<string, string>> {
  const { link } = element
  const own = (name: string): string | null | undefined =>
    OWN.includes(name) ? (link ?? element).getAttribute(link ? `data-tributary-${name}` : name) : null
  const linked = link && { via: viaOf(link) }
  const said = NAMES.map((name) => [name, own(name) ?? attributes[name] ?? linked?.[name as 'via']] as const)
  return Object.fromEntries(said.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}
