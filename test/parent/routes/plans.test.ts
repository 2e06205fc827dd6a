import type { PublishedPlan } from '@tributary/protocol/plan'
import type { Problem } from '@tributary/protocol/problem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, buildPolicy, postOrder } from '../../support/build.ts'
import { buildPlan, changeOrder } from '../../support/plan.ts'
import { allRows } from '../../support/rows.ts'

let app: TestApp
beforeEach(async () => {
  app = await createTestApp()
})
afterEach(() => app.close())

const publish = (body: object): Promise<Response> => app.staff('postPlan', { body })
const problemOf = async (response: Response): Promise<Problem> => (await response.json()) as Problem
const plans = async (): Promise<PublishedPlan[]> => ((await (await app.staff('listPlans')).json()) as { plans: PublishedPlan[] }).plans

describe('publishing a plan', () => {
  test('makes a version that counts from its instant on; older orders keep theirs', async () => {
    await publish({ plan: buildPlan({ levels: [{ basisPoints: 1_000 }] }) })
    const first = (await (await postOrder(app, await buildOrder(app))).json()) as { number: string }
    const effectiveAt = new Date(app.clock.now + 60_000).toISOString()
    expect((await publish({ plan: buildPlan({ levels: [{ basisPoints: 500 }] }), effectiveAt })).status).toBe(201)
    const second = (await (await postOrder(app, await buildOrder(app))).json()) as { number: string }
    app.clock.now += 60_000
    const third = (await (await postOrder(app, await buildOrder(app))).json()) as { number: string }
    for (const order of [third, second, first]) await changeOrder(app, order, 'markOrderPaid')
    const rows = await app.database.query<{ number: string; earned: number }>(
      'select number, earned_minor as earned from commissions join orders using (program_id, order_key) order by order_key',
    )
    expect(rows.map(({ earned }) => earned)).toEqual([125, 125, 62])
    expect((await plans()).map(({ version, publishedBy }) => [version, publishedBy])).toEqual([
      [2, 'staff:admin'],
      [1, 'staff:admin'],
    ])
  })

  test('before now, over an error, or over a warning without a note is refused and changes nothing', async () => {
    const before = await allRows(app.database)
    const yesterday = new Date(app.clock.now - 24 * 60 * 60 * 1_000).toISOString()
    expect(await problemOf(await publish({ plan: buildPlan(), effectiveAt: yesterday }))).toMatchObject({ code: 'plan_backdated' })
    const recruiting = await problemOf(await publish({ plan: buildPlan({ recruitingBonusMinor: { EUR: 100 } }), note: 'We want it.' }))
    expect(recruiting).toMatchObject({
      code: 'plan_refused',
      errors: [{ pointer: '/plan/recruitingBonusMinor', detail: expect.stringContaining('2005/29/EC') }],
    })
    const own = buildPlan({ ownPurchases: 'pay' })
    expect(await problemOf(await publish({ plan: own }))).toMatchObject({
      code: 'plan_note_needed',
      errors: [{ pointer: '/plan/ownPurchases' }],
    })
    expect(await problemOf(await publish({ plan: { ...buildPlan(), boni: 1 } }))).toMatchObject({
      code: 'request_invalid',
      errors: [{ pointer: '/plan/boni' }],
    })
    expect(await allRows(app.database)).toEqual(before)
    expect((await publish({ plan: own, note: 'A buyers’ club, told to everybody.' })).status).toBe(201)
    expect((await plans())[0]).toMatchObject({ note: 'A buyers’ club, told to everybody.', findings: [{ code: 'pays_on_own_purchases' }] })
  })

  test('is linted beforehand without storing anything', async () => {
    const before = await allRows(app.database)
    const answer = await app.staff('postLint', { body: { plan: buildPlan({ levels: [{ basisPoints: 6_000 }] }) } })
    expect(await answer.json()).toMatchObject({ findings: [{ code: 'pays_most_of_the_sale' }, { code: 'pays_more_than_margin' }] })
    expect(await allRows(app.database)).toEqual(before)
  })
})

describe('an order', () => {
  test('without a plan earns nothing, also once there is one', async () => {
    const order = (await (await postOrder(app, await buildOrder(app))).json()) as { number: string }
    await publish({ plan: buildPlan() })
    await changeOrder(app, order, 'markOrderPaid')
    expect(await app.database.query('select 1 from commissions')).toEqual([])
  })

  test('earns on confirmation where the plan says so, and is released only once it is paid', async () => {
    await publish({ plan: buildPlan({ earnedOn: 'confirmation', holdDays: 0 }) })
    const order = (await (await postOrder(app, await buildOrder(app))).json()) as { number: string }
    await changeOrder(app, order, 'confirmOrder', ['shipOrder', { carrier: 'DHL' }], 'deliverOrder')
    const states = () => app.database.query<{ state: string }>('select state from commissions')
    expect(await states()).toEqual([{ state: 'held' }])
    await changeOrder(app, order, 'markOrderPaid')
    expect(await states()).toEqual([{ state: 'payable' }])
  })
})

test('a program does not take a currency that its plan does not pay in', async () => {
  await app.database.query('delete from stock_movements')
  await app.database.query('delete from stocks')
  await app.database.query('delete from variants')
  await publish({ plan: buildPlan() })
  const answer = await app.staff('putProgram', { body: buildPolicy({ currency: 'JPY' }) })
  expect(await problemOf(answer)).toMatchObject({ code: 'plan_currency_unknown', errors: [{ pointer: '/currency' }] })
})
