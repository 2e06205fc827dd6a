import { newId } from '@tributary/protocol/id'
import type { Offer, OrderAnswer, ProgramFacts, Quote, ServiceFacts } from '@tributary/sdk'
import type { CardReady } from '@tributary/widget/card/card-view'
import type { ServiceOffer } from '@tributary/widget/lead/request'
import { moneyOf } from '@tributary/widget/locale'
import type { SheetActions, SheetFacts } from '@tributary/widget/sheet/checkout'

/** A mug at 14.90. */
export const buildOffer = (offer: Partial<Offer> = {}): Offer => ({
  id: newId('offer'),
  handle: 'mug',
  kind: 'product',
  title: 'Enamel mug',
  description: '',
  images: [{ src: 'https://parent.example/mug.svg', alt: 'A white mug', width: 800, height: 1000 }],
  options: [],
  variants: [{ sku: 'mug', options: [], amountMinor: 1_490, available: true }],
  url: 'https://parent.example/o/mug',
  ...offer,
})

/** Kitchens from 490.00, with a question of every kind in two groups. */
export const buildService = (service: Partial<ServiceFacts> = {}): ServiceOffer => ({
  ...buildOffer({ handle: 'kitchen', kind: 'service', title: 'Kitchen planning', description: 'We measure and draw.', images: [] }),
  variants: [{ sku: 'kitchen', options: [], amountMinor: 49_000, available: true }],
  service: {
    price: { kind: 'from', amountMinor: 49_000 },
    duration: '2 to 3 days',
    area: 'Berlin',
    answersWithinHours: 24,
    questions: [
      { id: 'plan', kind: 'choice', group: 'The kitchen', label: 'What are you planning?', isNeeded: true, choices: ['New', 'Changes'] },
      { id: 'size', kind: 'number', group: 'The kitchen', label: 'How large is it?', isNeeded: false, unit: 'm²', least: 2, most: 200 },
      {
        id: 'extras',
        kind: 'choice',
        group: 'The kitchen',
        label: 'What else?',
        isNeeded: false,
        choices: ['Stove', 'Table', 'Sink'],
        most: 3,
      },
      { id: 'when', kind: 'date', group: 'Time and money', label: 'When?', isNeeded: false },
      { id: 'budget', kind: 'budget', group: 'Time and money', label: 'What may it cost?', isNeeded: false },
      { id: 'pictures', kind: 'file', group: 'Time and money', label: 'Pictures', isNeeded: false, most: 2 },
      { id: 'wishes', kind: 'text', group: 'Time and money', label: 'Anything else?', isNeeded: false, most: 500 },
    ],
    consents: ['You may write to me.'],
    ...service,
  },
})

/** Acme, in euros. */
export const buildProgram = (program: Partial<ProgramFacts> = {}): ProgramFacts => ({
  id: newId('program'),
  name: 'Acme',
  currency: { code: 'EUR', digits: 2 },
  countries: ['DE', 'AT', 'US'],
  taxIncluded: true,
  links: { terms: 'https://acme.example/terms', privacy: 'https://acme.example/privacy', returns: 'https://acme.example/returns' },
  contact: 'hello@acme.example',
  sealKey: { kid: 'k', publicKey: '' },
  ...program,
})

/** A card that shows the mug. */
export const buildCard = (card: Partial<CardReady> = {}): CardReady => ({
  kind: 'ready',
  offer: buildOffer(),
  program: buildProgram(),
  isTest: false,
  chosen: [],
  href: 'https://parent.example/o/mug?via=FERNWEH',
  locale: 'en',
  isOpening: false,
  isIncomplete: false,
  ...card,
})

/** The mug's price with shipping, 19.80. */
export const buildQuote = (quote: Partial<Quote> = {}): Quote => ({
  id: newId('quote'),
  currency: 'EUR',
  country: 'DE',
  lines: [
    {
      sku: 'mug',
      title: 'Enamel mug',
      variant: '',
      quantity: 1,
      unitMinor: 1_490,
      discountMinor: 0,
      totalMinor: 1_490,
      taxBasisPoints: 1_900,
      taxMinor: 238,
    },
  ],
  shipping: { id: 'standard', title: 'Standard', amountMinor: 490, days: { min: 2, max: 4 } },
  shippingChoices: [
    { id: 'standard', title: 'Standard', amountMinor: 490, days: { min: 2, max: 4 } },
    { id: 'slow', title: 'By boat', amountMinor: 0, days: { min: 9, max: 9 } },
  ],
  totals: { subtotalMinor: 1_490, discountMinor: 0, shippingMinor: 490, taxMinor: 316, taxIncluded: true, totalMinor: 1_980 },
  issuedAt: '2026-03-02T10:00:00Z',
  expiresAt: '2026-03-02T10:30:00Z',
  honouredUntil: '2026-03-10T10:00:00Z',
  token: 'token',
  ...quote,
})

/** The parent's answer to that order. */
export const buildAnswer = (answer: Partial<OrderAnswer> = {}): OrderAnswer => ({
  orderId: newId('order'),
  number: '7K3X9Q2M',
  state: 'placed',
  placedAt: '2026-03-02T10:00:00Z',
  arrives: { from: '2026-03-04', to: '2026-03-06' },
  currency: 'EUR',
  totals: buildQuote().totals,
  attribution: { reason: 'site', candidates: [] },
  next: { kind: 'none' },
  statusUrl: 'https://parent.example/order/x/y',
  test: false,
  ...answer,
})

/** What every step of the sheet shows: one mug, to Berlin. */
export function buildFacts(facts: Partial<SheetFacts> = {}): SheetFacts {
  const offer = buildOffer()
  return {
    program: buildProgram(),
    isTest: false,
    locale: 'en',
    money: moneyOf(buildProgram(), 'en'),
    lines: [{ item: { sku: 'mug', quantity: 1, offer: offer.id }, offer, variant: offer.variants[0] }],
    draft: { email: 'ada@customer.example', country: 'DE', name: 'Ada Muster', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin' },
    href: 'https://parent.example/o/mug?via=FERNWEH',
    ...facts,
  }
}

/** Actions that do nothing. */
export const idle: SheetActions = {
  setQuantity: () => undefined,
  setCountry: () => undefined,
  toCart: () => undefined,
  toDetails: () => undefined,
  toReview: () => undefined,
  order: () => undefined,
  close: () => undefined,
}
