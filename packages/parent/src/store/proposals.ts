import type { LeadId, ProposalId } from '@tributary/protocol/id'
import type { DecisionPart, NewProposal, ProposalDecision } from '@tributary/protocol/proposal'
import type { Queryable } from './database.ts'

/** A version of a proposal as it is added; the database numbers it. */
export interface ProposalRow {
  readonly id: ProposalId
  readonly document: NewProposal
  readonly taxBasisPoints: number
  readonly taxIncluded: boolean
  readonly subtotalMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
  readonly validUntil: Date
  readonly madeBy: string
  readonly madeAt: Date
  readonly test: boolean
}

/** A stored version; `latest` is the number of the newest one of its lead. */
export interface StoredProposal extends ProposalRow {
  readonly proposalKey: number
  readonly version: number
  readonly latest: number
  readonly decision: 'accepted' | 'declined' | null
}

const INSERT = `
  insert into proposals (
    program_id, id, lead_key, version, document, currency, tax_basis_points, tax_included, subtotal_minor, tax_minor, total_minor, valid_until,
    made_by, made_at, test)
  values ($1, $2, $3, (select coalesce(max(version), 0) + 1 from proposals where program_id = $1 and lead_key = $3), $4, $5, $6, $7, $8, $9, $10,
          $11, $12, $13, $14)
  returning version`

const OF_LEAD = `
  select p.proposal_key as "proposalKey", p.id, p.version, p.document, p.tax_basis_points as "taxBasisPoints", p.tax_included as "taxIncluded",
         p.subtotal_minor as "subtotalMinor", p.tax_minor as "taxMinor", p.total_minor as "totalMinor", p.valid_until as "validUntil",
         p.made_by as "madeBy", p.made_at as "madeAt", p.test, d.decision, max(p.version) over () as latest
    from proposals p
    left join proposal_decisions d using (program_id, proposal_key)
   where p.program_id = $1 and p.lead_key = $2
   order by p.version desc`

const SET_VALUE = `update leads set value_minor = $3 where program_id = $1 and lead_key = $2`

const INSERT_DECISION = `
  insert into proposal_decisions (program_id, proposal_key, decision, decided_by, at, hash, test)
  values ($1, $2, $3, $4, $5, $6, $7)`

const INSERT_PARTS = `
  insert into decision_parts (program_id, proposal_key, position, name, commitment, salt, value, test)
  select $1, $2, position, part ->> 'name', part ->> 'commitment', part ->> 'salt', part -> 'value', $4
    from jsonb_array_elements($3::jsonb) with ordinality as parts (part, position)`

const DECISIONS = `
  select l.id as lead, p.id as proposal, p.version, d.decision, d.decided_by as by, d.at, d.hash,
         (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', name, 'commitment', commitment, 'salt', salt))
                           || case when salt is null then '{}'::jsonb else jsonb_build_object('value', value) end order by position)
            from decision_parts q
           where q.program_id = p.program_id and q.proposal_key = p.proposal_key) as parts
    from proposals p
    join proposal_decisions d using (program_id, proposal_key)
    join leads l using (program_id, lead_key)
   where p.program_id = $1 and p.lead_key = $2
   order by p.version`

/** Adds the next version; the caller holds the lead's lock. Answers its number. */
export async function addProposal(transaction: Queryable, programId: number, leadKey: number, row: ProposalRow): Promise<number> {
  const { id, document, taxBasisPoints, taxIncluded, subtotalMinor, taxMinor, totalMinor, validUntil, madeBy, madeAt, test } = row
  const amounts = [taxBasisPoints, taxIncluded, subtotalMinor, taxMinor, totalMinor]
  const values = [programId, id, leadKey, JSON.stringify(document), document.currency, ...amounts, validUntil, madeBy, madeAt, test]
  const [added] = await transaction.query<{ version: number }>(INSERT, values)
  if (!added) throw new Error(`expected the version of proposal ${id}, received no row`)
  await transaction.query(SET_VALUE, [programId, leadKey, totalMinor])
  return added.version
}

/** Every version of a lead's proposal, the latest first. */
export const proposalsOf = (database: Queryable, programId: number, leadKey: number): Promise<StoredProposal[]> =>
  database.query<StoredProposal>(OF_LEAD, [programId, leadKey])

/** Stores what was decided about a version, with what it committed to. The database refuses a second decision. */
export async function addDecision(
  transaction: Queryable,
  programId: number,
  { proposalKey, test }: Pick<StoredProposal, 'proposalKey' | 'test'>,
  { decision, by, at, hash, parts }: ProposalDecision,
): Promise<void> {
  await transaction.query(INSERT_DECISION, [programId, proposalKey, decision, by, at, hash, test])
  await transaction.query(INSERT_PARTS, [programId, proposalKey, JSON.stringify(parts), test])
}

/** What was decided about a lead's proposals, oldest first. */
export async function decisionsOf(database: Queryable, programId: number, leadKey: number): Promise<ProposalDecision[]> {
  type Row = Omit<ProposalDecision, 'at' | 'lead' | 'parts'> & { at: Date; lead: LeadId; parts: DecisionPart[] }
  const rows = await database.query<Row>(DECISIONS, [programId, leadKey])
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
