import type { Attribution } from '@tributary/protocol/attribution'
import { newCode, normalizeCode } from '@tributary/protocol/id'
import { type Problem, problem } from '@tributary/protocol/problem'
import { attribute } from '../core/attribution.ts'
import type { AttributionRecord } from '../core/explanation.ts'
import { householdMarks } from '../core/household.ts'
import type { Keyring } from '../core/keyring.ts'
import { customerHash } from '../core/mailbox.ts'
import { decideOrder, type OrderDraft, type Refusal, refusalOf, summarise } from '../core/order.ts'
import { type Article, shortOf } from '../core/quote.ts'
import { type QuoteClaims, readQuote } from '../core/quote-token.ts'
import type { Queryable } from '../store/database.ts'
import type { DiscountRow } from '../store/discounts.ts'
import type { NewOrder, Placement } from '../store/new-order.ts'
import { variantsBySku } from '../store/offers.ts'
import type { NewRefusal } from '../store/order-groups.ts'
import type { Program } from '../store/programs.ts'
import { discountsAmong } from './code.ts'
import { type ReadEvidence, readEvidenceTogether } from './evidence.ts'
import type { Arrival } from './order-arrival.ts'
import { lettersOf } from './order-letters.ts'

/** An arrival with the identity of its body. */
export interface Identified {
  readonly arrival: Arrival
  readonly digest: string
}

/** What the catalogue holds of what was ordered, by sku. */
type Articles = ReadonlyMap<string, Article & { readonly variantId: number }>

/** What stands around arrivals that come together: the catalogue, the discounts that they name by normalised code, and whose was used up. */
interface Around {
  readonly articles: Articles
  readonly discounts: ReadonlyMap<string, DiscountRow>
  readonly usedUp: ReadonlySet<string>
}

/** What was decided of arrivals that came together: orders and refusals, and how a refusal is worded that only the database finds. */
export interface Decisions {
  readonly orders: readonly NewOrder[]
  readonly refusals: readonly (NewRefusal & { readonly refusal: Problem })[]
  readonly refusalOf: (order: NewOrder, placement: Placement) => Problem
}

/**
 * Reads what these arrivals of one program are decided by, in as many reads as for one of them, and decides each. Orders whose id is among `usedUp` are
 * decided without their discount: it was used up when they were to be placed.
 */
export async function decideTogether(
  { database, origin }: { readonly database: Queryable; readonly origin: string },
  program: Program,
  keyring: Keyring,
  arrivals: readonly Identified[],
  now: Date,
  usedUp: ReadonlySet<string> = new Set(),
): Promise<Decisions> {
  const discounts = await discountsAmong(
    database,
    program.programId,
    arrivals.map(({ arrival: { letter } }) => letter.code),
  )
  const skus = new Set(arrivals.flatMap(({ arrival }) => arrival.letter.lines.map(({ sku }) => sku)))
  const [variants, read] = await Promise.all([
    variantsBySku(database, program.programId, [...skus], now),
    readEvidenceTogether(
      database,
      program,
      keyring,
      arrivals.map(({ arrival: { letter, site, customer } }) => ({
        // The code of a discount names no affiliate, and is none that is unknown.
        letter: discounts.has(normalizeCode(letter.code ?? '')) ? { ...letter, code: undefined } : letter,
        site,
        customerEmail: customer.email,
      })),
    ),
  ])
  const articles: Articles = new Map(variants.map((variant) => [variant.sku, variant]))
  const decided = arrivals.map((one, index) =>
    decide(origin, keyring, one, { articles, discounts, usedUp }, read[index] as ReadEvidence, now),
  )
  return {
    orders: decided.flatMap((one) => ('letters' in one ? one : [])),
    refusals: decided.flatMap((one) => ('refusal' in one ? one : [])),
    refusalOf: (order, placement) => refusalProblem(order.id, placementRefusal(placement, order, articles)),
  }
}

function decide(
  origin: string,
  keyring: Keyring,
  { arrival, digest }: Identified,
  { articles, discounts, usedUp }: Around,
  read: ReadEvidence,
  now: Date,
): NewOrder | (NewRefusal & { readonly refusal: Problem }) {
  const { program, letter } = arrival
  const test = arrival.test || ((arrival.site ?? arrival.linkedFrom)?.test ?? false)
  const quote = letter.quote === undefined ? undefined : (readQuote(keyring, letter.quote) ?? ('invalid' as const))
  const rule = discounts.get(normalizeCode(letter.code ?? ''))
  const code = rule && ({ kind: 'discount', rule } as const)
  const isUsedUp = usedUp.has(letter.id)
  const decided = decideOrder({ policy: program.policy, letter, quote, articles, code, isUsedUp, test, now })
  if (!decided.ok) return { id: letter.id, digest, refusal: refusalProblem(letter.id, decided.error), receivedAt: now, test }

  const { attribution, record } = judge(arrival, read, now, quote === 'invalid' ? undefined : quote)
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
    attribution: record,
    flags: arrival.flags,
    locale: letter.locale ?? null,
    consent: letter.consent,
    placedAt: now,
    test,
    letters: [],
  }
  return { ...order, letters: lettersOf(origin, program, keyring, order, attribution, read) }
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

const draftFields = ({ id, quoteId, cart, state, takesStock }: OrderDraft, articles: Articles) => ({
  id,
  quoteId,
  cart,
  discountName: cart.discount && normalizeCode(cart.discount.code),
  state,
  takesStock,
  variantIds: cart.lines.map(({ sku }) => (articles.get(sku) as { variantId: number }).variantId),
})

function placementRefusal(placement: Placement, order: NewOrder, articles: Articles): Refusal & { orderNumber?: string } {
  if (placement.kind === 'quote_used') {
    return { code: 'already_placed', orderNumber: placement.number, detail: `It is order ${placement.number}.` }
  }
  if (placement.kind !== 'short') throw new Error(`expected a placement that failed, received ${placement.kind}`)
  const line = order.variantIds.indexOf(placement.variantId)
  const article = articles.get(order.cart.lines[line]?.sku ?? '') as Article
  return refusalOf({ ...shortOf(article, placement.level), line })
}

const refusalProblem = (orderId: string, { code, ...refusal }: Refusal): Problem => problem(code, { ...refusal, orderId })
