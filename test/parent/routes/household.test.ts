import type { AttributionExplanation } from '@tributary/protocol/attribution'
import type { CommissionExplanation, CommissionPage } from '@tributary/protocol/commission'
import type { Customer, OrderAnswer } from '@tributary/protocol/order'
import type { OwnOrderPage } from '@tributary/protocol/own-account'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder, publishPlan } from '../../support/plan.ts'

// FERNWEH sponsors K1TE, and K1TE sponsors M0SS. Kite and Moss have ordered for themselves and are known by where it went.
const KITE_HOME = { name: 'Kite Muster', line1: 'Hafenstraße 12', postcode: '20457', city: 'Hamburg', country: 'DE' }
const MOSS_HOME = { name: 'Moss Muster', line1: 'Waldweg 1', postcode: '01067', city: 'Dresden', country: 'DE' }

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await app.staff('postAffiliate', { body: { name: 'Kite', email: 'kite@kite.example', code: 'K1TE', sponsor: 'FERNWEH' } })
  await app.staff('postAffiliate', { body: { name: 'Moss', email: 'moss@moss.example', code: 'M0SS', sponsor: 'K1TE' } })
  await publishPlan(app)
  await paid({ email: 'kite@kite.example', delivery: KITE_HOME, phone: '+49 170 1234567' })
  await paid({ email: 'moss@moss.example', delivery: MOSS_HOME })
})
afterAll(() => app.close())

const placed = async (customer: Partial<Customer>): Promise<OrderAnswer> => {
  const answer = await postOrder(app, await buildOrder(app, { via: 'K1TE', customer: buildCustomer(customer) }))
  expect(answer.status).toBe(201)
  return (await answer.json()) as OrderAnswer
}
const paid = async (customer: Partial<Customer>): Promise<OrderAnswer> => {
  const order = await placed(customer)
  await changeOrder(app, order, 'markOrderPaid')
  return order
}
const commissionsOf = async ({ number }: OrderAnswer): Promise<CommissionPage['commissions']> =>
  ((await (await app.staff('listCommissions', { query: `?order=${number}` })).json()) as CommissionPage).commissions
const earnersOf = async (order: OrderAnswer): Promise<string[]> => (await commissionsOf(order)).map(({ affiliate }) => affiliate).sort()
const flagsOf = async ({ number }: OrderAnswer): Promise<readonly string[]> =>
  ((await (await app.staff('explainOrder', { parameters: { id: number } })).json()) as AttributionExplanation).flags

describe('an order', () => {
  test('from the household of the affiliate pays nobody, and is flagged', async () => {
    const order = await paid({ email: 'sam@elsewhere.example', delivery: { ...KITE_HOME, name: 'Sam Muster', line1: 'Hafenstr. 12' } })
    expect(await earnersOf(order)).toEqual([])
    expect(await flagsOf(order)).toEqual(['bought_by_network'])
  })

  test('from its household is in the affiliate’s list, which says why it brings nothing', async () => {
    const made = await app.staff('postAffiliateKey', { parameters: { code: 'K1TE' }, body: { name: 'list' } })
    const { key } = (await made.json()) as { key: string }
    const list = await app.app.request(`${app.origin}/v1/affiliate/orders`, { headers: { Authorization: `Bearer ${key}` } })
    const [newest] = ((await list.json()) as OwnOrderPage).orders
    expect(newest).toMatchObject({
      amountMinor: 0,
      why: 'You earn nothing from it: the customer is of the affiliate’s own household or network; only sales to others pay.',
    })
  })

  test('from the telephone of the affiliate pays nobody either', async () => {
    expect(await earnersOf(await paid({ email: 'sam@elsewhere.example', phone: '0170 1234567' }))).toEqual([])
  })

  test('from a household further down its network pays nobody', async () => {
    expect(await earnersOf(await paid({ email: 'sam@elsewhere.example', delivery: MOSS_HOME }))).toEqual([])
  })

  test('from the household of a sponsor pays all but the sponsor, who is told why', async () => {
    const answer = await postOrder(
      app,
      await buildOrder(app, { via: 'M0SS', customer: buildCustomer({ email: 'sam@elsewhere.example', delivery: KITE_HOME }) }),
    )
    const order = (await answer.json()) as OrderAnswer
    await changeOrder(app, order, 'markOrderPaid')
    expect(await earnersOf(order)).toEqual(['FERNWEH', 'M0SS'])
    const [first] = await commissionsOf(order)
    const why = (await (await app.staff('explainCommission', { parameters: { id: first?.id ?? '' } })).json()) as CommissionExplanation
    expect(why.missed).toMatchObject([{ affiliate: 'K1TE', reason: 'own_purchase' }])
  })

  test('from anybody else pays, also in the flat next door', async () => {
    const order = await paid({ email: 'lee@elsewhere.example', delivery: { ...KITE_HOME, line2: '2nd floor' } })
    expect(await earnersOf(order)).toEqual(['FERNWEH', 'K1TE'])
    expect(await flagsOf(order)).toEqual([])
  })

  test('that is not paid makes nobody’s household: anybody can type an affiliate’s e-mail', async () => {
    const delivery = { ...MOSS_HOME, line1: 'Am Markt 5' }
    await placed({ email: 'kite@kite.example', delivery })
    expect(await earnersOf(await paid({ email: 'lee@elsewhere.example', delivery }))).toEqual(['FERNWEH', 'K1TE'])
  })
})
