import type { CartItem, Counter, Failure, OrderAnswer, Quote, Settled } from '@tributary/sdk'
import { UNREACHED } from '@tributary/sdk/parts'
import { moneyOf, pageLocale } from '../locale.ts'
import { withVia } from '../placement-via.ts'
import type { Shop } from '../shop.ts'
import { addToCart } from './cart-add.ts'
import { type CheckoutEvent, type CheckoutState, checkoutAfter, isUnderWay, type SheetActions, type SheetView } from './checkout.ts'
import type { Flow } from './desk.ts'
import { checkDraft, customerOf, type Draft, type FieldErrors, fieldErrors, placeOf } from './details.ts'
import { readLines, type SheetLine, type SheetLines, withItems } from './line.ts'
import { titleOf } from './notice.tsx'
import { linesOf, tellPage } from './page-events.ts'

// Refusals that another price answers: the same cart is asked for again.
const ASK_AGAIN = new Set(['quote_expired', 'quote_invalid', 'quote_mismatch', 'shipping_unknown'])

interface Model extends SheetLines {
  readonly state: CheckoutState
  readonly draft: Draft
  readonly errors: FieldErrors
  readonly attempt: number
  readonly problem?: Failure | undefined
  readonly quote?: Quote | undefined
  readonly removed?: SheetLine | undefined
  /** When the quote came, by this device's clock, which the parent's times need not agree with. */
  readonly quotedAt?: number
  readonly before?: number | undefined
  /** The order that is under way, and whether this browser keeps it. */
  readonly orderId?: string
  readonly isSaved: boolean
  readonly answer?: OrderAnswer
}

/** A checkout. */
export interface Checkout extends Flow<SheetView, SheetActions> {
  /** Puts an article into the cart and begins with the cart as it is, or goes on where it stands; without an article it begins at the cart. */
  open(item?: CartItem): Promise<void>
}

/** What a checkout asks of the page that it is shown on. */
interface Surroundings {
  /** There is something else to show. */
  changed(): void
  /** What stands in the form. */
  typed(): Draft
  /** Fetches what shows the cart, and how an order ends. Rejects where that is not to be had. */
  prepare(): Promise<void>
}

/** The checkout of a shop. */
export function createCheckout(shop: Shop, tributary: Counter, { changed, typed, prepare }: Surroundings): Checkout {
  let model: Model | undefined
  let asking = 0
  let toldRest: ((state: CheckoutState) => void) | undefined // of the order that the page was asked about last

  const patch = (part: Partial<Model>): void => {
    if (!model) return
    model = { ...model, ...part }
    changed()
  }

  const go = (event: CheckoutEvent, part: Partial<Model> = {}): boolean => {
    const state = model && checkoutAfter(model.state, event)
    if (state) patch({ ...part, state })
    if (state && state !== 'saving' && state !== 'sending') toldRest?.(state)
    return state !== undefined
  }

  const ask = async (shipping?: string, before?: number): Promise<void> => {
    const question = ++asking
    if (!model || !go('ask', { errors: {}, problem: undefined })) return
    const result = await tributary.quote({ ...placeOf(model.draft), ...(shipping && { shipping }) })
    // The customer went elsewhere, or asked again: a late answer is about another cart.
    if (question !== asking || model.state !== 'quoting') return
    if (!result.ok) return give(result.error)
    // What a code did must be told.
    if (result.value.code) await prepared()
    go('price', { quote: result.value, quotedAt: Date.now(), before })
  }

  /** Shows a failure where it can be put right: at its field, above the form, or on a screen of its own. */
  const give = (problem: Failure): void => {
    if (problem.code === 'stock_short') void refresh()
    const errors: FieldErrors = problem.code === 'country_unserved' ? { country: titleOf(problem) } : fieldErrors(problem.errors)
    if (Object.keys(errors).length > 0) go('fill', { errors, problem: undefined })
    else if (problem.final) prepared().then((isReady) => go(isReady ? 'refuse' : 'fill', { problem, errors: {} }))
    else go('fill', { problem, errors: {} })
  }

  const prepared = (): Promise<boolean> =>
    prepare().then(
      () => true,
      () => false,
    )

  const settle = (quote: Quote, outcome: Settled): void => {
    if (outcome.outcome === 'placed') {
      go('place', { answer: outcome.answer })
      return
    }
    if (outcome.problem.code === 'already_placed') tributary.cart.clear(quote.lines.map(({ sku }) => sku))
    if (ASK_AGAIN.has(outcome.problem.code)) void ask(undefined, quote.totals.totalMinor)
    else give(outcome.problem)
  }

  // Shown when it is told, which is before the browser forgets the order, and may be long after the press.
  const hear = (orderId: string | undefined, outcome: Settled): void => {
    if (orderId && model?.quote && orderId === model.orderId && isUnderWay(model.state)) settle(model.quote, outcome)
  }

  // What else is left is told as soon as it is known.
  const refresh = async (): Promise<void> => {
    const fresh = await readLines(tributary, true)
    if (fresh.ok) patch(fresh.value)
  }

  const order = async (): Promise<void> => {
    if (!model?.quote) return
    if (model.state === 'review' && hasExpired(model)) {
      await ask(model.quote.shipping.id, model.quote.totals.totalMinor)
      // Only for the very total that was agreed to does the order go on without another press.
      if (model.state !== 'review' || model.before !== model.quote.totals.totalMinor) return
    }
    const { lines, currency, totals } = model.quote
    // Only the first press is asked about: an order that has its bytes is sent until it is answered.
    const isFirst = model.state === 'review'
    const outcome = new Promise<CheckoutState>((resolve) => (toldRest = resolve))
    if (isFirst && !tellPage('before-order', { lines: linesOf(lines), currency, totalMinor: totals.totalMinor, outcome })) return
    // Nothing leaves whose end could not be told.
    if (!(await prepared())) return void go('fill', { problem: UNREACHED, errors: {} })
    if (!go(model.state === 'review' ? 'save' : 'retry', { attempt: 1, before: undefined })) return
    const { quote, draft } = model
    const answer = await tributary.placeOrder({ quote, customer: customerOf(draft), code: draft.code?.trim() || undefined })
    if ('orderId' in answer) go(answer.outcome === 'saved' ? 'queue' : 'lose')
    // What was refused before it had an id, nobody was told of.
    else if (model.state === 'saving') settle(quote, answer)
  }

  // Orders of earlier visits are told of, too: their ids are not this one's.
  tributary.on('saved', ({ orderId, isSaved }) => void (orderId && model?.state === 'saving' && go('send', { orderId, isSaved })))
  tributary.on('sending', ({ orderId, attempt }) => orderId && orderId === model?.orderId && patch({ attempt }))
  tributary.on('placed', (answer) => hear(answer.orderId, { outcome: 'placed', answer }))
  tributary.on('refused', ({ orderId, problem }) => hear(orderId, { outcome: 'refused', problem }))
  tributary.on('cart', (items: readonly CartItem[]) => {
    if (model && !isUnderWay(model.state)) patch({ lines: withItems(model.lines, items, model.removed) })
  })

  const actions: SheetActions = {
    setQuantity(line, quantity) {
      tributary.cart.set({ ...line.item, quantity })
      patch({ removed: quantity ? undefined : line })
    },
    setCountry: (country) => patch({ draft: { ...typed(), country } }),
    toCart: () => void prepared().then((isReady) => isReady && go('choose', { draft: typed(), problem: undefined, removed: undefined })),
    toDetails: () => void go('fill', { draft: typed(), errors: {}, problem: undefined }),
    toReview(shipping) {
      const draft = typed()
      const errors = checkDraft(draft)
      patch({ draft })
      if (Object.keys(errors).length > 0) go('fill', { errors, problem: undefined })
      else void ask(shipping)
    },
    order: () => void order(),
    // Once the parent has it, what was typed is nobody's business here any more.
    close: () => void go('close', { draft: model?.state === 'placed' ? {} : typed() }),
  }

  return {
    view: () => (model ? viewOf(model, shop) : undefined),
    actions,
    async open(item) {
      if (item && !isUnderWay(model?.state)) addToCart(tributary.cart, item)
      if (model && model.state !== 'closed') return changed()
      const read = await readLines(tributary)
      if (!read.ok) throw new Error(read.error.code)
      const [country = '', ...others] = read.value.program.countries
      // Never guessed: what language a browser speaks says little about where its owner lives.
      const draft = { country: others.length === 0 ? country : '', ...model?.draft }
      model = { state: 'closed', attempt: 1, isSaved: false, errors: {}, ...read.value, draft }
      const isOne = item && read.value.lines.length === 1
      // What shows a cart is waited for; for what comes after the details there is time while the customer types.
      await (isOne ? void prepared() : prepare())
      go(isOne ? 'fill' : 'choose')
    },
  }
}

/** What a model shows. Each event brings what the state after it shows (a price brings its quote), so every state has all that its view has. */
function viewOf(model: Model, shop: Shop): SheetView | undefined {
  if (model.state === 'closed') return undefined
  const { site, program, lines, draft } = model
  const locale = pageLocale()
  const page = lines.find(({ offer }) => offer)?.offer?.url ?? shop.parent
  const facts = { isTest: site.test, locale, money: moneyOf(program, locale), href: withVia(page, shop.site) }
  return { ...model, ...facts, isOffline: !navigator.onLine, email: draft.email?.trim() } as SheetView
}

const hasExpired = ({ quote, quotedAt = 0 }: Model): boolean =>
  quote !== undefined && Date.now() - quotedAt > Date.parse(quote.expiresAt) - Date.parse(quote.issuedAt)
