import type { Queryable } from './database.ts'

/** An invitation as it is written. */
export interface NewInvitationRow {
  readonly hash: Uint8Array
  readonly email: string
  readonly name: string
  readonly sponsorId: number | null
  readonly invitedBy: string
  readonly invitedAt: Date
  readonly expiresAt: Date
}

/** An invitation that is still good. */
export interface InvitationRow {
  readonly invitationKey: number
  readonly email: string
  readonly name: string
  readonly sponsorId: number | null
  readonly sponsorName: string | null
  readonly invitedBy: string
}

const INSERT = `
  insert into invitations (program_id, hash, email, name, sponsor_id, invited_by, invited_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`

const GOOD = `
  select i.invitation_key as "invitationKey", i.email, i.name, i.sponsor_id as "sponsorId", s.name as "sponsorName", i.invited_by as "invitedBy"
    from invitations i
    left join affiliates s on s.program_id = i.program_id and s.affiliate_id = i.sponsor_id
   where i.program_id = $1 and i.hash = $2 and i.accepted_at is null and $3 < i.expires_at`

const ACCEPT = `
  update invitations
     set accepted_at = $3, affiliate_id = $4
   where program_id = $1 and invitation_key = $2 and accepted_at is null
  returning 1`

/** Keeps an invitation. */
export async function addInvitation(database: Queryable, programId: number, invitation: NewInvitationRow): Promise<void> {
  const { hash, email, name, sponsorId, invitedBy, invitedAt, expiresAt } = invitation
  await database.query(INSERT, [programId, hash, email, name, sponsorId, invitedBy, invitedAt, expiresAt])
}

/** The invitation with this secret, while it is good; with a lock on it where the caller is about to accept it. */
export const goodInvitation = async (
  database: Queryable,
  programId: number,
  hash: Uint8Array,
  now: Date,
  { locked = false }: { readonly locked?: boolean } = {},
): Promise<InvitationRow | undefined> =>
  (await database.query<InvitationRow>(locked ? `${GOOD} for update of i` : GOOD, [programId, hash, now]))[0]

/** Records whom an invitation made an affiliate; `false` where it was accepted before. */
export const acceptInvitation = async (
  transaction: Queryable,
  programId: number,
  invitationKey: number,
  affiliateId: number,
  at: Date,
): Promise<boolean> => (await transaction.query(ACCEPT, [programId, invitationKey, at, affiliateId])).length === 1
