import type { Earner, Sale, SaleLine } from '@tributary/parent/core/earning'
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
