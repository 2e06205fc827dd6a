import type { TestOffer } from './catalogue.ts'

/** What a test parent sells unless told otherwise: a mug, a hoodie in two sizes of which one is sold out, the last lamp, and a service. */
export const SAMPLE_OFFERS: readonly TestOffer[] = [
  {
    handle: 'mug',
    title: 'Enamel mug',
    description: 'Holds 350 ml.',
    collections: ['kitchen'],
    variants: [{ sku: 'mug', amountMinor: 1_490, stock: 1_000 }],
  },
  {
    handle: 'hoodie',
    title: 'Fjord hoodie',
    description: 'Warm.\n\nMade of wool.',
    collections: ['clothing'],
    options: [{ name: 'Size', values: ['M', 'L'] }],
    variants: [
      { sku: 'hoodie-m', options: ['M'], amountMinor: 5_900, regularMinor: 7_900 },
      { sku: 'hoodie-l', options: ['L'], amountMinor: 7_900, stock: 0 },
    ],
  },
  { handle: 'lamp', title: 'Storm lamp', description: 'Burns for 20 hours.', variants: [{ sku: 'lamp', amountMinor: 3_900, stock: 1 }] },
  {
    handle: 'kitchen-planning',
    kind: 'service',
    title: 'Kitchen planning',
    description: 'We measure, draw and advise.',
    collections: ['services'],
    variants: [{ sku: 'kitchen-planning', amountMinor: 30_000 }],
    service: {
      price: { kind: 'from', amountMinor: 30_000 },
      questions: [{ id: 'rooms', kind: 'number', label: 'How many rooms?', isNeeded: true, least: 1 }],
      consents: ['You may call me.'],
    },
  },
]
