import { type Problem, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Keyring } from '../core/keyring.ts'
import { limitsOf } from '../core/limit.ts'
import { digestOf, statusUrl } from '../core/order.ts'
import { orderAnswer } from '../core/order-view.ts'
import { isConflict } from '../store/conflict.ts'
import { DiscountUsedUp } from '../store/discount-uses.ts'
import { findIntake, findIntakes } from '../store/intakes.ts'
import type { NewOrder, Placement } from '../store/new-order.ts'
import { placeOrders } from '../store/order-groups.ts'
import { orderById } from '../store/order-reads.ts'
import type { Program } from '../store/programs.ts'
import { createBatch } from './batch.ts'
import type { Arrival, Taken, TakeOrder } from './order-arrival.ts'
import { type Decisions, decideTogether, type Identified } from './order-decision.ts'
import type { Parent } from './route.ts'

type Outcome = Result<Taken, Problem>

/** What taking an order needs of the parent. */
type Intake = Pick<Parent, 'database' | 'keyring' | 'limiter' | 'now' | 'origin' | 'wake'>

const MOST_TRIES = 5

// A number that somebody drew at the same moment is drawn anew, and what others were in the way of is decided anew.
const isWorthAnotherTry = (error: { readonly constraint?: unknown }): boolean =>
  error.constraint === 'order_number_is_unique' || isConflict(error)

/**
 * Takes orders in groups (design, D15): while some are placed, those that arrive wait, and are placed together next. `mostTogether` is 1 where the database
 * has one connection and nothing to gain.
 */
export const createOrderIntake = (parent: Intake, limits: { readonly mostTogether: number; readonly atOnce: number }): TakeOrder =>
  createBatch((arrivals: readonly Arrival[]) => takeTogether(parent, arrivals), limits)

/** Takes orders that wait together; programs do not mix. Answers each, in the order given. */
async function takeTogether(parent: Intake, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const programs = new Map(arrivals.map(({ program }) => [program.programId, program]))
  const outcomes = new Map<Arrival, Outcome>()
  for (const program of programs.values()) {
    const own = arrivals.filter((arrival) => arrival.program.programId === program.programId)
    const taken = await takeOfProgram(parent, program, own)
    for (const [index, arrival] of own.entries()) outcomes.set(arrival, taken[index] as Outcome)
  }
  return arrivals.map((arrival) => outcomes.get(arrival) as Outcome)
}

async function takeOfProgram(parent: Intake, program: Program, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const { programId } = program
  const keyring = await parent.keyring(programId)
  const identified = arrivals.map((arrival) => ({ arrival, digest: digestOf(keyring, arrival.letter, arrival.customer) }))
  // Ids that were seen before are repeats of a placed order; one read spares them the whole decision. The insert decides all the same.
  const ids = new Set(arrivals.map(({ letter }) => letter.id as string))
  const seen = new Set((await findIntakes(parent.database, programId, [...ids])).map(({ orderId }) => orderId))
  const limited = new Map<string, Outcome>()
  const fresh = firstOfEach(identified.filter(({ arrival }) => !seen.has(arrival.letter.id))).filter(({ arrival }) => {
    const wait = floodOf(parent, keyring, arrival)
    if (wait) limited.set(arrival.letter.id, fail(wait))
    return !wait
  })
  const placed = fresh.length > 0 ? await placeFresh(parent, program, keyring, fresh) : new Map<Identified, Outcome>()
  return Promise.all(
    identified.map((one) => placed.get(one) ?? limited.get(one.arrival.letter.id) ?? replay(parent, program, keyring, one)),
  )
}

// Only what is new counts: an outbox that repeats an order is no flood.
function floodOf({ limiter }: Intake, keyring: Keyring, { program, letter, customer, address }: Arrival): Problem | undefined {
  const seconds = limiter.admit(program.programId, limitsOf(keyring, 'order', { address, email: customer.email, site: letter.site }))
  return seconds === undefined ? undefined : problem('rate_limited', { orderId: letter.id, retryAfterSeconds: seconds })
}

/** Of arrivals of one id the first: the others are answered as what it becomes. */
function firstOfEach(arrivals: readonly Identified[]): Identified[] {
  const ids = new Set<string>()
  return arrivals.filter(({ arrival: { letter } }) => !ids.has(letter.id) && ids.add(letter.id))
}

/** Decides and places; answers those that this call placed or refused. Who is missing was placed by somebody else meanwhile. */
async function placeFresh(
  parent: Intake,
  program: Program,
  keyring: Keyring,
  fresh: readonly Identified[],
): Promise<ReadonlyMap<Identified, Outcome>> {
  const usedUp = new Set<string>()
  for (let attempt = 1; ; attempt++) {
    const decisions = await decideTogether(parent, program, keyring, fresh, parent.now(), usedUp)
    try {
      const placements = await placeOrders(parent.database, program.programId, decisions, decisions.refusalOf)
      if ([...placements.values()].some(({ kind }) => kind === 'placed')) parent.wake()
      return outcomesOf(parent.origin, keyring, fresh, decisions, placements)
    } catch (error) {
      if (error instanceof DiscountUsedUp) {
        // Each time some order more is decided without, so this ends.
        for (const id of error.orderIds) usedUp.add(id)
        attempt--
        continue
      }
      if (!isWorthAnotherTry(error as { constraint?: unknown }) || attempt === MOST_TRIES) throw error
    }
  }
}

function outcomesOf(
  origin: string,
  keyring: Keyring,
  fresh: readonly Identified[],
  { orders, refusals, refusalOf }: Decisions,
  placements: ReadonlyMap<string, Placement>,
): ReadonlyMap<Identified, Outcome> {
  const byId = new Map(fresh.map((one) => [one.arrival.letter.id as string, one]))
  const outcomes = new Map<Identified, Outcome>()
  const kindOf = (id: string) => placements.get(id)?.kind
  const set = (id: string, outcome: Outcome) => outcomes.set(byId.get(id) as Identified, outcome)
  for (const { id, refusal } of refusals) if (kindOf(id) !== 'seen') set(id, fail(refusal))
  for (const order of orders) {
    const placement = placements.get(order.id)
    if (placement?.kind === 'placed') set(order.id, ok({ created: true, answer: answerOf(origin, keyring, order) }))
    else if (placement && placement.kind !== 'seen') set(order.id, fail(refusalOf(order, placement)))
  }
  return outcomes
}

// Said of what was stored without reading it back, which would cost more than storing it.
const answerOf = (origin: string, keyring: Keyring, { cart, ...order }: NewOrder) =>
  orderAnswer(
    {
      ...order,
      ...cart.totals,
      currency: cart.currency,
      shipping: cart.shipping,
      attribution: order.attribution as { readonly summary: unknown },
    },
    statusUrl(origin, keyring, order.id),
  )

/** What is stored under an order id: the same order again, its refusal, or that the id stands for another order. */
async function replay(parent: Intake, program: Program, keyring: Keyring, { arrival, digest }: Identified): Promise<Outcome> {
  const { id: orderId } = arrival.letter
  const intake = await findIntake(parent.database, program.programId, orderId)
  if (!intake) throw new Error(`expected the intake of ${orderId}, received none`)
  if (intake.digest !== digest) return fail(problem('order_id_reused', { orderId, detail: 'A new order needs a new id.' }))
  if (intake.refusal) return fail(intake.refusal as Problem)
  const order = await orderById(parent.database, program.programId, orderId)
  if (!order) throw new Error(`expected the order ${orderId}, received none`)
  return ok({ created: false, answer: orderAnswer(order, statusUrl(parent.origin, keyring, orderId)) })
}
