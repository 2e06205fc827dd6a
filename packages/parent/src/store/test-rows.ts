import type { Database } from './database.ts'

/** How many rows a purge removed. Lines, transitions and shipments go with their orders and are not counted. */
export interface Purged {
  readonly orders: number
  readonly touches: number
  readonly messages: number
}

const PURGES = {
  messages: 'delete from messages where program_id = $1 and test returning 1',
  orders: 'delete from orders where program_id = $1 and test returning 1',
  unreadable: 'delete from unreadable_orders where program_id = $1 and test returning 1',
  intakes: 'delete from intakes where program_id = $1 and test returning 1',
  touches: 'delete from touches where program_id = $1 and test returning 1',
} as const

/** Removes everything that a test site caused (design, D19); the site itself and its key stay. */
export const purgeTestRows = (database: Database, programId: number): Promise<Purged> =>
  database.transaction(async (transaction) => {
    const purge = async (name: keyof typeof PURGES) => (await transaction.query(PURGES[name], [programId])).length
    const messages = await purge('messages')
    const orders = await purge('orders')
    await purge('unreadable')
    await purge('intakes')
    return { orders, messages, touches: await purge('touches') }
  })
