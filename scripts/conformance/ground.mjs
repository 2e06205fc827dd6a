// What the rules stand on: the parent's own offers, an article of theirs that can be bought, and orders of it.
import { addressPart } from '@tributary/protocol/address'
import { newOrderId } from '@tributary/protocol/id'
import { Sentence } from '../run.mjs'
import { Departure, Skip } from './verdict.mjs'

const MOST_VARIANTS = 5
const MOST_COUNTRIES = 3

// A postcode of each country whose form is known (`protocol/postcode.ts`), and a region where addresses need one.
const POSTCODES = {
  ...{ AT: '1010', AU: '2000', BE: '1000', CA: 'K1A 0B1', CH: '8001', CN: '100000', DE: '10115', DK: '1050', ES: '28001', FI: '00100' },
  ...{ FR: '75001', GB: 'SW1A 1AA', IN: '110001', IT: '00118', JP: '100-0001', MX: '06000', NL: '1012 AB', NO: '0010', PL: '00-001' },
  ...{ PT: '1000-001', SE: '111 20', US: '10001' },
}

/** Reads the offers and finds what can be bought. Throws a `Sentence` where there is no parent, no test site, or nothing of this protocol. */
export async function openGround(probe, { site, expiredQuote }) {
  const { program, offers } = await firstAnswer(probe, site)
  const countries = (Array.isArray(program.countries) ? program.countries : []).slice()
  countries.sort((a, b) => Number(b in POSTCODES) - Number(a in POSTCODES))
  const variants = offers.flatMap((offer) => (offer?.kind === 'product' ? (offer.variants ?? []) : [])).filter((one) => one?.available)
  const service = offers.find((offer) => offer?.kind === 'service')
  const { variant, country, exchange } = await firstSale(probe, site, variants, countries)
  const quoted = exchange?.status === 200 ? exchange.json : undefined

  const cart = (more = {}) => {
    if (!variant) throw new Skip('no offer of the kind `product` has a variant that is available, or no country is shipped to')
    return { site, lines: [{ sku: variant.sku, quantity: 1 }], country, ...more }
  }
  return {
    probe,
    site,
    program,
    offers,
    variant,
    service,
    country,
    expiredQuote,
    /** The body of a request for a quote: one of the article. */
    cart,
    /** A quote of one of the article. */
    async quote(more = {}) {
      const { status, json } = await probe.post('/v1/quotes', cart(more))
      if (status !== 200 || !json?.totals) throw new Skip('no quote could be had; see quotes.answers')
      return json
    },
    /** An order of one of the article in clear, without a quote, under a new id. */
    order(more = {}) {
      const { lines } = cart()
      if (!quoted?.totals) throw new Skip('no quote could be had; see quotes.answers')
      return {
        ...{ id: newOrderId(), program: program.id, site, touches: [], lines, country },
        ...{ shipping: quoted.shipping?.id, currency: quoted.currency, expectedTotalMinor: quoted.totals.totalMinor },
        ...{ consent: 'granted', customer: customerIn(country) },
        ...more,
      }
    },
    place: (order, options) => probe.post('/v1/orders', order, options),
    /** Places an order that must be taken, and answers what was answered. */
    async placed(order) {
      const { status, json } = await probe.post('/v1/orders', order)
      if ((status !== 201 && status !== 200) || typeof json?.number !== 'string')
        throw new Skip('no order could be placed; see orders.placed')
      return json
    },
  }
}

/** A customer who lives in this country. */
export function customerIn(country) {
  const address = { name: 'Ada Conformance', line1: 'Lindenweg 3', city: 'Testtown', country }
  if (addressPart(country, 'postcode') !== 'absent') address.postcode = POSTCODES[country] ?? '10000'
  if (addressPart(country, 'region') === 'required') address.region = 'NY'
  return { email: 'conformance@customer.example', delivery: address }
}

async function firstAnswer(probe, site) {
  const exchange = await probe.get(`/v1/offers?site=${site}&limit=100`).catch((error) => {
    throw error instanceof Departure
      ? new Sentence(`${probe.url} cannot be reached: expected ${error.expected}, received ${error.received}.`)
      : error
  })
  const { status, json } = exchange
  if (typeof json?.code === 'string' && typeof json.final === 'boolean') {
    throw new Sentence(
      `The parent refuses the site ${site} for ${probe.origin}: ${status} ${json.code}. ${json.detail ?? json.title ?? ''}`.trim(),
    )
  }
  if (status !== 200 || !Array.isArray(json?.offers) || typeof json.program !== 'object' || json.program === null) {
    const received = `${status} ${exchange.headers.get('Content-Type') ?? 'without a content type'}`
    throw new Sentence(
      `${probe.url} does not speak this protocol: expected GET /v1/offers to answer 200 and JSON with program, site and offers; received ${received}.`,
    )
  }
  if (json.site?.test !== true) {
    throw new Sentence(`The parent does not say that ${site} is a test site (\`site.test\`), so no orders are placed: they would be real.`)
  }
  return json
}

// The first article and country that have a price; an article may be too heavy for one country.
async function firstSale(probe, site, variants, countries) {
  let first = {}
  for (const variant of variants.slice(0, MOST_VARIANTS)) {
    for (const country of countries.slice(0, MOST_COUNTRIES)) {
      const exchange = await probe.post('/v1/quotes', { site, lines: [{ sku: variant.sku, quantity: 1 }], country })
      if (exchange.status === 200) return { variant, country, exchange }
      if (!first.variant) first = { variant, country, exchange }
    }
  }
  return first
}
