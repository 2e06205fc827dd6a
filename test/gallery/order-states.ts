import { PROBLEMS, type ProblemCode } from '@tributary/protocol/problem'
import type { Failure, Offer, Quote } from '@tributary/sdk'
import type { CardReady, CardView } from '@tributary/widget/card/card-view'
import type { CartView } from '@tributary/widget/cart/cart-button'
import { moneyOf } from '@tributary/widget/locale'
import type { SheetFacts, SheetView } from '@tributary/widget/sheet/checkout'
import { buildAnswer, buildCard, buildFacts, buildOffer, buildProgram, buildQuote, buildService } from '../widget/build.ts'
import { MUG } from './picture.ts'

/** A failure as the parent told it. */
export const buildFailure = (code: ProblemCode, more: Partial<Failure> = {}): Failure => ({
  type: `/problems#${code}`,
  code,
  ...PROBLEMS[code],
  answered: true,
  ...more,
})

const mug = (offer: Partial<Offer> = {}): Offer =>
  buildOffer({ images: [{ src: MUG, alt: 'A white mug', width: 800, height: 1_000 }], ...offer })

const sized = mug({
  title: 'Linen shirt with a collar, long sleeves and a title that does not end on one line',
  options: [
    { name: 'Size', values: ['S', 'M', 'L'] },
    { name: 'Colour', values: ['Blue', 'Sand'] },
  ],
  variants: [
    { sku: 's-b', options: ['S', 'Blue'], amountMinor: 5_900, available: true, stock: 3 },
    { sku: 'm-b', options: ['M', 'Blue'], amountMinor: 5_900, regularMinor: 7_900, available: true },
    { sku: 'm-s', options: ['M', 'Sand'], amountMinor: 6_400, available: true },
    { sku: 'l-s', options: ['L', 'Sand'], amountMinor: 6_400, available: false },
  ],
})
const gone = mug({ variants: [{ sku: 'mug', options: [], amountMinor: 1_490, available: false }] })

/** Everything that a card shows. */
export function cardStates(locale: string): Readonly<Record<string, CardView>> {
  const ready = (card: Partial<CardReady> = {}) => buildCard({ offer: mug(), locale, ...card })
  return {
    loading: { kind: 'loading' },
    ready: ready(),
    'without a picture': ready({ offer: buildOffer({ images: [] }) }),
    'with options': ready({ offer: sized, chosen: [undefined, undefined] }),
    'with a choice that clashes': ready({ offer: sized, chosen: ['S', undefined] }),
    reduced: ready({ offer: sized, chosen: ['M', 'Blue'] }),
    'with few left': ready({ offer: sized, chosen: ['S', 'Blue'] }),
    'with a choice missing': ready({ offer: sized, chosen: ['M', undefined], isIncomplete: true }),
    'sold out': ready({ offer: gone }),
    opening: ready({ isOpening: true }),
    'of a test site': ready({ isTest: true }),
    'without tax': ready({ program: buildProgram({ taxIncluded: false }) }),
    'of a service': ready({ offer: buildService() }),
    'of a service on request': ready({ offer: buildService({ price: { kind: 'on_request' }, answersWithinHours: 72 }) }),
  }
}

/** Everything that the order sheet shows. */
export function sheetStates(locale: string): Readonly<Record<string, SheetView>> {
  const facts = factsIn(locale)
  const empty = { ...facts, lines: [], draft: {} }
  const quote = buildQuote()
  const discounted = buildQuote({
    totals: { subtotalMinor: 1_490, discountMinor: 149, shippingMinor: 0, taxMinor: 214, taxIncluded: false, totalMinor: 1_341 },
  })
  const answer = buildAnswer()
  const errors = { email: 'E-mail is missing.', postcode: 'That postcode has 4 digits; Germany uses 5 digits.' }
  const way = { quote, attempt: 1, isOffline: false, isSaved: true }
  return {
    'an empty cart': { ...empty, state: 'cart' },
    'a cart that something was taken out of': { ...facts, state: 'cart', removed: cartOf(facts).lines[1] },
    'a cart that everything was taken out of': { ...empty, state: 'cart', removed: facts.lines[0] },
    'a cart': { ...facts, ...cartOf(facts), state: 'cart' },
    details: { ...facts, draft: {}, state: 'filling', errors: {} },
    'details in a test': { ...facts, isTest: true, state: 'filling', errors: {} },
    'details with mistakes': { ...facts, draft: { country: 'DE', postcode: '1011' }, state: 'filling', errors },
    'details of an address with a state': { ...facts, draft: { country: 'US' }, state: 'filling', errors: {} },
    'asking for the price': { ...facts, state: 'quoting' },
    'asking for another price': { ...facts, state: 'quoting', quote },
    review: { ...facts, state: 'review', quote },
    'review with a discount': { ...facts, state: 'review', quote: discounted },
    ...codeStates(facts, quote),
    saving: { ...facts, state: 'saving', quote },
    sending: { ...facts, ...way, state: 'sending' },
    'sending, not saved': { ...facts, ...way, isSaved: false, state: 'sending' },
    'sending again': { ...facts, ...way, attempt: 3, state: 'sending' },
    'sending, offline': { ...facts, ...way, isOffline: true, state: 'sending' },
    'saved, without an answer': { ...facts, ...way, state: 'queued' },
    'saved, offline': { ...facts, ...way, isOffline: true, state: 'queued' },
    'not saved, without an answer': { ...facts, ...way, state: 'unknown' },
    placed: { ...facts, state: 'placed', quote, answer, email: 'ada@customer.example' },
    'placed, to be paid': {
      ...{ ...facts, state: 'placed', quote, email: 'ada@customer.example' },
      answer: { ...answer, next: { kind: 'redirect', url: 'https://pay.example/1' } },
    },
    'placed, at another price': {
      ...facts,
      state: 'placed',
      quote,
      answer: { ...answer, state: 'awaiting_customer' },
      email: 'ada@customer.example',
    },
  }
}

/** What the button of a cart shows. */
export const cartStates = (): Record<string, CartView> => ({
  empty: { quantity: 0, isNews: false, isOpening: false },
  'with one': { quantity: 1, isNews: true, isOpening: false },
  'with twelve': { quantity: 12, isNews: true, isOpening: false },
  opening: { quantity: 12, isNews: false, isOpening: true },
})

/** The review after each answer to a code that does something. */
function codeStates(facts: SheetFacts, quote: Quote): Record<string, SheetView> {
  const discounted = { ...quote.totals, discountMinor: 149, taxMinor: 292, totalMinor: 1_831 }
  const shipped = { ...quote.totals, shippingMinor: 0, taxMinor: 238, totalMinor: 1_490 }
  const answers: Record<string, Partial<Quote>> = {
    'review with a code': { code: { kind: 'discount', code: 'WELCOME', title: '10 %', amountMinor: 149 }, totals: discounted },
    'review with a code for shipping': {
      code: { kind: 'discount', code: 'SHIPFREE', title: 'SHIPFREE', amountMinor: 490 },
      totals: shipped,
    },
    'review with a code that takes nothing off': { code: { kind: 'discount', code: 'SHIPFREE', title: 'SHIPFREE', amountMinor: 0 } },
    'review with a code of an affiliate': { code: { kind: 'affiliate' } },
  }
  const states = Object.entries(answers).map(([name, more]) => [name, { ...facts, state: 'review', quote: { ...quote, ...more } }])
  return Object.fromEntries(states)
}

function factsIn(locale: string): SheetFacts {
  const facts = buildFacts({ locale, money: moneyOf(buildProgram(), locale) })
  return { ...facts, lines: facts.lines.map((line) => ({ ...line, offer: mug() })) }
}

/** A cart of two, one of which nobody has enough of. */
function cartOf({ lines }: SheetFacts): Pick<SheetFacts, 'lines'> {
  const lamp = mug({
    handle: 'lamp',
    title: 'Desk lamp',
    variants: [{ sku: 'lamp', options: [], amountMinor: 3_900, available: true, stock: 2 }],
  })
  return { lines: [...lines, { item: { sku: 'lamp', quantity: 3, offer: 'lamp' }, offer: lamp, variant: lamp.variants[0] }] }
}
