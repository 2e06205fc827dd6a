import type { Attribution } from '@tributary/protocol/attribution'
import { type Problem, problem } from '@tributary/protocol/problem'
import { DEFAULT_LEAD_POLICY } from '@tributary/protocol/program'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { filesIn } from '../core/answers.ts'
import { type ClaimMark, claimMarks } from '../core/claim.ts'
import type { Keyring } from '../core/keyring.ts'
import { lastDay } from '../core/lead-view.ts'
import { customerHash } from '../core/mailbox.ts'
import { summarise } from '../core/order.ts'
import { type AffiliateRow, affiliateByKey } from '../store/affiliates.ts'
import { claimAttachments, unclaimedNamed } from '../store/attachments.ts'
import { addClaim, addMarks, lockMarks, type RunningClaim, runningClaim } from '../store/claims.ts'
import { openConversation } from '../store/conversations.ts'
import type { Queryable } from '../store/database.ts'
import { findIntake, openIntake, refuseIntake } from '../store/intakes.ts'
import { addArrivals } from '../store/lead-changes.ts'
import { queueMessages } from '../store/messages.ts'
import { addLead } from '../store/new-leads.ts'
import type { Program } from '../store/programs.ts'
import type { DecidedLead, Judged } from './lead-decided.ts'
import { lettersOfNewLead } from './lead-letters.ts'
import { floodOf, sendersOf } from './lead-limits.ts'
import type { Parent } from './route.ts'

const HOUR_MS = 60 * 60 * 1_000
const DAY_MS = 24 * HOUR_MS

/**
 * Stores a request, its claim and its letters in one transaction: `taken`, or `seen` where its id is known. The customer of a claim that runs belongs to
 * whoever registered it first, whoever's page it came by. With `isRegistration` another's claim refuses it instead, and nothing is stored.
 */
export async function placeLead(
  parent: Parent,
  program: Program,
  keyring: Keyring,
  lead: DecidedLead,
  { isRegistration = false }: { readonly isRegistration?: boolean } = {},
): Promise<Result<'taken' | 'seen', Problem>> {
  const { programId, policy } = program
  const now = parent.now()
  const marks = claimMarks(keyring, lead.contact, policy.shipping[0]?.zones[0]?.countries[0], policy.leads?.mailProviders)
  return parent.database.transaction(async (transaction): Promise<Result<'taken' | 'seen', Problem>> => {
    const intake = { orderId: lead.id, digest: lead.digest, receivedAt: now, test: lead.test }
    await lockMarks(transaction, marks)
    const claim = await runningClaim(transaction, programId, marks, now, lead.test)
    const own = ownerOf(lead.judged)
    if (isRegistration && claim && claim.affiliateId !== own?.affiliateId) {
      const until = lastDay(claim.endsAt, policy)
      const detail = `This customer is registered by another affiliate until ${until}. You can register them after that day.`
      return fail(problem('lead_claimed', { leadId: lead.id, until, detail }))
    }
    if (await findIntake(transaction, programId, lead.id)) return ok('seen')
    // Counted again, now that nobody else with this mailbox is being taken: many at once are no way around the limit.
    const sender = { leadId: lead.id, address: lead.address, email: lead.contact.email, site: lead.site?.key }
    const flood = isRegistration ? undefined : await floodOf(transaction, now, program, keyring, sender)
    if (flood) return fail(flood)
    if (!(await openIntake(transaction, programId, intake))) return ok('seen')
    const files = filesIn(lead.contact.answers)
    if ((await unclaimedNamed(transaction, programId, files)).length !== files.length) {
      const unknown = problem('attachment_unknown', {
        leadId: lead.id,
        detail: 'A file did not arrive, or was sent before. Add it again, and send the request again.',
      })
      await refuseIntake(transaction, programId, lead.id, unknown)
      return fail(unknown)
    }

    const claimKey = await coverBy(transaction, program, lead, claim, own, marks, now)
    const owned = claim && claim.affiliateId !== own?.affiliateId ? claimedAway(lead.judged, claim) : lead.judged
    await store(transaction, programId, keyring, lead, owned, claim?.affiliateId ?? own?.affiliateId ?? null, claimKey, policy, now)
    const letters = await lettersOfNewLead(parent, transaction, program, keyring, lead, {
      attribution: owned.attribution,
      owner: claim?.affiliateId ?? own?.affiliateId ?? null,
      held: claim && own && claim.affiliateId !== own.affiliateId ? { affiliate: own, until: lastDay(claim.endsAt, policy) } : undefined,
      answerBy: answerBy(program, lead, now),
    })
    await queueMessages(transaction, programId, letters, { orderKey: null, test: lead.test })
    return ok('taken')
  })
}

const ownerOf = ({ attribution, affiliates }: Judged): AffiliateRow | undefined => affiliates.find(({ id }) => id === attribution.winner)

// The evidence that won is kept, with the reason why it does not count.
function claimedAway({ attribution, ...judged }: Judged, claim: RunningClaim): Judged {
  const candidates = attribution.candidates.map((one) => (one.outcome === 'won' ? { ...one, outcome: 'claimed' as const } : one))
  return { ...judged, attribution: { winner: claim.id as Attribution['winner'] & string, reason: 'claim', candidates } }
}

async function coverBy(
  transaction: Queryable,
  { programId, policy }: Program,
  { test }: DecidedLead,
  claim: RunningClaim | undefined,
  own: AffiliateRow | undefined,
  marks: readonly ClaimMark[],
  now: Date,
): Promise<number | null> {
  const days = policy.leads?.claimDays ?? DEFAULT_LEAD_POLICY.claimDays
  if (claim) {
    if (claim.affiliateId === own?.affiliateId) await addMarks(transaction, programId, claim.claimKey, marks, test)
    return claim.claimKey
  }
  if (!own || days === 0) return null
  const endsAt = new Date(now.getTime() + days * DAY_MS)
  return addClaim(transaction, programId, { affiliateId: own.affiliateId, claimedAt: now, endsAt, test, marks })
}

async function store(
  transaction: Queryable,
  programId: number,
  keyring: Keyring,
  lead: DecidedLead,
  { attribution, affiliates, policy: rule, judgedAt }: Judged,
  affiliateId: number | null,
  claimKey: number | null,
  policy: Program['policy'],
  now: Date,
): Promise<void> {
  const { id, number, offer, site, contact, flags, locale, consent, address, test } = lead
  const codes = await codeOf(transaction, programId, affiliateId, affiliates)
  const { affiliate, ...rest } = summarise(attribution, codes)
  // The answer goes to the page that asked, which may be another affiliate's: whose the customer is, is not its business.
  const summary = attribution.reason === 'claim' ? rest : { ...rest, ...(affiliate !== undefined && { affiliate }) }
  const record = { ...attribution, summary, policy: rule, judgedAt, firstQuotedAt: judgedAt }
  const days = policy.leads?.expireDays ?? DEFAULT_LEAD_POLICY.expireDays
  const mark = customerHash(keyring, contact.email)
  const leadKey = await addLead(transaction, programId, {
    id,
    number,
    offerId: offer.offerId,
    siteId: site?.siteId ?? null,
    affiliateId,
    contact,
    questions: offer.service.questions,
    customerHash: mark,
    attribution: record,
    flags,
    locale,
    consent,
    receivedAt: now,
    answerBy: answerBy({ policy }, lead, now),
    expiresAt: new Date(now.getTime() + days * DAY_MS),
    claimKey,
    test,
  })
  const { name, email } = contact
  const opened = { leadKey, affiliateId, customer: { name, email }, customerHash: mark, subject: offer.title, openedAt: now, test }
  const { conversationKey } = await openConversation(transaction, programId, opened)
  await claimAttachments(transaction, programId, conversationKey, null, filesIn(contact.answers))
  const senders = sendersOf(keyring, { address, email: contact.email, site: site?.key })
  await addArrivals(
    transaction,
    programId,
    senders.map(({ hash }) => hash),
    now,
    test,
  )
}

// A claim's owner need not be among those that the evidence names.
async function codeOf(transaction: Queryable, programId: number, affiliateId: number | null, affiliates: readonly AffiliateRow[]) {
  const owner = affiliateId === null ? undefined : await affiliateByKey(transaction, programId, affiliateId)
  return (id: string): string | undefined => (id === owner?.id ? owner.code : affiliates.find((one) => one.id === id)?.code)
}

function answerBy({ policy }: Pick<Program, 'policy'>, { offer }: DecidedLead, now: Date): Date {
  const hours = offer.service.answersWithinHours ?? policy.leads?.answerHours ?? DEFAULT_LEAD_POLICY.answerHours
  return new Date(now.getTime() + hours * HOUR_MS)
}
