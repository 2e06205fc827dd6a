import { currencyExponent } from '@tributary/protocol/currency'
import type { ProgramId } from '@tributary/protocol/id'
import type { ProgramFacts, ProgramPolicy, SealKey } from '@tributary/protocol/program'
import { servedCountries, usualDelivery } from './shipping.ts'

const DEFAULT_LINK = 'https://shop.example/'

/** What a new program starts with; it sells within Germany in euros until staff set their own policy (`tributary program set`). */
export const DEFAULT_POLICY: ProgramPolicy = {
  name: 'Our shop',
  currency: 'EUR',
  locale: 'en',
  timeZone: 'UTC',
  links: { terms: `${DEFAULT_LINK}terms`, privacy: `${DEFAULT_LINK}privacy`, returns: `${DEFAULT_LINK}returns` },
  contact: 'shop@shop.example',
  staffEmails: [],
  mailFrom: 'shop@shop.example',
  payment: 'invoice',
  shipping: [
    { id: 'standard', title: 'Standard', zones: [{ countries: ['DE'], rates: [{ amountMinor: 490 }], days: { min: 2, max: 4 } }] },
  ],
  tax: { included: true, rates: { DE: { standard: 1_900, reduced: 700 } }, shippingClass: 'standard' },
  attribution: { windowDays: 30, model: 'last', reach: 'network', standDownSeconds: 0 },
  limits: { quantityPerLine: 99, totalMinor: 100_000_000 },
  quote: { minutes: 30, honouredDays: 8 },
}

/** What a page must know of a program. */
export const programFacts = ({ id, policy }: { id: ProgramId; policy: ProgramPolicy }, sealKey: SealKey): ProgramFacts => ({
  id,
  name: policy.name,
  currency: { code: policy.currency, digits: currencyDigits(policy.currency) },
  countries: servedCountries(policy.shipping),
  taxIncluded: policy.tax.included,
  ...usualDays(policy.shipping),
  links: policy.links,
  contact: policy.contact,
  sealKey,
})

function usualDays(methods: ProgramPolicy['shipping']): Pick<ProgramFacts, 'delivery'> {
  const delivery = usualDelivery(methods)
  return delivery ? { delivery } : {}
}

/** The decimals of a currency that a policy names, which its schema has checked. */
export function currencyDigits(currency: string): number {
  const digits = currencyExponent(currency)
  if (digits === undefined) throw new Error(`expected a currency of ISO 4217 list one, received ${currency}`)
  return digits
}
