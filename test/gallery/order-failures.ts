import { ENDPOINT_SHAPES } from '@tributary/protocol/endpoint.schema'
import { PROBLEMS, type ProblemCode } from '@tributary/protocol/problem'
import type { Mishap, PublicEndpointName } from '@tributary/sdk/testing'
import { assemblyOf } from '@tributary/widget/sheet/open-sheet'
import { enter, goOn, inSheet, sheetAt, type, until, within } from './act.ts'
import { placeOrder } from './placed-order.ts'
import { type Failing, openByCard, type Scene } from './scene.ts'

const ADA = { email: 'ada@customer.example', country: 'DE', name: 'Ada Muster', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin' }

// What any endpoint may answer beside its own problems.
const EVERYWHERE: readonly ProblemCode[] = ['request_invalid', 'internal', 'unavailable', 'body_not_json', 'body_timeout', 'body_too_large']

/** Every problem that an endpoint may answer. */
export const problemsOf = (name: PublicEndpointName): readonly ProblemCode[] =>
  [...new Set<ProblemCode>([...ENDPOINT_SHAPES[name].problems, ...EVERYWHERE])].toSorted()

/** What stands between a page and its parent: nothing, or somebody else's answer. */
export const IN_BETWEEN: readonly (readonly [name: string, mishap: Mishap])[] = [
  ['no network', 'network'],
  ['a page of a proxy', { status: 502 }],
]

/** Each way in which this endpoint fails, by a name. Problems are given what the parent says with them. */
export const mishapsOf = (name: PublicEndpointName): readonly (readonly [string, Mishap])[] => [
  ...problemsOf(name).map((code) => [code, MEMBERS[code] ?? code] as const),
  ...IN_BETWEEN,
]

const MEMBERS: Readonly<Partial<Record<ProblemCode, Mishap>>> = {
  stock_short: { code: 'stock_short', sku: 'mug', available: 0 },
  already_placed: { code: 'already_placed', orderNumber: '7K3X9Q2M' },
}

/** Whether the outbox tries again after it, by itself. */
export function isTriedAgain(mishap: Mishap): boolean {
  const code = typeof mishap === 'string' ? mishap : 'code' in mishap ? mishap.code : 'network'
  return !(code in PROBLEMS && PROBLEMS[code as ProblemCode].final)
}

async function toReview(scene: Scene): Promise<void> {
  await openByCard(scene, 'mug')
  type(ADA)
  await goOn()
  await sheetAt('review')
}

const press = async (selector: string): Promise<void> => (await inSheet(selector)).click()

const isAnswered = (): Promise<unknown> =>
  inSheet('form:is([data-state=refused], [data-state=filling]:has(.notice, .field .error), [data-state=review]:has(.notice))')

/** What a card shows that cannot be filled: never a blank box. */
const cardFailures: readonly Failing[] = [
  ...mishapsOf('getOffers').map(([name, mishap]) => ({
    name: `card, not to be had: ${name}`,
    async play({ parent, put }: Scene) {
      await parent.fail('getOffers', mishap)
      await within(put('tributary-offer', { offer: 'mug' }), 'a.button')
    },
  })),
  {
    name: 'card, not to be had: offer_unknown',
    play: ({ put }) => within(put('tributary-offer', { offer: 'teapot' }), 'a.button'),
  },
]

const priceFailures: readonly Failing[] = [
  ...mishapsOf('postQuote').map(([name, mishap]) => ({
    name: `sheet, no price: ${name}`,
    async play(scene: Scene) {
      await openByCard(scene, 'mug')
      type(ADA)
      await scene.parent.fail('postQuote', mishap)
      await goOn()
      await isAnswered()
    },
  })),
  {
    name: 'sheet, no price: fields that the parent refuses',
    async play(scene) {
      await openByCard(scene, 'mug')
      type(ADA)
      await scene.parent.fail('postQuote', { code: 'request_invalid', errors: [{ pointer: '/postcode', detail: 'Ask for the area.' }] })
      await goOn()
      await isAnswered()
    },
  },
]

// Whatever may be tried again later the outbox tries again, and shows alike.
const SENT_AGAIN: readonly (readonly [string, Mishap])[] = [
  ['overloaded', 'overloaded'],
  ...IN_BETWEEN,
  ['an answer that is lost', 'answer_lost'],
]

const orderFailures: readonly Failing[] = [
  ...mishapsOf('postOrder')
    .filter(([, mishap]) => !isTriedAgain(mishap))
    .map(([name, mishap]) => ({
      name: `sheet, not ordered: ${name}`,
      async play(scene: Scene) {
        await toReview(scene)
        await scene.parent.fail('postOrder', mishap)
        await goOn()
        await isAnswered()
      },
    })),
  ...SENT_AGAIN.map(([name, mishap]) => ({
    name: `sheet, sent again: ${name}`,
    async play(scene: Scene) {
      await toReview(scene)
      await scene.parent.fail('postOrder', mishap)
      const tries = triesOf(scene)
      await goOn()
      await until('a second try', () => tries() > 1)
      await sheetAt('sending')
    },
  })),
  {
    name: 'sheet, not ordered: sold while it was read',
    async play(scene) {
      await toReview(scene)
      await scene.parent.setStock('mug', 0)
      await goOn()
      await sheetAt('refused')
    },
  },
  {
    name: 'sheet, not ordered: fewer left than were wanted',
    async play(scene) {
      await openByCard(scene, 'mug')
      await press('.fields button.plain')
      await press('[data-state=cart] .stepper button:last-child')
      await goOn()
      await sheetAt('filling')
      type(ADA)
      await goOn()
      await sheetAt('review')
      await scene.parent.setStock('mug', 1)
      await goOn()
      await sheetAt('refused')
    },
  },
  {
    name: 'sheet, asked again: at a price that changed',
    async play(scene) {
      await toReview(scene)
      await scene.parent.setPrice('mug', 1_690)
      await scene.parent.fail('postOrder', 'quote_expired', 1)
      await goOn()
      await inSheet('[data-state=review] .notice')
    },
  },
  {
    name: 'sheet, not ordered: fields that the parent refuses',
    async play(scene) {
      await toReview(scene)
      const errors = [{ pointer: '/customer/delivery/postcode', detail: 'Ask for the area.' }]
      await scene.parent.fail('postOrder', { code: 'request_invalid', errors })
      await goOn()
      await isAnswered()
    },
  },
]

/** How often an order was tried, as the page's own cart tells. */
function triesOf({ shop }: Scene): () => number {
  let tries = 0
  assemblyOf(shop).counter.on('sending', ({ attempt }) => void (tries = attempt))
  return () => tries
}

const off = { title: '10 %', kind: 'percent', basisPoints: 1_000 } as const
const CODES = {
  unknown: [],
  too_early: [{ ...off, code: 'WELCOME', validFrom: '2126-04-01T00:00:00Z' }],
  expired: [{ ...off, code: 'WELCOME', validUntil: '2026-01-01T00:00:00Z' }],
  used_up: [{ ...off, code: 'WELCOME', useLimit: 1 }],
  below_minimum: [{ ...off, code: 'WELCOME', minimumMinor: 2_000 }],
} as const

const codeFailures: readonly Failing[] = Object.entries(CODES).map(([reason, discounts]) => ({
  name: `sheet, a code that takes nothing off: ${reason}`,
  options: { discounts },
  async play(scene) {
    if (reason === 'used_up') await placeOrder(scene, 'WELCOME')
    await openByCard(scene, 'mug')
    const details = await inSheet('details')
    details.setAttribute('open', '')
    type({ ...ADA, code: 'WELCOME' })
    await goOn()
    await inSheet('[data-state=review] .notice')
  },
}))

/** Every failure of a card, and of an order from its price to its answer, come about on the way of a visitor. */
export const orderingFailures: readonly Failing[] = [...cardFailures, ...priceFailures, ...orderFailures, ...codeFailures]

/** Types into a field that stands in an element of the page. */
export const enterIn = async (host: Element, selector: string, value: string): Promise<void> =>
  enter((await within(host, selector)) as HTMLInputElement, value)
