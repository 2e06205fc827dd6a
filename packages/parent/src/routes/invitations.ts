import type { Invitation, NewApplication } from '@tributary/protocol/application'
import { newInvitation } from '@tributary/protocol/application.schema'
import { affiliateInvited } from '../core/joining-letter.ts'
import { hashKey, newHandedSecret } from '../core/keyring.ts'
import { refusalToRecruit } from '../core/network.ts'
import { dayOf } from '../core/period.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { recordAffiliateTransition } from '../store/affiliate-changes.ts'
import { type AffiliateRow, affiliateByCode, affiliatesNamed } from '../store/affiliates.ts'
import { holdersOf } from '../store/applications.ts'
import type { Queryable } from '../store/database.ts'
import { acceptInvitation, addInvitation, goodInvitation, type InvitationRow } from '../store/invitations.ts'
import { queueMessages } from '../store/messages.ts'
import { lockNetwork } from '../store/network.ts'
import type { Program } from '../store/programs.ts'
import { keepApplication } from './applications.ts'
import { lettersOf } from './joining.ts'
import type { Parent, StaffRoute } from './route.ts'

const INVITATION_MS = 30 * 24 * 60 * 60 * 1_000

/** `POST /v1/admin/invitations`: mails a link by which a business joins without being asked again. */
export const postInvitation =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor }) => {
    const parsed = await parseBody(request, newInvitation, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { email, name = '', sponsor: code } = parsed.value
    const { programId, policy } = program
    const sponsor = code === undefined ? undefined : await affiliateByCode(parent.database, programId, code)
    if (code !== undefined && !sponsor)
      return problemResponse('affiliate_unknown', pointed('/sponsor', `No affiliate has the code ${code}.`))
    const refusal = sponsor && refusalToRecruit(sponsor)
    if (refusal) return problemResponse(refusal.code, pointed('/sponsor', refusal.detail))
    const known = (await holdersOf(parent.database, programId, email)).some(({ state }) => state === 'active' || state === 'suspended')
    if (known) return problemResponse('affiliate_known', pointed('/email', `${email} is an affiliate already.`))

    const secret = newHandedSecret('inv')
    const invitedAt = parent.now()
    const expiresAt = new Date(invitedAt.getTime() + INVITATION_MS)
    const url = `${parent.origin}/join/${secret}`
    const until = dayOf(expiresAt, policy.timeZone)
    await parent.database.transaction(async (transaction) => {
      const row = { hash: hashKey(secret), email, name, sponsorId: sponsor?.affiliateId ?? null, invitedBy: actor, invitedAt, expiresAt }
      await addInvitation(transaction, programId, row)
      const letter = affiliateInvited(policy, { email, sponsor: sponsor?.name, url, until })
      await queueMessages(transaction, programId, [letter], { orderKey: null, test: false })
    })
    parent.wake()
    const answer: Invitation = { email, ...(sponsor && { sponsor: sponsor.code }), url, expiresAt: expiresAt.toISOString() }
    return json(answer, 201)
  }

/** The invitation of a link, while it is good. */
export const invitationOf = (parent: Parent, { programId }: Program, secret: string): Promise<InvitationRow | undefined> =>
  goodInvitation(parent.database, programId, hashKey(secret), parent.now())

/** What came of an invitation that somebody took up. */
export type Acceptance = 'welcome' | 'known' | 'gone'

/**
 * Takes an invitation up: who holds its link becomes an active affiliate and is mailed all it needs; who had applied is approved. An address that is an
 * affiliate already stays what it is.
 */
export async function takeInvitation(
  parent: Parent,
  program: Program,
  secret: string,
  told: Omit<NewApplication, 'email' | 'via'>,
): Promise<Acceptance> {
  const { programId } = program
  const now = parent.now()
  const outcome = await parent.database.transaction(async (transaction): Promise<Acceptance> => {
    await lockNetwork(transaction, programId)
    const invitation = await goodInvitation(transaction, programId, hashKey(secret), now, { locked: true })
    if (!invitation) return 'gone'
    const holders = await holdersOf(transaction, programId, invitation.email)
    if (holders.some(({ state }) => state === 'active' || state === 'suspended')) return 'known'
    const applied = holders.find(({ state }) => state === 'applied')
    const { affiliateId } = applied ?? (await newcomer(parent, transaction, program, invitation, told))
    const step = { from: 'applied', to: 'active', event: 'approve', actor: invitation.invitedBy, reason: 'invited', at: now } as const
    await recordAffiliateTransition(transaction, programId, affiliateId, step)
    await acceptInvitation(transaction, programId, invitation.invitationKey, affiliateId, now)
    const [affiliate] = await affiliatesByKey(transaction, programId, affiliateId)
    if (!affiliate) throw new Error(`expected affiliate ${affiliateId}, received none`)
    const { letters, test } = await lettersOf(parent, transaction, program, affiliate, 'approve', '')
    await queueMessages(transaction, programId, letters, { orderKey: null, test })
    return 'welcome'
  })
  parent.wake()
  return outcome
}

async function newcomer(
  parent: Parent,
  transaction: Queryable,
  { programId }: Program,
  { email, sponsorId }: InvitationRow,
  told: Omit<NewApplication, 'email' | 'via'>,
) {
  const [sponsor] = sponsorId === null ? [] : await affiliatesByKey(transaction, programId, sponsorId)
  return keepApplication(parent, transaction, programId, { ...told, email }, sponsor, false)
}

const affiliatesByKey = async (transaction: Queryable, programId: number, key: number): Promise<AffiliateRow[]> =>
  (await affiliatesNamed(transaction, programId, { codes: [], ids: [], keys: [key], siteKeys: [] })).affiliates

const pointed = (pointer: string, detail: string) => ({ detail, errors: [{ pointer, detail }] })
