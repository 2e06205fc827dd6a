import type { Attribution } from '@tributary/protocol/attribution'
import type { Keyring } from '../core/keyring.ts'
import { leadUrl } from '../core/lead.ts'
import { leadArrived, leadMade, leadProtected, leadReceived } from '../core/lead-message.ts'
import type { Letter } from '../core/letter.ts'
import { type AffiliateRow, affiliateByKey } from '../store/affiliates.ts'
import type { Queryable } from '../store/database.ts'
import type { Program } from '../store/programs.ts'
import type { DecidedLead } from './lead-decided.ts'
import type { Parent } from './route.ts'

const BECAUSE: Record<Attribution['reason'], string> = {
  placement: 'it came from one of your links.',
  code: 'the customer gave your code.',
  touch: 'you sent the visitor.',
  unsigned_touch: 'you sent the visitor.',
  known_customer: 'you brought this customer first.',
  site: 'it was asked on your site.',
  claim: 'you registered this customer first.',
  registration: 'you registered this customer.',
  no_affiliate: '',
  self_referral: '',
}

/** Where an affiliate reads and answers a request. */
export const workUrl = (origin: string, number: string): string => `${origin}/affiliate/leads/${number}`

/** What everybody concerned is told of a new request: the customer, who owns it, who was held off, staff. */
export async function lettersOfNewLead(
  parent: Parent,
  transaction: Queryable,
  { programId, policy }: Program,
  keyring: Keyring,
  { id, number, offer, contact, test }: DecidedLead,
  judged: {
    readonly attribution: Attribution
    readonly owner: number | null
    readonly held: { readonly affiliate: AffiliateRow; readonly until: string } | undefined
    readonly answerBy: Date
  },
): Promise<Letter[]> {
  const { answerBy, held, attribution } = judged
  const owner = judged.owner === null ? undefined : await affiliateByKey(transaction, programId, judged.owner)
  const facts = { number, title: offer.title, answerBy, test }
  const customer = { email: contact.email, url: leadUrl(parent.origin, keyring, id) }
  return [
    leadReceived(policy, facts, customer, owner?.name ?? policy.name),
    ...(owner ? [leadMade(policy, facts, owner, contact.name, BECAUSE[attribution.reason], workUrl(parent.origin, number))] : []),
    ...(held ? [leadProtected(policy, facts, held.affiliate, held.until)] : []),
    ...policy.staffEmails.map((email) => leadArrived(policy, facts, owner?.name, email)),
  ]
}
