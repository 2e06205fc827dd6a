import type { Earner, Sale, SaleLine } from '@tributary/parent/core/earning'
import type { EndpointName } from '@tributary/protocol/endpoint'
import type { LedgerCheck } from '@tributary/protocol/ledger'
import type { Plan } from '@tributary/protocol/plan'
import { plan } from '@tributary/protocol/plan.schema'
import type { TestApp } from './app.ts'

/** A plan: 10 % for the direct affiliate, 5 % and 2 % for the two above; a test states what matters to it. */
export const buildPlan = (more: Partial<Plan> = {}): Plan =>
  plan.parse({
    kind: 'unilevel',
    name: 'Three levels',
    currencies: ['EUR'],
    levels: [{ basisPoints: 1_000 }, { basisPoints: 500 }, { basisPoints: 200 }],
    ...more,
  })

/** Somebody active and qualified for everything. */
export const buildEarner = (affiliateId: number, more: Partial<Earner> = {}): Earner => ({
  affiliateId,
  isActive: true,
  qualifiedDepth: 50,
  isCustomer: false,
  monthMinor: 0,
  ...more,
})

/** One piece with a base of 100.00. */
export const buildLine = (more: Partial<SaleLine> = {}): SaleLine => ({
  line: 1,
  baseMinor: 10_000,
  quantity: 1,
  handle: 'mug',
  collections: ['kitchen'],
  kind: 'product',
  ...more,
})

/** A sale by affiliate 1 under affiliates 2, 3, …, in euros. */
export const buildSale = (more: Partial<Sale> = {}, above = 2): Sale => ({
  currency: 'EUR',
  lines: [buildLine()],
  direct: buildEarner(1),
  upline: Array.from({ length: above }, (_, index) => buildEarner(index + 2)),
  isNetworkPurchase: false,
  ...more,
})

/** Publishes a plan, effective at once. */
export async function publishPlan(app: TestApp, more: Partial<Plan> = {}, note = 'Agreed.'): Promise<void> {
  const answer = await app.staff('postPlan', { body: { plan: buildPlan(more), note } })
  if (answer.status !== 201) throw new Error(`the plan was not published: ${await answer.text()}`)
}

/** What staff do to an order, one endpoint after the other; throws what the parent refuses. */
export async function changeOrder(
  app: TestApp,
  order: { readonly number: string },
  ...steps: readonly (EndpointName | [EndpointName, unknown])[]
): Promise<void> {
  for (const step of steps) {
    const [name, body] = typeof step === 'string' ? [step, undefined] : step
    const answer = await app.staff(name, { parameters: { id: order.number }, body })
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`)
  }
}

/** Everything up to a delivered, paid order. */
export const DELIVERED = ['markOrderPaid', 'confirmOrder', ['shipOrder', { carrier: 'DHL' }], 'deliverOrder'] as const satisfies readonly (
  | EndpointName
  | [EndpointName, unknown]
)[]

/** What the ledger's own check finds wrong; nothing on a sound one. */
export const wrongInLedger = async (app: TestApp): Promise<readonly string[]> =>
  ((await (await app.staff('checkLedger')).json()) as LedgerCheck).wrong

/** Balances (credits minus debits) by account and affiliate's code, those of nothing left out. */
export async function balances(app: TestApp): Promise<Record<string, number>> {
  const rows = await app.database.query<{ name: string; balance: number }>(
    `select account || coalesce(' ' || code, '') as name, sum(case side when 'credit' then amount_minor else -amount_minor end)::bigint as balance
       from entries left join affiliates using (program_id, affiliate_id)
      group by account, code`,
  )
  return Object.fromEntries(rows.filter(({ balance }) => balance !== 0).map(({ name, balance }) => [name, balance]))
}

/** Another staff key, as `Authorization` wants it. */
export async function secondKey(app: TestApp): Promise<string> {
  const answer = await app.staff('postKey', { body: { name: 'second' } })
  return `Bearer ${((await answer.json()) as { key: string }).key}`
}
