import { HELD_KINDS, type HeldKind } from '@tributary/protocol/held-placement'
import { type Attribute, PLACEMENTS, type PlacementKind } from '@tributary/protocol/placement'

/** The name of a kind of placement. */
export type KindName = keyof typeof PLACEMENTS

/** A placement as somebody wants it on a page, whatever the page is written in. */
export interface Placed {
  readonly kind: KindName
  /** By the names that elements have; only what is right, and not what counts anyway. */
  readonly attributes: Readonly<Record<string, string>>
  /** What the link says. */
  readonly label: string
  /** The parent's address, without a slash at its end. */
  readonly origin: string
  readonly site: string
  /** What the script tag says beside the site: by the names of `SCRIPT_OPTIONS`. */
  readonly script: Readonly<Record<string, string>>
}

/** Whether there is such a kind to choose. What is kept at the parent is of one of these; its id is not chosen but given. */
export const isKind = (text: string): text is HeldKind => HELD_KINDS.some((kind) => kind === text)

/** A kind with its attributes, typed loosely enough to go through all of them. */
export const kindOf = (kind: KindName): PlacementKind => PLACEMENTS[kind]

/** The attributes that are chosen for a link: all but what its page says in the script tag. */
export const attributesOf = (kind: KindName): readonly Attribute[] => kindOf(kind).attributes.filter(({ only }) => only !== 'element')

/** Where a kind's own attribute says what it is of: `offer` of an offer, and of what is shared. */
const subjectOf = (kind: KindName): Attribute | undefined => kindOf(kind).attributes.find(({ name, twin = name }) => twin === kind)

/** Where the link leads, with who earns: it sells without a script. */
export function hrefOf({ kind, attributes, origin, site }: Placed): string {
  const via = `via=${encodeURIComponent(attributes['via'] ?? site)}`
  const { offer, collection, campaign, placement } = attributes
  if (placement) return `${origin}/p/${placement}?${via}`
  if (kind === 'join') return `${origin}/join?${via}`
  if (kind === 'collection' && collection) return `${origin}/?collection=${encodeURIComponent(collection)}&${via}`
  if (!offer) return `${origin}/?${via}`
  return `${origin}/o/${encodeURIComponent(offer)}?${via}${campaign ? `&via_campaign=${encodeURIComponent(campaign)}` : ''}`
}

/** What a page has of a placement that the parent keeps: its id, and what only the page can know. */
export const keptPlaced = ({ attributes: { size }, ...placed }: Placed, id: string): Placed => ({
  ...placed,
  kind: 'placement',
  attributes: { placement: id, ...(size && { size }) },
})

/** Whether the link is worth something without the page that it stands on: in a mail, in print. */
export const hasPlainLink = ({ kind, attributes }: Placed): boolean =>
  kind === 'offer' ||
  kind === 'collection' ||
  kind === 'join' ||
  kind === 'placement' ||
  (kind === 'share' && attributes['offer'] !== undefined)

/** What the link has beside its address, which says who earns already. */
export function linkAttributes(placed: Placed): Record<string, string> {
  const { kind, attributes } = placed
  const subject = subjectOf(kind)
  const twins = attributesOf(kind)
    .filter(({ name }) => name !== subject?.name && name !== 'via' && attributes[name] !== undefined)
    .map(({ name, twin = name }) => [`data-tributary-${twin}`, attributes[name] ?? ''])
  return {
    href: hrefOf(placed),
    [`data-tributary-${kind}`]: (subject && attributes[subject.name]) ?? '',
    ...Object.fromEntries(twins),
  }
}

/** What an element has: whose it is, and everything but what only a link can say. */
export function elementAttributes({ kind, attributes, origin, site, script }: Placed): Record<string, string> {
  const own = kindOf(kind)
    .attributes.filter(({ name, only }) => only !== 'link' && attributes[name] !== undefined)
    .map(({ name }) => [name, attributes[name] ?? ''])
  return { parent: origin, site, ...Object.fromEntries(own), ...(script['consent'] && { consent: script['consent'] }) }
}
