import { newId } from '@tributary/protocol/id'
import type { Customer, OrderLetter } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { TestApp } from './app.ts'

/** A policy with two ways of shipping and tax included; a test states what matters to it. */
export const buildPolicy = (policy: Partial<ProgramPolicy> = {}): ProgramPolicy => ({
  name: 'Acme',
  currency: 'EUR',
  locale: 'en',
  timeZone: 'Europe/Berlin',
  links: { terms: 'https://acme.example/terms', privacy: 'https://acme.example/privacy', returns: 'https://acme.example/returns' },
  contact: 'hello@acme.example',
  staffEmails: ['staff@acme.example'],
  mailFrom: 'Acme <shop@acme.example>',
  payment: 'invoice',
  shipping: [
    {
      id: 'standard',
      title: 'Standard',
      zones: [
        {
          countries: ['DE', 'AT'],
          rates: [
            { amountMinor: 490, maxWeightGrams: 5_000 },
            { amountMinor: 0, minSubtotalMinor: 10_000, maxWeightGrams: 5_000 },
          ],
          days: { min: 2, max: 4 },
        },
        { countries: ['US'], rates: [{ amountMinor: 1_990 }], days: { min: 6, max: 12 } },
      ],
    },
    { id: 'express', title: 'Express', zones: [{ countries: ['DE'], rates: [{ amountMinor: 990 }], days: { min: 1, max: 1 } }] },
  ],
  tax: {
    included: true,
    rates: { DE: { standard: 1_900, reduced: 700 }, AT: { standard: 2_000, reduced: 1_000 } },
    shippingClass: 'standard',
  },
  attribution: { windowDays: 30, model: 'last', reach: 'network', standDownSeconds: 0 },
  limits: { quantityPerLine: 99, totalMinor: 10_000_000 },
  quote: { minutes: 30, honouredDays: 8 },
  ...policy,
})

/** A catalogue file of ours: a mug (1,000 in stock), a hoodie in two colours and sizes with one missing, a lamp of which one is left. */
export const buildCatalogue = (): object => ({
  format: 'tributary/1',
  currency: 'EUR',
  offers: [
    {
      handle: 'mug',
      title: 'Enamel mug',
      description: 'Holds 350 ml.',
      images: [{ src: 'media/enamel-mug.svg', alt: 'A white mug', width: 800, height: 1000 }],
      collections: ['kitchen'],
      variants: [{ sku: 'mug', price: '14.90', weightGrams: 200, stock: 1_000 }],
    },
    {
      handle: 'hoodie',
      title: 'Fjord hoodie',
      description: '<p>Warm.</p><p>Made of wool.</p>',
      images: [],
      options: [
        { name: 'Colour', values: ['Blue', 'Green'] },
        { name: 'Size', values: ['M', 'L'] },
      ],
      collections: ['clothing'],
      variants: [
        { sku: 'hoodie-blue-m', options: ['Blue', 'M'], price: '69.00', weightGrams: 600 },
        { sku: 'hoodie-blue-l', options: ['Blue', 'L'], price: '69.00', weightGrams: 650, stock: 0 },
        { sku: 'hoodie-green-m', options: ['Green', 'M'], price: '79.00', salePrice: '59.00', weightGrams: 600 },
      ],
    },
    {
      handle: 'lamp',
      title: 'Storm lamp',
      description: 'Burns for 20 hours.',
      images: [],
      variants: [{ sku: 'lamp', price: '39.00', weightGrams: 900, stock: 1 }],
    },
  ],
})

/** A customer in Berlin. */
export const buildCustomer = (customer: Partial<Customer> = {}): Customer => ({
  email: 'ada@customer.example',
  delivery: { name: 'Ada Muster', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin', country: 'DE' },
  ...customer,
})

/** An order of one mug by standard shipping, 19.80 EUR, without a quote. */
export const buildOrder = async (
  app: TestApp,
  order: Partial<OrderLetter> & { customer?: Customer; sealed?: string } = {},
): Promise<OrderLetter & { customer?: Customer; sealed?: string }> => ({
  id: newId('order'),
  program: await programId(app),
  site: app.site.key,
  touches: [],
  lines: [{ sku: 'mug', quantity: 1 }],
  country: 'DE',
  shipping: 'standard',
  currency: 'EUR',
  expectedTotalMinor: 1_980,
  consent: 'granted',
  ...(order.sealed === undefined && { customer: buildCustomer() }),
  ...order,
})

/** Posts an order as a page does. */
export const postOrder = (app: TestApp, order: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  app.fetch(`${app.origin}/v1/orders`, {
    method: 'POST',
    body: JSON.stringify(order),
    headers: { 'Content-Type': 'text/plain', ...headers },
  })

const programId = async ({ database }: TestApp) =>
  (await database.query<{ id: OrderLetter['program'] }>('select id from programs order by program_id limit 1'))[0]
    ?.id as OrderLetter['program']
