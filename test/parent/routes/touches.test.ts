import type { Affiliate } from '@tributary/protocol/affiliate'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'

let app: TestApp
let sub: Affiliate
let stranger: Affiliate
beforeAll(async () => {
  app = await createTestApp()
  const add = async (body: object) => (await (await app.staff('postAffiliate', { body })).json()) as Affiliate
  sub = await add({ name: 'Sub', email: 'sub@affiliate.example', code: 'SWB', sponsor: app.affiliate.code })
  stranger = await add({ name: 'Stranger', email: 'stranger@affiliate.example', code: 'STRANGER' })
})
afterAll(() => app.close())

const touch = (body: object): Promise<Response> =>
  app.fetch(`${app.origin}/v1/touches`, { method: 'POST', body: JSON.stringify({ site: app.site.key, ...body }) })
const tokenOf = async (body: object): Promise<string> => ((await (await touch(body)).json()) as { token: string }).token
const attributionOf = async (touches: string[], more: object = {}): Promise<OrderAnswer['attribution']> =>
  ((await (await postOrder(app, await buildOrder(app, { touches, ...more }))).json()) as OrderAnswer).attribution

describe('a touch', () => {
  test('of a sub-affiliate earns the order on its sponsor’s site', async () => {
    const token = await tokenOf({ via: 'swb', campaign: 'spring', path: '/post', referrer: 'news.example' })
    expect(await attributionOf([token])).toMatchObject({ affiliate: sub.code, reason: 'touch' })
  })

  test('of a stranger cannot take a sale that happened on this page', async () => {
    const token = await tokenOf({ via: stranger.code })
    expect(await attributionOf([token])).toEqual({
      affiliate: app.affiliate.code,
      reason: 'site',
      candidates: [
        { evidence: 'touch', outcome: 'not_in_network' },
        { evidence: 'site', outcome: 'won' },
      ],
    })
  })

  test('altered in any character attributes nobody by it', async () => {
    const token = await tokenOf({ via: sub.code })
    for (let at = 0; at < token.length; at += 7) {
      const altered = `${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`
      expect((await attributionOf([altered])).candidates[0]).toEqual({ evidence: 'touch', outcome: 'bad_signature' })
    }
  })

  test('is forgotten after the program’s window', async () => {
    const token = await tokenOf({ via: sub.code })
    app.clock.now += 31 * 24 * 60 * 60 * 1_000
    expect((await attributionOf([token])).candidates[0]).toEqual({ evidence: 'touch', outcome: 'expired' })
  })

  test('for a code that nobody has is refused by name', async () => {
    const problem = (await (await touch({ via: 'nobody' })).json()) as Problem
    expect(problem).toMatchObject({ code: 'affiliate_unknown', status: 404, detail: 'No affiliate has the code “nobody”.' })
  })

  test('keeps no address and no user agent', async () => {
    const columns = await app.database.query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = 'touches'`,
    )
    expect(columns.map(({ name }) => name).filter((name) => /addr|agent|ip/.test(name))).toEqual([])
  })
})

describe('evidence on the order', () => {
  test('a code typed by the customer wins over a touch, a placement over both', async () => {
    const token = await tokenOf({ via: app.affiliate.code })
    expect(await attributionOf([token], { code: ' swb. ' })).toMatchObject({ affiliate: sub.code, reason: 'code' })
    expect(await attributionOf([token], { code: app.affiliate.code, via: 'SWB' })).toMatchObject({
      affiliate: sub.code,
      reason: 'placement',
    })
  })

  test('a code that does not exist costs nobody the order: the site keeps it, the reason is kept', async () => {
    const { affiliate, candidates } = await attributionOf([], { code: 'nosuchcode' })
    expect(affiliate).toBe(app.affiliate.code)
    expect(candidates[0]).toEqual({ evidence: 'code', outcome: 'unknown_affiliate' })
  })
})
