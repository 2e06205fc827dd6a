import { type Attribute, PLACEMENTS, type PlacementKind } from '@tributary/protocol/placement'

/** The name of a kind of placement: `offer` of `a[data-tributary-offer]` and `<tributary-offer>`. */
export type KindName = keyof typeof PLACEMENTS

/** Every kind, in the order in which a link is read that says two of them. */
export const KIND_NAMES = Object.keys(PLACEMENTS) as KindName[]

/** A kind, without what the table knows of each single one. */
export const kindNamed = (name: KindName): PlacementKind => PLACEMENTS[name]

/** What an attribute is called on a link. */
export const twinOf = ({ name, twin }: Attribute): string => `data-tributary-${twin ?? name}`

/** The kind that a link is of by now, if it is a placement. */
export const kindOfLink = (link: Element): KindName | undefined => KIND_NAMES.find((kind) => link.hasAttribute(`data-tributary-${kind}`))

/** What a link, or an element, of a kind takes. */
export const attributesFor = (kind: KindName, form: 'link' | 'element'): readonly Attribute[] =>
  kindNamed(kind).attributes.filter(({ only = form }) => only === form)
