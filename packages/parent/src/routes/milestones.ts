import type { MilestoneState } from '@tributary/protocol/deal'
import { newCode, newOrderId, normalizeCode } from '@tributary/protocol/id'
import { type Problem, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { dealView, type MilestoneEvent, milestoneTotal, moveMilestone } from '../core/deal.ts'
import { type DealFacts, milestoneEarned, milestoneInvoiced, milestonePaid } from '../core/deal-message.ts'
import { phoneMark } from '../core/household.ts'
import type { Keyring } from '../core/keyring.ts'
import type { Letter } from '../core/letter.ts'
import { json } from '../http/json.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Queryable } from '../store/database.ts'
import { leadByKey, leadByName, leadForChange, type StoredLead } from '../store/leads.ts'
import { queueMessages } from '../store/messages.ts'
import { addMilestoneOrder } from '../store/milestone-orders.ts'
import { dealOf, milestoneById, recordMilestoneStep, type StoredDeal, type StoredMilestone } from '../store/milestones.ts'
import type { Program } from '../store/programs.ts'
import { dealFacts, ownerOf } from './deal-letters.ts'
import { settleOrder } from './order-settlement.ts'
import { asProblem } from './proposals.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `GET /v1/admin/leads/:id/deal`: what was agreed and what became of it. */
export const getDeal =
  (parent: Parent): StaffRoute =>
  ({ program, parameters: { id = '' } }) =>
    answerDeal(parent, program, id)

/** `POST /v1/admin/milestones/:id/invoice`, `/paid` and `/cancel`. Repeating one that was done is answered the same, and does nothing. */
export const changeMilestone =
  (parent: Parent, event: MilestoneEvent): StaffRoute =>
  async ({ program, actor, parameters: { id = '' } }) => {
    const changed = await moveOne(parent, program, id, event, actor)
    return changed.ok ? answerDeal(parent, program, changed.value) : problemResponse(changed.error.code, changed.error)
  }

/** The deal of a request as it is now. */
export async function answerDeal(parent: Parent, { programId }: Program, name: string): Promise<Response> {
  const lead = await leadByName(parent.database, programId, name, normalizeCode(name))
  if (!lead) return problemResponse('lead_unknown', { detail: `No request is called “${name}”.` })
  const deal = await dealOf(parent.database, programId, lead.leadKey)
  if (!deal)
    return problemResponse('lead_transition_refused', {
      leadId: lead.id,
      detail: `Request ${lead.number} is ${lead.state}; nothing was agreed.`,
    })
  return json(dealView(deal))
}

/** Moves one milestone; answers the id of its lead. The lead's lock comes first, so that a payment and a cancellation of the deal do not cross. */
async function moveOne(
  parent: Parent,
  program: Program,
  id: string,
  event: MilestoneEvent,
  actor: string,
): Promise<Result<string, Problem>> {
  const { programId } = program
  // Before the transaction: the embedded database has one connection, and this read may need it.
  const keyring = await parent.keyring(programId)
  const moved = await parent.database.transaction(async (transaction): Promise<Result<string, Problem>> => {
    const found = await milestoneById(transaction, programId, id)
    const named = found && (await leadByKey(transaction, programId, found.leadKey))
    const lead = named && (await leadForChange(transaction, programId, named.id, named.number))
    const deal = lead && (await dealOf(transaction, programId, lead.leadKey))
    const milestone = deal?.milestones.find((one) => one.id === id)
    if (!lead || !deal || !milestone) return fail(problem('milestone_unknown', { detail: `No milestone is called “${id}”.` }))
    const to = moveMilestone(milestone, event)
    if (!to.ok) return fail(asProblem(lead, to.error))
    if (to.value !== 'same')
      await step(parent.origin, keyring, transaction, program, { lead, deal, milestone, event, to: to.value, actor, at: parent.now() })
    return ok(lead.id as string)
  })
  if (moved.ok) parent.wake()
  return moved
}

interface Step {
  readonly lead: StoredLead
  readonly deal: StoredDeal
  readonly milestone: StoredMilestone
  readonly event: MilestoneEvent
  readonly to: MilestoneState
  readonly actor: string
  readonly at: Date
}

async function step(origin: string, keyring: Keyring, transaction: Queryable, program: Program, change: Step): Promise<void> {
  const { programId } = program
  const { milestone, event, to, actor, at } = change
  const order = event === 'pay' ? await takePayment(keyring, transaction, program, change) : undefined
  const orderKey = order?.orderKey ?? null
  await recordMilestoneStep(transaction, programId, milestone, { from: milestone.state, to, event, actor, at, orderKey })
  const letters = lettersOf(program, dealFacts(origin, keyring, change.lead), change, order?.number)
  await queueMessages(transaction, programId, letters, { orderKey, test: milestone.test })
}

// The payment is a sale of its own, by the plan and the upline that were frozen with the deal.
async function takePayment(keyring: Keyring, transaction: Queryable, program: Program, { lead, milestone, actor, at }: Step) {
  const number = newCode()
  const mark = phoneMark(keyring, lead.contact.phone) ?? null
  const { milestoneKey, id } = milestone
  const order = await addMilestoneOrder(transaction, program.programId, {
    milestoneKey,
    id: newOrderId(),
    number,
    actor,
    at,
    phoneMark: mark,
  })
  await settleOrder(transaction, program, order, { kind: 'pay', id, at })
  return { ...order, number }
}

function lettersOf(
  { policy }: Program,
  facts: DealFacts,
  { lead, deal, milestone, event }: Step,
  orderNumber: string | undefined,
): Letter[] {
  const { title, amountMinor, taxMinor } = milestone
  const part = { title, currency: deal.currency, totalMinor: milestoneTotal(deal.taxIncluded, amountMinor, taxMinor) }
  if (event === 'invoice') return [milestoneInvoiced(policy, facts, part)]
  if (orderNumber === undefined) return []
  const owner = ownerOf(lead)
  return [milestonePaid(policy, facts, part), ...(owner ? [milestoneEarned(policy, facts, part, orderNumber, owner)] : [])]
}
