import type { MessageKind } from '@tributary/protocol/message'
import { formatMoney } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Letter, writeLetter } from './letter.ts'
import { currencyDigits } from './program.ts'

/** What a letter must know of a deal: the request, the service, the customer's page. */
export interface DealFacts {
  readonly number: string
  readonly title: string
  readonly customerEmail: string
  readonly url: string
  readonly test: boolean
}

/** What a letter must know of a milestone. */
export interface MilestoneFacts {
  readonly title: string
  readonly currency: string
  readonly totalMinor: number
}

/** To the customer: this is what we offer; it is yours to decide. */
export const proposalMade = (
  policy: ProgramPolicy,
  deal: DealFacts,
  proposal: { readonly version: number; readonly currency: string; readonly totalMinor: number; readonly validUntil: string },
): Letter =>
  toCustomer(
    policy,
    deal,
    'proposal_made',
    proposal.version === 1 ? `Our proposal for your request ${deal.number}` : `Our revised proposal for your request ${deal.number}`,
    [
      proposal.version === 1
        ? `Here is our proposal for ${deal.title}.`
        : `Here is version ${proposal.version} of our proposal for ${deal.title}. It takes the place of the one before.`,
      `It comes to ${money(policy, proposal)} and can be accepted until ${proposal.validUntil}. Nothing is owed until you accept.`,
    ],
    'Read the proposal',
  )

/** To the customer: we have your yes. The hash proves later what was agreed. */
export const proposalAccepted = (policy: ProgramPolicy, deal: DealFacts, version: number, hash: string): Letter =>
  toCustomer(policy, deal, 'proposal_accepted', `You accepted our proposal for ${deal.title}`, [
    `Thank you. Version ${version} of our proposal for your request ${deal.number} is agreed.`,
    `What happens next and when each part is due stands on the page of your request. The record of what was agreed has the hash ${hash}; keep this mail, it proves later that nothing was rewritten.`,
  ])

/** To the affiliate: the deal is won. Says nothing about the customer. */
export const dealWon = (policy: ProgramPolicy, deal: DealFacts, affiliate: { readonly name: string; readonly email: string }): Letter =>
  writeLetter({
    kind: 'deal_won',
    recipient: affiliate.email,
    subject: `Won: request ${deal.number}`,
    paragraphs: [
      `${affiliate.name}, the proposal for request ${deal.number} (${deal.title}) was accepted.`,
      'You earn with each part that the customer pays; a mail tells you of each.',
    ],
    footer: `${policy.name} · ${policy.contact}`,
    test: deal.test,
  })

/** To staff: a proposal was accepted or declined. */
export const proposalDecided = (
  policy: ProgramPolicy,
  deal: DealFacts,
  decision: 'accepted' | 'declined',
  reason: string,
  recipient: string,
): Letter =>
  writeLetter({
    kind: 'proposal_decided',
    recipient,
    subject: `The proposal for request ${deal.number} was ${decision}`,
    paragraphs: [
      `The customer ${decision} the proposal for request ${deal.number} (${deal.title}).`,
      ...(reason === '' ? [] : [`Their words: ${reason}`]),
      decision === 'accepted'
        ? `See its milestones: tributary deal show ${deal.number}`
        : `Revise it: tributary lead propose ${deal.number} proposal.json`,
    ],
    footer: policy.name,
    test: deal.test,
  })

/** To the customer: a part is due now. */
export const milestoneInvoiced = (policy: ProgramPolicy, deal: DealFacts, milestone: MilestoneFacts): Letter =>
  toCustomer(policy, deal, 'milestone_invoiced', `${milestone.title} is due: ${money(policy, milestone)}`, [
    `${milestone.title} of ${deal.title} is due.`,
    `It comes to ${money(policy, milestone)}. ${policy.name} sends the invoice; please give the number ${deal.number} with your payment.`,
  ])

/** To the customer: we have your payment. */
export const milestonePaid = (policy: ProgramPolicy, deal: DealFacts, milestone: MilestoneFacts): Letter =>
  toCustomer(policy, deal, 'milestone_paid', `We have your payment for ${milestone.title}`, [
    `Thank you. Your payment of ${money(policy, milestone)} for ${milestone.title} (${deal.title}) has arrived.`,
  ])

/** To the affiliate: a part was paid, and earns. */
export const milestoneEarned = (
  policy: ProgramPolicy,
  deal: DealFacts,
  milestone: MilestoneFacts,
  orderNumber: string,
  affiliate: { readonly name: string; readonly email: string },
): Letter =>
  writeLetter({
    kind: 'milestone_earned',
    recipient: affiliate.email,
    subject: `A part of request ${deal.number} was paid`,
    paragraphs: [
      `${affiliate.name}, ${milestone.title} of request ${deal.number} (${deal.title}) was paid.`,
      `It stands in your account as order ${orderNumber}, with what you earn of it and why.`,
    ],
    footer: `${policy.name} · ${policy.contact}`,
    test: deal.test,
  })

/** To the customer: what was not paid of the deal is not due any more. */
export const dealCancelled = (policy: ProgramPolicy, deal: DealFacts, reason: string, isRefunded: boolean): Letter =>
  toCustomer(policy, deal, 'deal_cancelled', `${deal.title} was cancelled`, [
    `${deal.title}, your request ${deal.number}, was cancelled. What you have not paid is not due any more.`,
    `The reason: ${reason}`,
    ...(isRefunded ? ['What you paid goes back to you; a mail of its own tells how much.'] : []),
  ])

function toCustomer(
  policy: ProgramPolicy,
  { customerEmail, url, test }: DealFacts,
  kind: MessageKind,
  subject: string,
  paragraphs: readonly string[],
  label = 'See your request',
): Letter {
  const footer = `${policy.name} · Questions: ${policy.contact}`
  return writeLetter({ kind, recipient: customerEmail, subject, paragraphs, link: { label, url }, footer, test })
}

const money = (policy: ProgramPolicy, { currency, totalMinor }: { readonly currency: string; readonly totalMinor: number }): string =>
  formatMoney({ currency, amountMinor: totalMinor }, currencyDigits(currency), policy.locale)
