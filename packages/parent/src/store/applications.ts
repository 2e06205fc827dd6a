import type { AffiliateState } from '@tributary/protocol/affiliate'
import type { AffiliateId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** An application as it is written. */
export interface NewApplicationRow {
  readonly id: AffiliateId
  readonly code: string
  readonly name: string
  readonly email: string
  readonly sharesName: boolean
  readonly sponsorId: number | null
  readonly website: string | null
  readonly about: string
  readonly via: string
  readonly appliedAt: Date
  readonly test: boolean
}

/** An application as staff read it. */
export interface ApplicationRow {
  readonly affiliateId: number
  readonly code: string
  readonly name: string
  readonly email: string
  readonly state: AffiliateState
  readonly sponsorCode: string | null
  readonly website: string | null
  readonly about: string
  readonly via: string
  readonly appliedAt: Date
  readonly test: boolean
}

/** An affiliate that reads the mail of some address. */
export interface MailboxHolder {
  readonly affiliateId: number
  readonly state: AffiliateState
  readonly test: boolean
}

const INSERT = `
  with applicant as (
    insert into affiliates (program_id, id, code, name, email, state, shares_name, test, sponsor_id, path)
    select $1, $2, $3, $4, $5, 'applied', $6, $7, s.affiliate_id, case when s.affiliate_id is null then '{}' else s.path || s.affiliate_id end
      from (select 1) as one
      left join affiliates s on s.program_id = $1 and s.affiliate_id = $8
        on conflict do nothing
    returning affiliate_id
  )
  insert into applications (program_id, affiliate_id, website, about, via, applied_at, test)
  select $1, affiliate_id, $9, $10, $11, $12, $7
    from applicant
  returning affiliate_id as "affiliateId"`

const SELECT = `
  select a.affiliate_id as "affiliateId", a.code, a.name, a.email, a.state, s.code as "sponsorCode", p.website, p.about, p.via,
         p.applied_at as "appliedAt", p.test
    from applications p
    join affiliates a using (program_id, affiliate_id)
    left join affiliates s on s.program_id = a.program_id and s.affiliate_id = a.sponsor_id`

const WAITING = `${SELECT} where p.program_id = $1 and a.state = 'applied' order by p.applied_at, p.affiliate_id limit 1000`

const OF_AFFILIATE = `${SELECT} where p.program_id = $1 and p.affiliate_id = $2`

const RECENT = 'select count(*) as count from applications where program_id = $1 and $2 < applied_at and not test'

const HOLDERS = `
  select affiliate_id as "affiliateId", state, test
    from affiliates
   where program_id = $1 and mailbox(email) = mailbox($2)
   order by affiliate_id`

/** Keeps an application; `undefined` where its code is taken, or somebody with its mailbox waits already. The caller holds the network's lock. */
export const addApplication = async (
  transaction: Queryable,
  programId: number,
  application: NewApplicationRow,
): Promise<number | undefined> => {
  const { id, code, name, email, sharesName, test, sponsorId, website, about, via, appliedAt } = application
  const values = [programId, id, code, name, email, sharesName, test, sponsorId, website, about, via, appliedAt]
  return (await transaction.query<{ affiliateId: number }>(INSERT, values))[0]?.affiliateId
}

/** Applications that wait for staff, oldest first. */
export const waitingApplications = (database: Queryable, programId: number): Promise<ApplicationRow[]> =>
  database.query<ApplicationRow>(WAITING, [programId])

/** What an affiliate told when it applied; nothing of one that staff added. */
export const applicationOf = async (database: Queryable, programId: number, affiliateId: number): Promise<ApplicationRow | undefined> =>
  (await database.query<ApplicationRow>(OF_AFFILIATE, [programId, affiliateId]))[0]

/** How many applied since an instant; tests do not count. */
export const applicationsSince = async (database: Queryable, programId: number, since: Date): Promise<number> =>
  (await database.query<{ count: number }>(RECENT, [programId, since]))[0]?.count ?? 0

/** Everybody who reads the mail of this address, by any of its spellings. */
export const holdersOf = (database: Queryable, programId: number, email: string): Promise<MailboxHolder[]> =>
  database.query<MailboxHolder>(HOLDERS, [programId, email])
