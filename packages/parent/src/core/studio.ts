import { type HeldKind, type HeldPlacement, heldAttributes } from '@tributary/protocol/held-placement'
import type { Attribute } from '@tributary/protocol/placement'
import { remedyOf } from '@tributary/protocol/placement'
import { attributesOf, isKind, type Placed } from './placed.ts'
import { PREVIEW_OPTIONS } from './preview-option.ts'
import { usualSize } from './reserved-space.ts'
import { SCRIPT_OPTIONS } from './script-option.ts'
import { saidOf } from './studio-data-layer.ts'
import { type Filled, fieldName, readField } from './studio-field.ts'

/** An offer that can be chosen. */
export interface ChoosableOffer {
  readonly id: string
  readonly handle: string
  readonly title: string
  readonly kind: string
  readonly options: readonly unknown[]
}

/** What the studio knows of the shop and the site. */
export interface StudioFacts {
  readonly origin: string
  readonly site: string
  readonly offers: readonly ChoosableOffer[]
  readonly collections: readonly string[]
}

/** Everything that an address of the studio says. */
export interface Studio {
  readonly kind: HeldKind
  /** By the names of fields. */
  readonly fields: Readonly<Record<string, Filled>>
  readonly preview: Readonly<Record<(typeof PREVIEW_OPTIONS)[number]['name'], string>>
  /** What is placed; absent where something that is needed is wrong. */
  readonly placed?: Placed
  /** What the link says if nobody says otherwise. */
  readonly usualLabel: string
  /** The name of the reserved space if nobody says otherwise. */
  readonly usualSize?: string
}

/** The field in which the text of the link is typed. */
export const LABEL: Attribute = { name: 'label', type: 'text', says: 'What the link says, which is what stands there without a script.' }

/** What the field of the reserved space says where the layout says how much: it goes with the layout, whatever that becomes. */
export const RESERVED = 'reserved'

// What stays when another kind is chosen.
const COMMON = new Set([...SCRIPT_OPTIONS, ...PREVIEW_OPTIONS].map(({ name }) => name).concat('earns', 'theme', 'density'))

/** Reads an address of the studio. What cannot be taken stays in the fields with its remedy, and is not placed. */
export function readStudio(query: URLSearchParams, facts: StudioFacts): Studio {
  const kind = kindAsked(query)
  const filled = new Map<string, Filled>()
  const read = (attribute: Attribute): string | undefined => {
    const field = readField({ ...attribute, remedy: remedyFor(attribute, kind, facts) }, saidOf(fieldName(attribute), query), remedyOf)
    filled.set(fieldName(attribute), field)
    return field.value
  }
  const valuesOf = (list: readonly Attribute[]): Record<string, string> =>
    Object.fromEntries(list.map((attribute) => [attribute.name, read(attribute)]).filter(([, value]) => value !== undefined))

  const asked = query.get('kind')
  if (asked && !isKind(asked))
    filled.set('kind', { typed: asked, problem: `“${asked.slice(0, 60)}” is no kind of placement; choose one of these.` })
  const script = valuesOf(SCRIPT_OPTIONS)
  const chosen = valuesOf(attributesOf(kind))
  const [first] = facts.offers
  if (kind === 'offer' && filled.get('offer')?.typed === undefined && first) chosen['offer'] = first.handle
  const size = sizeOf(kind, chosen, facts)
  if (size !== undefined && [undefined, RESERVED].includes(filled.get('size')?.typed)) chosen['size'] = size
  const usualLabel = labelOf(kind, chosen, facts)
  const label = read(LABEL) ?? usualLabel
  const preview = Object.fromEntries(PREVIEW_OPTIONS.map((option) => [option.name, read(option) ?? option.default])) as Studio['preview']
  const isWhole = kind !== 'offer' || chosen['offer'] !== undefined
  return {
    ...{ kind, preview, usualLabel, fields: Object.fromEntries(filled) },
    ...(size !== undefined && { usualSize: size }),
    ...(isWhole && { placed: { kind, attributes: chosen, label, script, origin: facts.origin, site: facts.site } }),
  }
}

/** What an address must say to come back to this studio, wrong values included; `kind` asks for another kind with all that has nothing to do with kinds. */
export function studioQuery({ kind, fields, usualSize }: Studio, other?: HeldKind): URLSearchParams {
  const query = new URLSearchParams()
  if ((other ?? kind) !== 'offer') query.set('kind', other ?? kind)
  for (const [name, { typed, value, problem }] of Object.entries(fields)) {
    if (typed === undefined || name === 'kind' || (other && !COMMON.has(name))) continue
    const isSaid = name === 'size' ? typed !== RESERVED && typed !== usualSize : value !== undefined
    if (isSaid || problem !== undefined) query.set(name, typed)
  }
  return query
}

/** The address of a studio in which a placement that is kept is open: what is kept of it, and `held`, its id. */
export function keptQuery({ id, kind, attributes }: Pick<HeldPlacement, 'id' | 'kind' | 'attributes'>): URLSearchParams {
  const query = new URLSearchParams(kind === 'offer' ? {} : { kind })
  for (const attribute of heldAttributes(kind)) {
    const value = attributes[attribute.name]
    if (value !== undefined) query.set(fieldName(attribute), attribute.type === 'flag' && value !== 'false' ? 'true' : value)
  }
  query.set('held', id)
  return query
}

/** What is kept of what is set: all but what only a page can know. */
export const keptAttributes = (kind: HeldKind, { attributes }: Placed): Record<string, string> =>
  Object.fromEntries(
    heldAttributes(kind)
      .map(({ name }) => [name, attributes[name]] as const)
      .filter((pair): pair is readonly [string, string] => pair[1] !== undefined),
  )

function kindAsked(query: URLSearchParams): HeldKind {
  const asked = query.get('kind') ?? 'offer'
  return isKind(asked) ? asked : 'offer'
}

function remedyFor({ name }: Attribute, kind: HeldKind, { offers, collections }: StudioFacts): (value: string) => string | undefined {
  if (name === 'offer')
    return (value) =>
      offers.some(({ id, handle }) => id === value || handle === value) ? undefined : 'this is not sold; choose one of the list.'
  if (name === 'collection' && kind === 'collection')
    return (value) => (collections.includes(value) ? undefined : 'there is no such collection; choose one of the list.')
  return () => undefined
}

// A row is higher where there is something to choose, or to be said of a service.
function sizeOf(kind: HeldKind, { layout, offer }: Readonly<Record<string, string>>, { offers }: StudioFacts): string | undefined {
  const named = offers.find(({ id, handle }) => id === offer || handle === offer)
  const isTall = named && (named.kind === 'service' || named.options.length > 0)
  return kind === 'offer' && layout === 'row' && isTall ? 'tall-row' : usualSize(kind, layout)
}

function labelOf(kind: HeldKind, { offer, collection }: Readonly<Record<string, string>>, { offers }: StudioFacts): string {
  const named = offers.find(({ id, handle }) => id === offer || handle === offer)
  switch (kind) {
    case 'offer':
      return named?.kind === 'service' ? `Ask for ${named.title}` : `Buy ${named?.title ?? 'it'}`
    case 'collection':
      return collection ? `See ${collection}` : 'See what is sold'
    case 'cart':
      return 'Cart'
    case 'status':
      return 'Your order'
    case 'share':
      return named ? `Share ${named.title}` : 'Share this page'
    case 'join':
      return 'Become an affiliate'
  }
}
