import type { Queryable } from './database.ts'

/** The first sight of an id that a page made, of an order or a lead: the digest of its body, and the refusal (a problem document) if it was refused. */
export interface Intake {
  readonly orderId: string
  readonly digest: string
  readonly refusal: unknown
}

const FIND = `
  select id as "orderId", encode(digest, 'hex') as digest, refusal
    from intakes
   where program_id = $1 and id = any ($2)`

const OPEN = `
  insert into intakes (program_id, id, digest, received_at, test)
  values ($1, $2, decode($3, 'hex'), $4, $5)
      on conflict do nothing
  returning id`

const REFUSE = `update intakes set refusal = $3 where program_id = $1 and id = $2`

/** What is known of an order id. */
export const findIntake = async (database: Queryable, programId: number, orderId: string): Promise<Intake | undefined> =>
  (await findIntakes(database, programId, [orderId]))[0]

/** What is known of these ids; those that nobody has seen are missing. */
export const findIntakes = (database: Queryable, programId: number, ids: readonly string[]): Promise<Intake[]> =>
  database.query<Intake>(FIND, [programId, ids], 'intakes_found')

/** Takes an order id for this transaction: `false` where somebody was first, waiting for their commit if need be. */
export async function openIntake(
  transaction: Queryable,
  programId: number,
  intake: { readonly orderId: string; readonly digest: string; readonly receivedAt: Date; readonly test: boolean },
): Promise<boolean> {
  const { orderId, digest, receivedAt, test } = intake
  return (await transaction.query(OPEN, [programId, orderId, digest, receivedAt, test])).length === 1
}

/** Stores the refusal under the order id, for good. */
export async function refuseIntake(transaction: Queryable, programId: number, orderId: string, refusal: unknown): Promise<void> {
  await transaction.query(REFUSE, [programId, orderId, JSON.stringify(refusal)])
}
