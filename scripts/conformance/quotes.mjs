// What a parent's quotes keep.
import { addedTaxMinor, includedTaxMinor } from '@tributary/protocol/money'
import { quote as quoteSchema } from '@tributary/protocol/quote.schema'
import { answered, fits, hold, refused, Skip } from './verdict.mjs'

// Countries that no shop ships to: Antarctica, Bouvet Island, Heard and McDonald Islands.
const UNINHABITED = ['AQ', 'BV', 'HM']

const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0)

// Three of the article, so that a mistake of one cent in a line shows.
async function priced({ probe, cart, variant }) {
  const exchange = await probe.post('/v1/quotes', cart({ lines: [{ sku: variant?.sku, quantity: 3 }] }))
  const { lines, totals } = exchange.json ?? {}
  if (exchange.status !== 200 || !Array.isArray(lines) || !totals) throw new Skip('three pieces could not be priced; see quotes.answers')
  return { exchange, lines, totals, body: exchange.json }
}

const refusal = (id, must, more, code, pointer) => ({
  id,
  must,
  async check(ground) {
    for (const change of [more(ground)].flat()) refused(await ground.probe.post('/v1/quotes', ground.cart(change)), code, pointer)
  },
})
const ofOne = (quantity) => (ground) => ({ lines: [{ sku: ground.variant?.sku, quantity }] })

/** The rules of `POST /v1/quotes`. */
export const QUOTE_RULES = [
  {
    id: 'quotes.answers',
    must: 'answers 200 and a body that fits `quote`, in the program’s currency and for the country that was asked for',
    async check(ground) {
      const exchange = await ground.probe.post('/v1/quotes', ground.cart())
      answered(exchange, 200)
      const { currency, country } = fits(exchange, quoteSchema, 'quote')
      const expected = `${ground.program.currency?.code} to ${ground.country}`
      hold(`${currency} to ${country}` === expected, exchange, `a price in ${expected}`, `${currency} to ${country}`)
    },
  },
  {
    id: 'quotes.price-of-offer',
    must: 'prices a piece as the offers say (`amountMinor` of the variant)',
    async check(ground) {
      const { exchange, lines } = await priced(ground)
      hold(
        lines[0]?.unitMinor === ground.variant.amountMinor,
        exchange,
        `unitMinor ${ground.variant.amountMinor}`,
        `${lines[0]?.unitMinor}`,
      )
    },
  },
  {
    id: 'quotes.lines-add-up',
    must: 'makes `totalMinor` of each line `unitMinor` × `quantity` − `discountMinor`',
    async check(ground) {
      const { exchange, lines } = await priced(ground)
      for (const { sku, unitMinor, quantity, discountMinor, totalMinor } of lines) {
        const expected = unitMinor * quantity - discountMinor
        hold(totalMinor === expected, exchange, `totalMinor ${expected} of the line ${sku}`, `${totalMinor}`)
      }
    },
  },
  {
    id: 'quotes.line-tax',
    must: 'rounds the tax of each line half up: contained in its total, or added to it, by `taxBasisPoints`',
    async check(ground) {
      const { exchange, lines, totals } = await priced(ground)
      for (const { sku, totalMinor, taxBasisPoints, taxMinor } of lines) {
        const expected = (totals.taxIncluded ? includedTaxMinor : addedTaxMinor)(totalMinor, taxBasisPoints)
        hold(taxMinor === expected, exchange, `taxMinor ${expected} of the line ${sku}`, `${taxMinor}`)
      }
    },
  },
  {
    id: 'quotes.totals-add-up',
    must: 'makes `totals.totalMinor` the lines − discounts + shipping, + tax where it is not contained',
    async check(ground) {
      const { exchange, lines, totals, body } = await priced(ground)
      const subtotalMinor = sum(lines.map(({ unitMinor, quantity }) => unitMinor * quantity))
      const discountMinor = sum(lines.map((line) => line.discountMinor))
      const net = subtotalMinor - discountMinor + totals.shippingMinor
      const expected = {
        ...{ subtotalMinor, discountMinor, shippingMinor: body.shipping?.amountMinor },
        totalMinor: totals.taxIncluded ? net : net + totals.taxMinor,
      }
      for (const [name, amount] of Object.entries(expected)) {
        hold(totals[name] === amount, exchange, `totals.${name} ${amount}`, `${totals[name]}`)
      }
      const linesTax = sum(lines.map(({ taxMinor }) => taxMinor))
      hold(linesTax <= totals.taxMinor, exchange, `totals.taxMinor of at least the lines’ ${linesTax}`, `${totals.taxMinor}`)
    },
  },
  {
    id: 'quotes.shipping-chosen',
    must: 'prices by the `shipping` that was asked for, and offers it in `shippingChoices`',
    async check(ground) {
      const first = await ground.probe.post('/v1/quotes', ground.cart())
      if (first.status !== 200) throw new Skip('no quote could be had; see quotes.answers')
      const { shippingChoices = [] } = first.json ?? {}
      hold(shippingChoices.length > 0, first, 'at least one way in `shippingChoices`', 'none')
      for (const { id } of shippingChoices) {
        const exchange = await ground.probe.post('/v1/quotes', ground.cart({ shipping: id }))
        const quoted = answered(exchange, 200)
        hold(quoted.shipping?.id === id, exchange, `shipping by ${id}`, `${quoted.shipping?.id}`)
      }
    },
  },
  {
    id: 'quotes.times',
    must: 'says `issuedAt` < `expiresAt` ≤ `honouredUntil`',
    async check(ground) {
      const { exchange, body } = await priced(ground)
      const [issuedAt, expiresAt, honouredUntil] = [body.issuedAt, body.expiresAt, body.honouredUntil].map(Date.parse)
      const isInOrder = issuedAt < expiresAt && expiresAt <= honouredUntil
      hold(isInOrder, exchange, 'issuedAt < expiresAt ≤ honouredUntil', `${body.issuedAt}, ${body.expiresAt}, ${body.honouredUntil}`)
    },
  },
  refusal(
    'quotes.sku-unknown',
    'refuses an article that is not sold with `sku_unknown` at `/lines/0/sku`',
    () => ({ lines: [{ sku: 'no-such-sku', quantity: 1 }] }),
    ...['sku_unknown', '/lines/0/sku'],
  ),
  refusal(
    'quotes.quantity-invalid',
    'refuses the quantities 0, −1, 1.5 and "1" with `request_invalid` at `/lines/0/quantity`',
    (ground) => [0, -1, 1.5, '1'].map((quantity) => ofOne(quantity)(ground)),
    ...['request_invalid', '/lines/0/quantity'],
  ),
  refusal(
    'quotes.quantity-over-limit',
    'refuses more than one order may take with `quantity_over_limit` (or `stock_short`) at `/lines/0/quantity`',
    ofOne(1_000_000),
    ...[['quantity_over_limit', 'stock_short'], '/lines/0/quantity'],
  ),
  refusal(
    'quotes.cart-empty',
    'refuses an empty cart with `request_invalid` at `/lines`',
    () => ({ lines: [] }),
    'request_invalid',
    '/lines',
  ),
  refusal(
    'quotes.sku-twice',
    'refuses a cart that has one article in two lines with `request_invalid` at `/lines`',
    ({ variant }) => ({ lines: [1, 2].map((quantity) => ({ sku: variant?.sku, quantity })) }),
    ...['request_invalid', '/lines'],
  ),
  refusal(
    'quotes.country-unserved',
    'refuses a country that is not among `program.countries` with `country_unserved` at `/country`',
    ({ program }) => {
      const country = UNINHABITED.find((one) => !program.countries?.includes(one))
      if (!country) throw new Skip(`the parent ships even to ${UNINHABITED.join(', ')}`)
      return { country }
    },
    ...['country_unserved', '/country'],
  ),
  refusal(
    'quotes.shipping-unknown',
    'refuses a way of shipping that is not offered with `shipping_unknown` at `/shipping`',
    () => ({ shipping: 'no-such-pigeon' }),
    ...['shipping_unknown', '/shipping'],
  ),
  refusal(
    'quotes.service-refused',
    'refuses a service, which is asked for and not ordered, with `service_not_ordered` at `/lines/0/sku`',
    ({ service }) => {
      if (!service?.variants?.[0]) throw new Skip('no service is offered here')
      return { lines: [{ sku: service.variants[0].sku, quantity: 1 }] }
    },
    ...['service_not_ordered', '/lines/0/sku'],
  ),
  refusal(
    'quotes.field-unknown',
    'refuses a field that is not known with `request_invalid` at its pointer',
    () => ({ price: 1 }),
    ...['request_invalid', '/price'],
  ),
]
