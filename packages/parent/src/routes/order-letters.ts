import type { Attribution } from '@tributary/protocol/attribution'
import type { Keyring } from '../core/keyring.ts'
import type { Letter } from '../core/letter.ts'
import { orderArrived, orderReceived, orderWaiting, saleMade } from '../core/message.ts'
import { statusUrl } from '../core/order.ts'
import type { NewOrder } from '../store/new-order.ts'
import type { Program } from '../store/programs.ts'
import type { ReadEvidence } from './evidence.ts'

const BECAUSE: Record<Attribution['reason'], string> = {
  placement: 'it came from one of your links.',
  code: 'the customer gave your code.',
  touch: 'you sent the visitor.',
  unsigned_touch: 'you sent the visitor.',
  known_customer: 'you brought this customer first.',
  site: 'it was ordered on your site.',
  no_affiliate: '',
  self_referral: '',
  claim: 'you registered this customer first.',
  registration: 'you registered this customer.',
}

/** What everybody concerned is told of a new order: the customer, the affiliate that earned it, staff. */
export function lettersOf(
  origin: string,
  { policy }: Program,
  keyring: Keyring,
  order: NewOrder,
  attribution: Attribution,
  { affiliates }: ReadEvidence,
): Letter[] {
  const { lines, totals, currency, shipping, discount } = order.cart
  const facts = {
    number: order.number,
    currency,
    totals,
    discount,
    lines,
    shipping,
    statusUrl: statusUrl(origin, keyring, order.id),
    customerEmail: order.customer.email,
    test: order.test,
  }
  if (order.state === 'awaiting_customer') return [orderWaiting(policy, { ...facts, expectedTotalMinor: order.expectedTotalMinor })]
  const winner = affiliates.find(({ id }) => id === attribution.winner)
  return [
    orderReceived(policy, facts),
    ...(winner ? [saleMade(policy, facts, winner, BECAUSE[attribution.reason])] : []),
    ...policy.staffEmails.map((email) => orderArrived(policy, facts, email)),
  ]
}
