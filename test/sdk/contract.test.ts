import { newId } from '@tributary/protocol/id'
import { createTestParent, type TestOffer } from '@tributary/sdk/testing'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe } from 'vitest'
import { createTestApp } from '../support/app.ts'
import { buildPolicy } from '../support/build.ts'
import { addService } from '../support/deal.ts'
import { addPlacement } from '../support/placement.ts'
import { type ContractPage, type ContractParent, type ContractSubject, openContractPage, PAGE_ORIGIN } from './contract.ts'
import { offersAndQuotes } from './contract-cart.ts'
import { requestsAndVisits } from './contract-lead.ts'
import { orders } from './contract-order.ts'
import { orderChanges } from './contract-order-change.ts'

const QUESTIONS = [{ id: 'rooms', kind: 'number', label: 'How many rooms?', isNeeded: true, least: 1 }] as const
const CONSENTS = ['You may call me.']

const DISCOUNTS = [
  { code: 'TENTH', title: 'A tenth off', kind: 'percent', basisPoints: 1_000 },
  { code: 'FIVER', title: '5.00 off', kind: 'amount', amountMinor: 500, minimumMinor: 2_000 },
  { code: 'SHIPFREE', title: 'Free shipping', kind: 'free_shipping' },
  { code: 'SINGLE', title: 'Once', kind: 'percent', basisPoints: 5_000, useLimit: 1 },
  { code: 'SPRING-26', title: 'Spring', kind: 'percent', basisPoints: 500, validFrom: '2026-04-01T00:00:00Z' },
  { code: 'WINTER-25', title: 'Winter', kind: 'percent', basisPoints: 500, validUntil: '2026-03-01T00:00:00Z' },
] as const

const PLACEMENT = newId('placement')

const realParent: ContractSubject = {
  name: 'the real parent',
  async start() {
    const app = await createTestApp()
    for (const body of DISCOUNTS) await app.staff('postDiscount', { body })
    await addService(app, { questions: QUESTIONS, consents: CONSENTS })
    return {
      origin: app.origin,
      site: app.site.key,
      placement: await addPlacement(app, { kind: 'offer', attributes: { offer: 'mug', layout: 'row' } }).then(({ id }) => id),
      fetchFrom: (origin) => async (input, init) => app.app.request(fromPage(origin, input, init)),
      setPrice: async (sku, amountMinor) => {
        await app.database.query('update variants set amount_minor = $2 where sku = $1', [sku, amountMinor])
      },
      travel: (delayMs) => {
        app.clock.now += delayMs
      },
      close: app.close,
    }
  },
}

const testParent: ContractSubject = {
  name: 'the handlers of @tributary/sdk/testing',
  async start() {
    let now = Date.parse('2026-03-02T10:00:00Z')
    const { name, links, contact } = buildPolicy()
    const parent = createTestParent({
      now: () => new Date(now),
      program: { name, links, contact },
      pageOrigins: [PAGE_ORIGIN],
      affiliates: [{ code: 'FERNWEH', name: 'Fernweh' }],
      shipping: [
        { id: 'standard', title: 'Standard', amountMinor: 490, days: { min: 2, max: 4 }, countries: ['DE', 'AT'] },
        { id: 'standard', title: 'Standard', amountMinor: 1_990, days: { min: 6, max: 12 }, countries: ['US'] },
        { id: 'express', title: 'Express', amountMinor: 990, days: { min: 1, max: 1 }, countries: ['DE'] },
      ],
      offers: OFFERS,
      discounts: DISCOUNTS,
      placements: [{ id: PLACEMENT, kind: 'offer', attributes: { offer: 'mug', layout: 'row' }, label: 'Buy Enamel mug' }],
    })
    const server = setupServer(...parent.handlers)
    server.listen({ onUnhandledRequest: 'error' })
    return {
      origin: parent.origin,
      site: parent.site,
      placement: PLACEMENT,
      fetchFrom: (origin) => (input, init) => globalThis.fetch(fromPage(origin, input, init)),
      setPrice: parent.setPrice,
      travel: (delayMs) => {
        now += delayMs
      },
      close: () => server.close(),
    }
  },
}

// What `buildCatalogue` and `addService` put into the real catalogue.
const OFFERS: readonly TestOffer[] = [
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
    collections: ['clothing'],
    options: [
      { name: 'Colour', values: ['Blue', 'Green'] },
      { name: 'Size', values: ['M', 'L'] },
    ],
    variants: [
      { sku: 'hoodie-blue-m', options: ['Blue', 'M'], amountMinor: 6_900 },
      { sku: 'hoodie-blue-l', options: ['Blue', 'L'], amountMinor: 6_900, stock: 0 },
      { sku: 'hoodie-green-m', options: ['Green', 'M'], amountMinor: 5_900, regularMinor: 7_900 },
    ],
  },
  { handle: 'lamp', title: 'Storm lamp', description: 'Burns for 20 hours.', variants: [{ sku: 'lamp', amountMinor: 3_900, stock: 1 }] },
  {
    handle: 'kitchen-planning',
    kind: 'service',
    title: 'Kitchen planning',
    variants: [{ sku: 'kitchen-planning', amountMinor: 30_000 }],
    service: { price: { kind: 'from', amountMinor: 30_000 }, questions: QUESTIONS, consents: CONSENTS },
  },
]

function fromPage(origin: string, input: string | URL | Request, init: RequestInit | undefined): Request {
  const request = new Request(input, init)
  const headers = new Headers(request.headers)
  headers.set('Origin', origin)
  return new Request(request, { headers })
}

describe.each([realParent, testParent])('$name:', ({ start }) => {
  let parent: ContractParent
  let page: ContractPage
  beforeAll(async () => {
    parent = await start()
    page = openContractPage(parent)
  })
  afterAll(() => parent.close())

  offersAndQuotes(() => page)
  orders(() => page)
  orderChanges(() => page)
  requestsAndVisits(() => page)
})
