import type { HeldKind } from '@tributary/protocol/held-placement'

/** What a kind is called where it is chosen. */
export const KIND_WORDS: Readonly<Record<HeldKind, string>> = {
  offer: 'One offer',
  collection: 'A collection',
  cart: 'The cart',
  status: 'An order’s status',
  share: 'Sharing',
  join: 'Joining',
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  via: 'Who earns',
  price: 'Price on the button',
  limit: 'Offers at a time',
  columns: 'Columns, at most',
  sort: 'Order',
  filter: 'Narrowing down',
  search: 'A field to search in it',
  size: 'Reserved space',
  instance: 'Mastodon server',
  label: 'Text of the link',
  events: 'Events for the page',
  'touch-path': 'Touch path',
  'data-layer': 'The data layer is told',
  'data-layer-name': 'Data layer’s name',
}

const VALUE_WORDS: Readonly<Record<string, string>> = {
  own: 'Tributary’s own',
  host: 'Those of your page',
  'price-down': 'Price, highest first',
  given: 'As the shop has it',
  price: 'Price, lowest first',
  'filter price': 'Price',
  page: 'That of the page',
  ar: 'العربية',
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  ja: '日本語',
  whatsapp: 'WhatsApp',
  linkedin: 'LinkedIn',
  email: 'E-mail',
  phone: 'Phone',
  'by-language': 'Automatic',
}

const begun = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')

/** What a field is called. */
export const fieldWord = (name: string): string => FIELD_WORDS[name] ?? begun(name)

/** What a value of a field is called; some are called otherwise in one field. */
export const valueWord = (field: string, value: string): string => VALUE_WORDS[`${field} ${value}`] ?? VALUE_WORDS[value] ?? begun(value)
