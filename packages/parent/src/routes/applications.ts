import type { Application, NewApplication } from '@tributary/protocol/application'
import { newApplication } from '@tributary/protocol/application.schema'
import { newAffiliateCode, newId } from '@tributary/protocol/id'
import { applicationArrived, applicationReceived } from '../core/joining-letter.ts'
import { refusalToRecruit } from '../core/network.ts'
import type { Refusal } from '../core/order.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { type AffiliateRow, affiliateByCode } from '../store/affiliates.ts'
import {
  type ApplicationRow,
  addApplication,
  applicationsSince,
  holdersOf,
  type MailboxHolder,
  waitingApplications,
} from '../store/applications.ts'
import type { Queryable } from '../store/database.ts'
import { queueMessages } from '../store/messages.ts'
import { lockNetwork } from '../store/network.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import type { Parent, PublicRoute, StaffRoute } from './route.ts'
import { sendSignInLink } from './sign-in.ts'

const HOUR_MS = 60 * 60 * 1_000
const APPLICATIONS_AN_HOUR = 200

/** `POST /v1/applications`: 202, whether or not the address is known already; what comes of it is told by mail. */
export const postApplication =
  (parent: Parent): PublicRoute =>
  async ({ request }) => {
    const parsed = await parseBody(request, newApplication, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const program = await firstProgram(parent.database)
    if (!program) return problemResponse('not_found')
    const refusal = await receiveApplication(parent, program, parsed.value)
    if (!refusal) return json({ received: true }, 202)
    return problemResponse(refusal.code, refusal, refusal.code === 'rate_limited' ? { 'Retry-After': '3600' } : {})
  }

/** `GET /v1/admin/applications`. */
export const listApplications =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ applications: (await waitingApplications(parent.database, program.programId)).map(asApplication) })

/**
 * Takes an application: somebody new waits for staff, who applied before goes on waiting, and who is an affiliate already is sent a link to its page.
 * What is answered is the same each time, so that nobody learns who is an affiliate.
 */
export async function receiveApplication(parent: Parent, program: Program, application: NewApplication): Promise<Refusal | undefined> {
  const { programId, policy } = program
  if (policy.joining?.applications === 'closed') {
    return { code: 'applications_closed', detail: `${policy.name} invites its affiliates. Ask for an invitation: ${policy.contact}.` }
  }
  const sender = await parent.findSender(programId, application.via ?? '')
  const test = sender.test
  const isFlood =
    !test && APPLICATIONS_AN_HOUR <= (await applicationsSince(parent.database, programId, new Date(parent.now().getTime() - HOUR_MS)))
  if (isFlood) return { code: 'rate_limited', detail: 'Very many apply just now. Try again in an hour.' }
  await parent.database.transaction(async (transaction) => {
    await lockNetwork(transaction, programId)
    const holders = await holdersOf(transaction, programId, application.email)
    if (holders.some(isWaiting)) return
    const member = holders.find(isMember)
    if (member) return sendSignInLink(parent, transaction, program, { ...application, ...member })
    const sponsor = sender.affiliate && (await affiliateByCode(transaction, programId, sender.affiliate.code))
    const applicant = await keepApplication(parent, transaction, programId, application, sponsor, test)
    const letters = [
      applicationReceived(policy, applicant),
      ...policy.staffEmails.map((recipient) => applicationArrived(policy, applicant, recipient)),
    ]
    await queueMessages(transaction, programId, letters, { orderKey: null, test })
  })
  parent.wake()
  return undefined
}

/** Keeps a new applicant under its sponsor, or under nobody where the sponsor cannot recruit. The caller holds the network's lock. */
export async function keepApplication(
  parent: Parent,
  transaction: Queryable,
  programId: number,
  { name, email, website: named, about = '', via = '', sharesName = false }: NewApplication,
  wanted: AffiliateRow | undefined,
  test: boolean,
) {
  const sponsor = wanted && !refusalToRecruit(wanted) ? wanted : undefined
  const sponsorId = sponsor?.affiliateId ?? null
  const website = named ?? null
  const row = { id: newId('affiliate'), name, email, sharesName, sponsorId, website, about, via, appliedAt: parent.now(), test }
  // The lock keeps out whoever has the same mailbox, so only the code can be taken: once in a million times.
  for (let attempt = 0; attempt < 5; attempt++) {
    const code = newAffiliateCode()
    const affiliateId = await addApplication(transaction, programId, { ...row, code })
    if (affiliateId !== undefined) return { affiliateId, code, name, email, website, about, sponsor: sponsor?.code, test }
  }
  throw new Error('expected a free affiliate code, received five that are taken')
}

const isWaiting = ({ state }: MailboxHolder): boolean => state === 'applied'
const isMember = ({ state }: MailboxHolder): boolean => state === 'active' || state === 'suspended'

const asApplication = ({ affiliateId: _, website, sponsorCode, appliedAt, ...row }: ApplicationRow): Application => ({
  ...row,
  appliedAt: appliedAt.toISOString(),
  ...(website !== null && { website }),
  ...(sponsorCode !== null && { sponsor: sponsorCode }),
})
