import type { OfferSort } from './offer-sort.ts'

/** What an attribute takes. */
export type AttributeRule =
  /** A name: of an offer, a collection, somebody who earns; or an address. */
  | {
      readonly type: 'text'
      /** What it looks like, small letters and capitals alike, and how one says that: “use …”. The empty text is always taken. */
      readonly pattern?: string
      readonly use?: string
      /** At most so many UTF-8 bytes. */
      readonly most?: number
    }
  | { readonly type: 'choice'; readonly values: readonly string[]; readonly default: string }
  /** Words of a list, in any order, with spaces between them. */
  | { readonly type: 'list'; readonly values: readonly string[]; readonly default?: string }
  | { readonly type: 'number'; readonly least: number; readonly most: number; readonly default: string }
  /** There or not; the value `false` is not there. */
  | { readonly type: 'flag' }

/** An attribute of an element. On a link it is written `data-tributary-<name>`. */
export type Attribute = AttributeRule & {
  readonly name: string
  /** One sentence for a developer. The build leaves it out of what a page loads. */
  readonly says: string
  readonly isNeeded?: true
  /** What it is called on a link, where that is another name. */
  readonly twin?: string
  /** `element`: a link's page says it in the script tag. `link`: an element has its own size. */
  readonly only?: 'element' | 'link'
}

/** A kind of placement: what a link and an element of it are, and what they take. */
export interface PlacementKind {
  readonly says: string
  readonly hasElement: boolean
  readonly attributes: readonly Attribute[]
}

const SHOP: readonly Attribute[] = [
  { name: 'via', type: 'text', says: 'Who earns, if not the site’s own affiliate: a code or a site key.' },
  { name: 'parent', type: 'text', only: 'element', says: 'The parent’s address. Needed where the page has no script tag.' },
  { name: 'site', type: 'text', only: 'element', says: 'The site key. Needed where the page has no script tag.' },
  {
    ...{ name: 'consent', type: 'choice', values: ['granted', 'required', 'denied'], default: 'granted', only: 'element' },
    says: 'Whether it may be kept on the device who sent the visitor.',
  },
]

const LOOKS: readonly Attribute[] = [
  {
    ...{ name: 'theme', type: 'choice', values: ['own', 'host'], default: 'own' },
    says: 'Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not.',
  },
  {
    ...{ name: 'density', type: 'choice', values: ['compact', 'regular', 'roomy'], default: 'regular' },
    says: 'How much space there is between things.',
  },
]

const SIZE: Attribute = {
  ...{ name: 'size', type: 'text', pattern: '[\\w-]+', use: 'letters, digits and hyphens', only: 'link' },
  says: 'Says that the page reserves space for it, by one line of CSS that names the same value.',
}

// Said again, so that a page which shows a collection and one that checks attributes need no file in common.
const SORTS = ['given', 'price', 'price-down', 'title'] as const satisfies readonly OfferSort[]

/** Every kind of placement with its attributes: what is checked, documented, and typed for frameworks comes from here. */
export const PLACEMENTS = {
  offer: {
    says: 'An offer that can be ordered, or asked for, in place.',
    hasElement: true,
    attributes: [
      { name: 'offer', type: 'text', isNeeded: true, says: 'Handle or id of the offer.' },
      {
        ...{ name: 'layout', type: 'choice', values: ['card', 'button', 'row'], default: 'card' },
        says: 'A card, a button alone, or a compact row.',
      },
      { name: 'price', type: 'flag', says: 'Says the price on the button too, where the button stands alone.' },
      ...LOOKS,
      SIZE,
      ...SHOP,
    ],
  },
  collection: {
    says: 'The offers of a collection, page by page.',
    hasElement: true,
    attributes: [
      { name: 'collection', type: 'text', says: 'The name of the collection; empty for everything that is sold.' },
      { name: 'layout', type: 'choice', values: ['grid', 'list'], default: 'grid', says: 'Cards in columns, or compact rows.' },
      {
        ...{ name: 'columns', type: 'number', least: 1, most: 4, default: '4' },
        says: 'At most so many columns; how many there are, the width of the place decides.',
      },
      { name: 'limit', type: 'number', least: 1, most: 100, default: '12', says: 'So many offers at a time.' },
      { name: 'sort', type: 'choice', values: SORTS, default: 'given', says: 'The order at first.' },
      {
        ...{ name: 'filter', type: 'list', values: ['stock', 'option', 'price'] },
        says: 'What it can be narrowed down by. With any of these, or a search, comes the choice of the order.',
      },
      { name: 'search', type: 'flag', says: 'Whether there is a field to search in it.' },
      ...LOOKS,
      SIZE,
      ...SHOP,
    ],
  },
  cart: {
    says: 'A button that opens the cart, with how many pieces are in it.',
    hasElement: true,
    attributes: [
      {
        ...{ name: 'via', type: 'text' },
        says: 'Whom an element’s way to the shop names where the cart does not open. An order is attributed by where its articles were chosen.',
      },
      ...SHOP.filter(({ name }) => name !== 'via'),
    ],
  },
  status: {
    says: 'An order as its customer follows it: the one that the page’s address names, else this one, else a field for the link of the mail.',
    hasElement: true,
    attributes: [
      { name: 'order', type: 'text', only: 'element', says: 'The id of an order; a link has it in its address.' },
      { name: 'secret', type: 'text', only: 'element', says: 'The secret of that order’s page.' },
      ...SHOP.filter(({ name }) => name !== 'via'),
    ],
  },
  share: {
    says: 'A button that shares an offer, or the page, by a link that names who earns.',
    hasElement: true,
    attributes: [
      { name: 'offer', type: 'text', twin: 'share', says: 'Handle or id of the offer; empty for the page itself.' },
      { name: 'campaign', type: 'text', most: 40, says: 'What the link is counted under, at most 40 bytes.' },
      {
        ...{ name: 'networks', type: 'list', default: 'whatsapp telegram facebook bluesky email' },
        values: ['whatsapp', 'telegram', 'facebook', 'linkedin', 'bluesky', 'x', 'reddit', 'mastodon', 'email'],
        says: 'Where it can be shared if the device itself has no way, in this order.',
      },
      {
        ...{
          name: 'instance',
          type: 'text',
          pattern: '[a-z\\d.-]+\\.[a-z\\d-]+(:\\d+)?',
          use: 'the name of a server, such as mastodon.social',
        },
        says: 'The server on which Mastodon is opened; mastodon.social unless it is said.',
      },
      ...LOOKS,
      SIZE,
      ...SHOP,
    ],
  },
  join: {
    says: 'A link that opens the sheet in which a visitor applies to become an affiliate.',
    hasElement: false,
    attributes: [{ name: 'via', type: 'text', says: 'Under whom the visitor joins, if not under the site.' }],
  },
  placement: {
    says: 'What its owner keeps for it at the parent, of any other kind: what it shows is changed there, without pasting again.',
    hasElement: true,
    attributes: [
      { name: 'placement', type: 'text', isNeeded: true, says: 'Its id, as the parent gave it: plc_ and 21 characters.' },
      ...LOOKS,
      SIZE,
      ...SHOP,
    ],
  },
} as const satisfies Readonly<Record<string, PlacementKind>>

/** What to write instead, where a value cannot be taken, and what it counts as until then. */
export function remedyOf(attribute: Attribute, value: string): string | undefined {
  const remedy = refusalOf(attribute, value)
  return remedy && (attribute.type === 'choice' || attribute.type === 'number') ? `${remedy} It counts as ${attribute.default}.` : remedy
}

/** What to write instead, where a value cannot be taken. */
export function refusalOf(attribute: Attribute, value: string): string | undefined {
  switch (attribute.type) {
    case 'choice':
      return attribute.values.includes(value) ? undefined : `use ${either(attribute.values)}.`
    case 'list': {
      const strange = value.split(/[\s,]+/).filter((word) => word && !attribute.values.includes(word))
      return strange.length > 0 ? `“${strange.join(' ')}” is none of ${attribute.values.join(', ')}.` : undefined
    }
    case 'number':
      return Number.isInteger(Number(value)) && attribute.least <= Number(value) && Number(value) <= attribute.most && value.trim()
        ? undefined
        : `use a whole number from ${attribute.least} to ${attribute.most}.`
    case 'flag':
      return ['', 'true', 'false', attribute.name].includes(value) ? undefined : `leave it empty, or leave it out.`
    case 'text': {
      const { isNeeded, pattern = '.*', use, most = Infinity } = attribute
      if (!value.trim()) return isNeeded ? 'it is empty.' : undefined
      if (most < new TextEncoder().encode(value).length) return `use at most ${most} bytes.`
      return RegExp(`^(${pattern})$`, 'is').test(value) ? undefined : `use ${use}.`
    }
  }
}

const either = (values: readonly string[]): string => `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
