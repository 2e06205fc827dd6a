import { inLanguage } from './spoken.ts'

/** What a customer reads around the offers of a collection, in English. */
export const words = inLanguage('collection', {
  search: 'Search',
  sort: 'Sort by',
  sorts: { given: 'As listed', price: 'Price: lowest first', 'price-down': 'Price: highest first', title: 'Title' },
  option: 'Choice',
  price: 'Price',
  any: 'Any',
  upTo: (amount: string) => `Up to ${amount}`,
  inStock: 'In stock only',
  shown: (quantity: number) => (quantity === 1 ? '1 offer' : `${quantity} offers`),
  loading: 'Loading…',
  more: 'Show more',
  end: 'That is all.',
  none: 'Nothing fits.',
  clear: 'Show everything',
  empty: 'There is nothing here at the moment.',
  failed: 'The shop cannot be reached at the moment.',
  again: 'Try again',
  see: 'See it at the shop',
})
