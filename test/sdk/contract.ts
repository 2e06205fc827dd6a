import { ENDPOINTS, type EndpointName } from '@tributary/protocol/endpoint'
import { ENDPOINT_SHAPES } from '@tributary/protocol/endpoint.schema'
import type { EndpointShape } from '@tributary/protocol/endpoint-shape.schema'
import { newLeadId, newOrderId, type ProgramId, type SiteKey } from '@tributary/protocol/id'
import type { LeadContact, LeadLetter } from '@tributary/protocol/lead'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { Customer, OrderLetter } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import { problemDocument } from '@tributary/protocol/problem.schema'
import type { Quote } from '@tributary/protocol/quote'
import { createTributary, type Tributary } from '@tributary/sdk'
import { expect } from 'vitest'
import { buildCustomer } from '../support/build.ts'
import { buildContact } from '../support/deal.ts'
import { buildDevice } from '../support/device.ts'
import { memoryStorage } from './page.ts'

/** A parent that the contract is held against: it sells what `buildCatalogue` has and the service `kitchen-planning`, by `buildPolicy`. */
export interface ContractParent {
  readonly origin: string
  readonly site: SiteKey
  /** The id of a placement of that site: the offer `mug` as a row. */
  readonly placement: string
  /** What a page of this origin does. */
  fetchFrom(origin: string): typeof globalThis.fetch
  setPrice(sku: string, amountMinor: number): Promise<void> | void
  /** Lets the parent's clock run ahead. */
  travel(delayMs: number): void
  close(): Promise<void> | void
}

/** Who is held to the contract. */
export interface ContractSubject {
  readonly name: string
  start(): Promise<ContractParent>
}

/** The origin that the site is registered for. */
export const PAGE_ORIGIN = 'https://blog.example'

/** A page of the site: its shop by the real SDK, and raw requests. Every answer to either is held against the table of endpoints. */
export interface ContractPage {
  readonly parent: ContractParent
  readonly shop: Tributary
  readonly fetch: typeof globalThis.fetch
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  facts(): Promise<OffersAnswer['program']>
  /** One mug to Berlin by standard shipping, unless said. */
  quote(more?: object): Promise<Quote>
  /** An order of the same, without a quote, in clear. */
  order(
    more?: Partial<OrderLetter> & { customer?: Customer | undefined; sealed?: string },
  ): Promise<OrderLetter & { customer?: Customer | undefined }>
  /** A request for the service. */
  lead(more?: Partial<LeadLetter> & { contact?: LeadContact }): Promise<LeadLetter & { contact?: LeadContact }>
}

/** Opens a page. */
export function openContractPage(parent: ContractParent, origin: string = PAGE_ORIGIN): ContractPage {
  const { site } = parent
  const fetch = heldToTable(parent.fetchFrom(origin))
  const shop = createTributary({ parent: parent.origin, site, fetch, storage: memoryStorage(), device: buildDevice() })
  const post: ContractPage['post'] = (path, body, headers = {}) =>
    fetch(parent.origin + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'text/plain', ...headers },
    })
  const facts = async () => {
    const answer = await shop.offers(['mug'])
    if (!answer.ok) throw new Error(`expected offers, received ${answer.error.code}`)
    return answer.value.program
  }
  const around = async () => ({ program: (await facts()).id as ProgramId, site, touches: [], consent: 'granted' as const })

  return {
    parent,
    shop,
    fetch,
    get: (path, headers = {}) => fetch(parent.origin + path, { headers }),
    post,
    facts,
    async quote(more = {}) {
      const response = await post('/v1/quotes', { site, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE', ...more })
      return (await response.json()) as Quote
    },
    order: async (more = {}) => ({
      id: newOrderId(),
      ...(await around()),
      lines: [{ sku: 'mug', quantity: 1 }],
      country: 'DE',
      shipping: 'standard',
      currency: 'EUR',
      expectedTotalMinor: 1_980,
      customer: buildCustomer(),
      ...more,
    }),
    lead: async (more = {}) => ({
      id: newLeadId(),
      ...(await around()),
      offer: 'kitchen-planning',
      contact: buildContact({ answers: { rooms: 2 }, consents: ['You may call me.'] }),
      ...more,
    }),
  }
}

/** The problem of a response, with the status that it has. */
export async function problemOf(response: Response): Promise<Problem> {
  const document = (await response.json()) as Problem
  expect(response.status).toBe(document.status)
  return document
}

// What the parent's OpenAPI document says of every endpoint.
const EVERYWHERE = ['request_invalid', 'internal', 'unavailable', 'body_not_json', 'body_timeout', 'body_too_large']

/** A fetch whose every answer has a status of its endpoint and fits its schema, or is a problem that the endpoint names. */
function heldToTable(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const name = endpointOf(init?.method ?? 'GET', new URL(String(input)).pathname)
    if (name === undefined || response.status === 304) return response
    const shape: EndpointShape = ENDPOINT_SHAPES[name]
    const body = (await response.clone().json()) as unknown
    expect(response.headers.get('Access-Control-Allow-Origin'), name).toBe('*')
    if (response.ok) {
      const schema = shape.answers[response.status]
      if (schema === undefined || schema === 'file') throw new Error(`expected a status that ${name} answers, received ${response.status}`)
      expect(schema.parse(body), name).toEqual(body)
      expect(response.headers.get('Content-Type'), name).toBe('application/json')
    } else {
      expect(response.headers.get('Content-Type'), name).toBe('application/problem+json')
      expect([...shape.problems, ...EVERYWHERE], name).toContain(problemDocument.parse(body).code)
    }
    return response
  }
}

const endpointOf = (method: string, path: string): EndpointName | undefined =>
  (Object.keys(ENDPOINTS) as EndpointName[]).find((name) => {
    const endpoint = ENDPOINTS[name]
    return endpoint.method === method && new RegExp(`^${endpoint.path.replace(/:\w+/g, '[^/]+')}$`).test(path)
  })
