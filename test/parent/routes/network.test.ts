import type { Affiliate } from '@tributary/protocol/affiliate'
import type { OrderAnswer } from '@tributary/protocol/order'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder, publishPlan } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let app: TestApp
beforeEach(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
})
afterEach(async () => {
  await app.close()
  await database.drop()
})

const add = async (code: string, sponsor?: string): Promise<Response> =>
  app.staff('postAffiliate', { body: { name: code, email: `${code}@x.example`, code, ...(sponsor && { sponsor }) } })
const move = (code: string, sponsor: string | null): Promise<Response> =>
  app.staff('moveAffiliate', { parameters: { code }, body: { sponsor, reason: 'Agreed by all.' } })
const problemOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code

/** Every affiliate with its ancestors by code, as the database has them. */
const tree = async (): Promise<Record<string, string[]>> => {
  const rows = await app.database.query<{ code: string; above: string[] }>(
    `select a.code, array(select s.code from unnest(a.path) with ordinality as p (key, position) join affiliates s on s.affiliate_id = p.key order by position) as above
       from affiliates a order by a.code`,
  )
  return Object.fromEntries(rows.map(({ code, above }) => [code, above]))
}
/** Paths that do not follow from who sponsors whom, found by walking up; none on a sound tree. */
const stale = (): Promise<unknown[]> =>
  app.database.query(
    `with recursive up as (
       select affiliate_id as start, sponsor_id, array[]::bigint[] as above from affiliates
        union all
       select up.start, s.sponsor_id, s.affiliate_id || up.above from up join affiliates s on s.affiliate_id = up.sponsor_id
        where cardinality(up.above) < 60
     )
     select a.code from affiliates a join up on up.start = a.affiliate_id and up.sponsor_id is null where a.path <> up.above`,
  )

describe('moving an affiliate', () => {
  test('takes its whole network along', async () => {
    for (const [code, sponsor] of [['A1'], ['B22'], ['C33', 'B22'], ['D44', 'C33'], ['E55', 'D44']] as const)
      await add(code === 'A1' ? 'A11' : code, sponsor)
    const answer = await move('C33', 'A11')
    expect((await answer.json()) as Affiliate).toMatchObject({ code: 'C33', sponsor: 'A11' })
    expect(await tree()).toMatchObject({ B22: [], C33: ['A11'], D44: ['A11', 'C33'], E55: ['A11', 'C33', 'D44'] })
    expect((await move('C33', null)).status).toBe(200)
    expect(await tree()).toMatchObject({ C33: [], E55: ['C33', 'D44'] })
    expect(await stale()).toEqual([])
  })

  test('under itself, under its own network, under a closed one, or to where it is, is refused with the remedy', async () => {
    await add('A11')
    await add('B22', 'A11')
    await add('C33', 'B22')
    await add('SH0P')
    await app.staff('closeAffiliate', { parameters: { code: 'SH0P' } })
    expect(await problemOf(await move('A11', 'A11'))).toBe('sponsor_in_downline')
    expect(await problemOf(await move('A11', 'C33'))).toBe('sponsor_in_downline')
    expect(await problemOf(await move('C33', 'SH0P'))).toBe('sponsor_closed')
    expect(await problemOf(await move('C33', 'B22'))).toBe('sponsor_unchanged')
    expect(await problemOf(await move('C33', 'N0B0DY'))).toBe('affiliate_unknown')
    expect((await app.staff('moveAffiliate', { parameters: { code: 'C33' }, body: { sponsor: null } })).status).toBe(422)
    expect(await stale()).toEqual([])
  })

  test('to more than 50 levels deep is refused, and the database holds it too', async () => {
    for (let level = 0; level <= 50; level++)
      expect((await add(`L1NE${level}`, level === 0 ? undefined : `L1NE${level - 1}`)).status).toBe(201)
    await add('T0P')
    expect(await problemOf(await move('L1NE0', 'T0P'))).toBe('network_too_deep')
    await expect(app.database.query(`update affiliates set path = array_fill(1::bigint, array[51]) where code = 'T0P'`)).rejects.toThrow(
      /50_deep/,
    )
  })

  test('changes the upline of later orders only', async () => {
    await add('B0SS')
    await publishPlan(app)
    const place = async (): Promise<OrderAnswer> => (await (await postOrder(app, await buildOrder(app))).json()) as OrderAnswer
    const before = await place()
    await move('FERNWEH', 'B0SS')
    const after = await place()
    await changeOrder(app, before, 'markOrderPaid')
    await changeOrder(app, after, 'markOrderPaid')
    const rows = await app.database.query<{ number: string; code: string }>(
      'select number, code from commissions join orders using (program_id, order_key) join affiliates a on a.affiliate_id = commissions.affiliate_id order by commission_key',
    )
    expect(rows).toEqual([
      { number: before.number, code: 'FERNWEH' },
      { number: after.number, code: 'FERNWEH' },
      { number: after.number, code: 'B0SS' },
    ])
  })
})

describe('the tree', () => {
  test('has no cycle and no stale path, whoever moves and joins at the same moment', async () => {
    const codes = Array.from({ length: 12 }, (_, index) => `M0VE${index}`)
    for (const code of codes) await add(code)
    let seed = 7
    const die = (sides: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % sides
    }
    const statuses = await Promise.all(
      Array.from({ length: 150 }, (_, index) => {
        const code = codes[die(codes.length)] as string
        return index % 5 === 4 ? add(`NEW${index}`, code) : move(code, die(6) === 0 ? null : (codes[die(codes.length)] as string))
      }),
    )
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([200, 201, 409]))
    expect(await stale()).toEqual([])
  })

  test('refuses a path that is not the sponsor’s, whoever writes it', async () => {
    await add('A11')
    await add('B22', 'A11')
    await expect(app.database.query(`update affiliates set path = '{}', sponsor_id = null where code = 'A11'`)).resolves.toBeDefined()
    await expect(
      app.database.query(
        `update affiliates a set sponsor_id = b.affiliate_id, path = array[b.affiliate_id] from affiliates b where a.code = 'A11' and b.code = 'B22'`,
      ),
    ).rejects.toThrow(/path/)
    await expect(
      app.database.query(
        `update affiliates set path = array[(select affiliate_id from affiliates where code = 'FERNWEH'), sponsor_id] where code = 'B22'`,
      ),
    ).rejects.toThrow(/path/)
  })
})
