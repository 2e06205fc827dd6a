import type { Attribution } from '@tributary/protocol/attribution'
import { newCode } from '@tributary/protocol/id'
import type { Customer, OrderAnswer, OrderLetter } from '@tributary/protocol/order'
import { type Problem, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { attribute } from '../core/attribution.ts'
import type { AttributionRecord } from '../core/explanation.ts'
import { householdMarks } from '../core/household.ts'
import type { Keyring } from '../core/keyring.ts'
import { customerHash } from '../core/mailbox.ts'
import { decideOrder, digestOf, type OrderDraft, type Refusal, refusalOf, statusUrl, summarise } from '../core/order.ts'
import { orderAnswer } from '../core/order-view.ts'
import { type Article, shortOf } from '../core/quote.ts'
import { type QuoteClaims, readQuote } from '../core/quote-token.ts'
import { findIntake } from '../store/intakes.ts'
import { variantsBySku } from '../store/offers.ts'
import { orderById } from '../store/order-reads.ts'
import { type NewOrder, type Placement, placeOrder, refuseOrder } from '../store/orders.ts'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import { type ReadEvidence, readEvidence } from './evidence.ts'
import { lettersOf } from './order-letters.ts'
import type { Parent } from './route.ts'

/** An order whose shape was checked and whose personal part was opened, with where it came from. */
export interface Arrival {
  readonly program: Program
  /** The affiliate's site whose page sent it. */
  readonly site: SiteRow | undefined
  /** The site that a link to the parent's own page named; it is recorded, and says whether this is a test, but it owns no page here. */
  readonly linkedFrom?: SiteRow | undefined
  /** Nothing here is real, though no test site sent it: a test link led here. */
  readonly test?: boolean
  readonly letter: OrderLetter
  readonly customer: Customer
  readonly flags: readonly string[]
}

/** The answer to an order, and whether it was placed just now or is repeated. */
export interface Taken {
  readonly created: boolean
  readonly answer: OrderAnswer
}

const MOST_TRIES = 3

/**
 * Takes an order once (`ORDER.md` at the parent): the same id with the same content is answered again, a refusal is stored under the id and stays.
 * Failures are whole problem documents with the order's id.
 */
export async function takeOrder(parent: Parent, arrival: Arrival): Promise<Result<Taken, Problem>> {
  const { program, letter } = arrival
  const keyring = await parent.keyring(program.programId)
  const digest = digestOf(keyring, letter, arrival.customer)
  // Most ids that were seen before are repeats of a placed order; one read spares them the whole decision. The insert decides all the same.
  if (await findIntake(parent.database, program.programId, letter.id)) return replay(parent, program, keyring, letter.id, digest)
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const outcome = await tryOrder(parent, arrival, keyring, digest)
    if (outcome !== 'number_taken') return outcome
  }
  return fail(problem('changed', { orderId: letter.id }))
}

async function tryOrder(
  parent: Parent,
  arrival: Arrival,
  keyring: Keyring,
  digest: string,
): Promise<Result<Taken, Problem> | 'number_taken'> {
  const { program, letter } = arrival
  const now = parent.now()
  const test = arrival.test || ((arrival.site ?? arrival.linkedFrom)?.test ?? false)
  const quote = letter.quote === undefined ? undefined : (readQuote(keyring, letter.quote) ?? ('invalid' as const))
  const [variants, read] = await Promise.all([
    variantsBySku(
      parent.database,
      program.programId,
      letter.lines.map(({ sku }) => sku),
      now,
    ),
    readEvidence(parent.database, program, keyring, letter, { site: arrival.site, customerEmail: arrival.customer.email }),
  ])
  const articles = new Map(variants.map((variant) => [variant.sku, variant]))

  const decided = decideOrder({ policy: program.policy, letter, quote, articles, test, now })
  if (!decided.ok) {
    const refusal = refusalProblem(letter.id, decided.error)
    const isFirst = await refuseOrder(parent.database, program.programId, { orderId: letter.id, digest, receivedAt: now, test }, refusal)
    return isFirst ? fail(refusal) : replay(parent, program, keyring, letter.id, digest)
  }

  const judgement = judge(arrival, read, now, quote === 'invalid' ? undefined : quote)
  const { attribution } = judgement
  const order: NewOrder = {
    ...draftFields(decided.value, articles),
    number: newCode(),
    digest,
    siteId: (arrival.site ?? arrival.linkedFrom)?.siteId ?? null,
    affiliateId: read.affiliates.find(({ id }) => id === attribution.winner)?.affiliateId ?? null,
    terms: program.policy.payment,
    expectedTotalMinor: letter.expectedTotalMinor,
    customer: arrival.customer,
    customerHash: customerHash(keyring, arrival.customer.email),
    household: householdMarks(keyring, arrival.customer),
    attribution: judgement.record,
    flags: arrival.flags,
    locale: letter.locale ?? null,
    consent: letter.consent,
    placedAt: now,
    test,
    letters: [],
  }
  const letters = lettersOf(parent.origin, program, keyring, order, attribution, read)
  const placement = await place(parent, program.programId, { ...order, letters }, articles)
  if (placement === 'number_taken') return placement
  if (placement.kind === 'short' || placement.kind === 'quote_used') {
    return fail(refusalProblem(letter.id, placementRefusal(placement, order, articles)))
  }
  if (placement.kind === 'placed') parent.wake()
  const repeated = await replay(parent, program, keyring, letter.id, digest)
  return repeated.ok ? ok({ ...repeated.value, created: placement.kind === 'placed' }) : repeated
}

// The rule is stored as it was judged by, so that it can be explained when the program has another one.
function judge(
  { program, customer }: Arrival,
  { evidence, owner, affiliates }: ReadEvidence,
  now: Date,
  quote: QuoteClaims | undefined,
): { readonly attribution: Attribution; readonly record: AttributionRecord } {
  const policy = program.policy.attribution
  const orderedAt = quote?.issuedAt ?? now.getTime()
  const firstQuotedAt = quote?.firstIssuedAt ?? orderedAt
  const attribution = attribute({ policy, programId: program.id, owner, customerEmail: customer.email, orderedAt, firstQuotedAt, evidence })
  const summary = summarise(attribution, (id) => affiliates.find((one) => one.id === id)?.code)
  return { attribution, record: { ...attribution, summary, policy, judgedAt: orderedAt, firstQuotedAt } }
}

const draftFields = (
  { id, quoteId, cart, state, takesStock }: OrderDraft,
  articles: ReadonlyMap<string, Article & { variantId: number }>,
) => ({
  id,
  quoteId,
  cart,
  state,
  takesStock,
  variantIds: cart.lines.map(({ sku }) => (articles.get(sku) as { variantId: number }).variantId),
})

/** What is stored under an order id: the same order again, its refusal, or that the id stands for another order. */
async function replay(
  parent: Parent,
  program: Program,
  keyring: Keyring,
  orderId: string,
  digest: string,
): Promise<Result<Taken, Problem>> {
  const intake = await findIntake(parent.database, program.programId, orderId)
  if (!intake) throw new Error(`expected the intake of ${orderId}, received none`)
  if (intake.digest !== digest) return fail(problem('order_id_reused', { orderId, detail: 'A new order needs a new id.' }))
  if (intake.refusal) return fail(intake.refusal as Problem)
  const order = await orderById(parent.database, program.programId, orderId)
  if (!order) throw new Error(`expected the order ${orderId}, received none`)
  return ok({ created: false, answer: orderAnswer(order, statusUrl(parent.origin, keyring, orderId)) })
}

async function place(
  parent: Parent,
  programId: number,
  order: NewOrder,
  articles: ReadonlyMap<string, Article & { variantId: number }>,
): Promise<Placement | 'number_taken'> {
  try {
    return await placeOrder(parent.database, programId, order, (placement) =>
      refusalProblem(order.id, placementRefusal(placement, order, articles)),
    )
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'order_number_is_unique') return 'number_taken'
    throw error
  }
}

function placementRefusal(
  placement: Placement,
  order: NewOrder,
  articles: ReadonlyMap<string, Article & { variantId: number }>,
): Refusal & { orderNumber?: string } {
  if (placement.kind === 'quote_used') {
    return { code: 'already_placed', orderNumber: placement.number, detail: `It is order ${placement.number}.` }
  }
  if (placement.kind !== 'short') throw new Error(`expected a placement that failed, received ${placement.kind}`)
  const line = order.variantIds.indexOf(placement.variantId)
  const article = articles.get(order.cart.lines[line]?.sku ?? '') as Article
  return refusalOf({ ...shortOf(article, placement.level), line })
}

const refusalProblem = (orderId: string, { code, ...refusal }: Refusal): Problem => problem(code, { ...refusal, orderId })
