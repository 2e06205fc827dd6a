import type { PlacementId, SiteKey } from './id.ts'
import { type Attribute, PLACEMENTS, type PlacementKind, refusalOf } from './placement.ts'
import type { FieldProblem } from './problem.ts'

/** So many placements are kept for one site at most. */
export const PLACEMENTS_PER_SITE = 200

/** A kind of what the parent keeps: everything that a page can show, but not one more placement that is kept elsewhere. */
export type HeldKind = Exclude<keyof typeof PLACEMENTS, 'placement'>

/** Every kind that the parent keeps. */
export const HELD_KINDS = (Object.keys(PLACEMENTS) as (keyof typeof PLACEMENTS)[]).filter((kind) => kind !== 'placement')

/** A placement that the parent keeps: what it shows is changed there, and every page that has pasted its id shows the other. */
export interface HeldPlacement {
  readonly id: PlacementId
  /** The only site on whose pages it shows. */
  readonly site: SiteKey
  /** What its owner calls it; pages are not told. At most 80 characters. */
  readonly name: string
  readonly kind: HeldKind
  /** What an element of the kind takes, by name: `{ offer: 'hoodie', layout: 'row' }`. */
  readonly attributes: Readonly<Record<string, string>>
  /** The text of its link: “Buy Fjord hoodie”. */
  readonly label: string
  /** Where its link leads without a script: a page of the parent that knows what it shows at that moment. */
  readonly href: string
  readonly updatedAt: string
}

/** What a page is told of a placement. */
export type ShownPlacement = Omit<HeldPlacement, 'name' | 'site'>

/** What an owner sends to change a placement; whole, not a part of it. */
export interface PlacementChange {
  readonly name: string
  readonly kind: HeldKind
  readonly attributes: Readonly<Record<string, string>>
}

/** What an owner sends to add a placement. */
export interface NewPlacement extends PlacementChange {
  readonly site: SiteKey
}

/** The query of `GET /v1/placements`. */
export interface PlacementsQuery {
  readonly site: SiteKey
  readonly ids: readonly string[]
}

/** The answer: those of the asked that the site has. */
export interface PlacementsAnswer {
  readonly placements: readonly ShownPlacement[]
}

/** What cannot be kept of a kind's attributes, by JSON pointer, with the remedy. What an element alone takes is the page's to say. */
export function attributeProblems(kind: HeldKind, attributes: Readonly<Record<string, string>>): FieldProblem[] {
  const known = heldAttributes(kind)
  const strange = Object.keys(attributes).filter((name) => !known.some((attribute) => attribute.name === name))
  return [
    ...strange.map((name) => ({
      pointer: `/attributes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      detail: `A placement of the kind ${kind} keeps no ${name}. It keeps ${known.map((attribute) => attribute.name).join(', ')}.`,
    })),
    ...known.flatMap((attribute) => problemOf(attribute, attributes) ?? []),
  ]
}

/** The attributes that are kept of a kind: all but what a page alone can know. */
export const heldAttributes = (kind: HeldKind): readonly Attribute[] =>
  (PLACEMENTS[kind] as PlacementKind).attributes.filter(({ only }) => only === undefined)

function problemOf(attribute: Attribute, attributes: Readonly<Record<string, string>>): FieldProblem | undefined {
  const { name, isNeeded } = attribute
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  const detail = value === undefined ? (isNeeded ? 'it is needed.' : undefined) : refusalOf(attribute, value)
  return detail === undefined ? undefined : { pointer: `/attributes/${name}`, detail: `${name}: ${detail}` }
}
