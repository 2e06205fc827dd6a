import { currencyExponent } from '@tributary/protocol/currency'
import type { NewDiscount } from '@tributary/protocol/discount'
import type { HeldKind } from '@tributary/protocol/held-placement'
import { isSiteKey, isTestSiteKey, newId, type SiteKey } from '@tributary/protocol/id'
import type { ProgramFacts } from '@tributary/protocol/program'
import type { ShippingChoice } from '@tributary/protocol/quote'
import type { TestOffer } from './catalogue.ts'
import { SAMPLE_OFFERS } from './sample.ts'

/** A way of shipping at one price, to these countries. The same id may stand there again for others. */
export interface TestShipping extends ShippingChoice {
  readonly countries: readonly string[]
}

/** A discount of a test parent. The limit per customer is the real parent's alone. */
export type TestDiscount = Omit<NewDiscount, 'customerLimit' | 'test'>

/** A placement that a test parent keeps for its site. */
export interface TestPlacement {
  readonly id: string
  readonly kind: HeldKind
  readonly attributes?: Readonly<Record<string, string>>
  /** The text of its link; its id unless said. */
  readonly label?: string
}

/** Who sells. */
export interface TestAffiliate {
  readonly code: string
  readonly name: string
}

/** What a test parent is like; each has a default. */
export interface TestParentOptions {
  /** Where it answers; `https://shop.example` unless said. */
  readonly origin?: string
  /** The site that its pages belong to. With a key that begins with `site_test_` orders are tests, and stock does not count, as at the real parent. */
  readonly site?: string
  /** The origins that the site is registered for; a page of another one is refused. Without them none is. */
  readonly pageOrigins?: readonly string[]
  /** `SAMPLE_OFFERS` unless said. An answer of the real parent can be given as it is. */
  readonly offers?: readonly TestOffer[]
  readonly shipping?: readonly TestShipping[]
  /** One rate for everything, in prices (or on top, with `program: { taxIncluded: false }`); 1,900 unless said. */
  readonly taxBasisPoints?: number
  readonly program?: Partial<Pick<ProgramFacts, 'name' | 'taxIncluded' | 'links' | 'contact'>> & { readonly currency?: string }
  /** The affiliates that `via` may name; `{ code: 'AFFILIATE', name: 'Affiliate' }` unless said. The site is of the first. */
  readonly affiliates?: readonly TestAffiliate[]
  /** What a customer's code may take off; none unless said. */
  readonly discounts?: readonly TestDiscount[]
  /** What the parent keeps for placements of the site; none unless said. */
  readonly placements?: readonly TestPlacement[]
  /** The moment that this parent takes for now. */
  readonly now?: () => Date
}

/** The same with everything said. */
export interface Settings {
  readonly origin: string
  readonly site: SiteKey
  readonly isTest: boolean
  readonly pageOrigins: readonly string[] | undefined
  readonly offers: readonly TestOffer[]
  readonly shipping: readonly TestShipping[]
  readonly taxBasisPoints: number
  readonly facts: Omit<ProgramFacts, 'sealKey'>
  readonly affiliates: readonly TestAffiliate[]
  readonly discounts: readonly TestDiscount[]
  readonly placements: readonly TestPlacement[]
  readonly now: () => Date
}

const DEFAULT_SHIPPING: readonly TestShipping[] = [
  { id: 'standard', title: 'Standard', amountMinor: 490, days: { min: 2, max: 4 }, countries: ['DE', 'AT'] },
  { id: 'express', title: 'Express', amountMinor: 990, days: { min: 1, max: 1 }, countries: ['DE'] },
]

/** Options with their defaults. Throws on what nobody could sell by, where a developer sees it at once. */
export function settingsOf(options: TestParentOptions): Settings {
  const {
    site = newId('site'),
    shipping = DEFAULT_SHIPPING,
    affiliates = [{ code: 'AFFILIATE', name: 'Affiliate' }],
    program = {},
    discounts = [],
    placements = [],
  } = options
  const { origin = 'https://shop.example', offers = SAMPLE_OFFERS, taxBasisPoints = 1_900, pageOrigins, now = () => new Date() } = options
  if (!URL.canParse(origin)) throw unexpected('the address where the parent answers, like https://shop.example', origin)
  if (!isSiteKey(site)) throw unexpected('a site key: site_ (or site_test_) and 21 letters or digits', site)
  if (affiliates.length === 0) throw unexpected('the affiliate whose site this is', affiliates)

  const address = new URL(origin).origin
  const { currency = 'EUR', name = 'Test shop', taxIncluded = true, contact = 'hello@shop.example' } = program
  const { links = { terms: `${address}/terms`, privacy: `${address}/privacy`, returns: `${address}/returns` } } = program
  const digits = currencyExponent(currency)
  if (digits === undefined) throw unexpected('a currency of ISO 4217, like EUR', currency)
  const countries = [...new Set(shipping.flatMap((way) => way.countries))]
  const facts = { id: newId('program'), name, currency: { code: currency, digits }, countries, taxIncluded, links, contact }
  return {
    origin: address,
    site,
    isTest: isTestSiteKey(site),
    pageOrigins,
    offers,
    shipping,
    taxBasisPoints,
    facts,
    affiliates,
    discounts,
    placements,
    now,
  }
}

const unexpected = (expected: string, received: unknown): Error => new Error(`expected ${expected}, received ${JSON.stringify(received)}`)
