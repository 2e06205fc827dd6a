import type { TestApp } from '../support/app.ts'
import type { Browser } from './browser.ts'

/** What the customer was told, by order id. */
export interface Told {
  readonly saved: Set<string>
  readonly placed: Map<string, string>
  readonly refused: Map<string, string>
  readonly forgotten: Set<string>
  /** Each press on a new price is one intent, known by its e-mail address. */
  readonly emails: string[]
}

interface PlacedOrder {
  readonly id: string
  readonly number: string
  readonly email: string
}

const ORDERS = `select id, number, customer ->> 'email' as email from orders where order_key > $1`
const LAST = `select coalesce(max(order_key), 0) as "orderKey" from orders`

/** How many orders there are at the parent before a seed begins. */
export const lastOrder = async ({ database }: TestApp): Promise<number> =>
  (await database.query<{ orderKey: number }>(LAST))[0]?.orderKey ?? 0

/** Every sentence that a customer was told and that is not true, once everything has come to rest. */
export async function untruths(app: TestApp, since: number, told: Told, browser: Browser): Promise<string[]> {
  const orders = await app.database.query<PlacedOrder>(ORDERS, [since])
  const found: string[] = []
  const byId = (id: string): PlacedOrder[] => orders.filter((order) => order.id === id)
  for (const id of told.saved) {
    if (told.refused.has(id) || told.forgotten.has(id)) continue
    if (byId(id).length === 0) found.push(`lost: ${id} was saved, and is not at the parent`)
  }
  for (const [id, number] of told.placed) {
    if (!byId(id).some((order) => order.number === number))
      found.push(`lost: ${id} was acknowledged as ${number}, and is not at the parent`)
  }
  for (const id of told.refused.keys())
    if (byId(id).length > 0) found.push(`${id} was refused (${told.refused.get(id)}), and is at the parent`)
  for (const email of told.emails) {
    const count = orders.filter((order) => order.email === email).length
    if (count > 1) found.push(`doubled: ${email} has ${count} orders`)
  }
  for (const order of orders) if (!told.emails.includes(order.email)) found.push(`${order.id} is nobody's`)
  if (browser.kept.size > 0) found.push(`left: ${browser.kept.size} orders are still in the outbox`)
  return found
}
