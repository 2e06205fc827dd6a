import { createParent } from '@tributary/parent/parent'
import type { Affiliate } from '@tributary/protocol/affiliate'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { SealKey } from '@tributary/protocol/program'
import type { Quote } from '@tributary/protocol/quote'
import { seal } from '@tributary/sdk/parts'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder } from '../../support/build.ts'

let app: TestApp
let sub: Affiliate
beforeAll(async () => {
  app = await createTestApp()
  const body = { name: 'Sub', email: 'sub@affiliate.example', code: 'SWB', sponsor: app.affiliate.code }
  sub = (await (await app.staff('postAffiliate', { body })).json()) as Affiliate
})
afterAll(() => app.close())

/** Another process on the same database, which has read no keyring yet. */
const otherProcess = async (): Promise<Hono> =>
  (
    await createParent({
      database: app.database,
      origin: app.origin,
      log: pino({ level: 'silent' }),
      folders: { widget: '/nowhere' },
      detailsKey: app.parent.detailsKey,
      files: app.parent.files,
      now: () => new Date(app.clock.now),
    })
  ).app
const post = (on: Hono, path: string, body: unknown) =>
  on.request(`${app.origin}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { Origin: app.pageOrigin } })
const tokenFrom = async (on: Hono): Promise<string> =>
  ((await (await post(on, '/v1/touches', { site: app.site.key, via: sub.code })).json()) as { token: string }).token
const sealKeyFrom = async (on: Hono): Promise<SealKey> =>
  ((await (await on.request(`${app.origin}/v1/offers?site=${app.site.key}`)).json()) as OffersAnswer).program.sealKey
const kidOf = (token: string): string => token.split('.')[1] ?? ''
const rotate = async (purpose: string) =>
  (await (await app.staff('rotateKey', { body: { purpose } })).json()) as { kid: string; usedFrom: string } & Problem
const age = (kid: string, seconds: number) =>
  app.database.query(`update keys set created_at = now() - $2 * interval '1 second' where kid = $1`, [kid, seconds])
const ageFirstKeys = () => app.database.query(`update keys set created_at = now() - interval '1 day'`)

describe('a fresh signing key', () => {
  test('waits until every process knows it, and then signs; what the old one signed stays good', async () => {
    await ageFirstKeys()
    const before = await tokenFrom(app.app)
    const { kid, usedFrom } = await rotate('sign')
    expect(Date.parse(usedFrom)).toBeGreaterThan(Date.now())
    await age(kid, 8)
    expect(kidOf(await tokenFrom(await otherProcess()))).toBe(kidOf(before))
    await age(kid, 11)
    const later = await otherProcess()
    const after = await tokenFrom(later)
    expect(kidOf(after)).toBe(kid)

    const quoted = (await (
      await post(app.app, '/v1/quotes', { site: app.site.key, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' })
    ).json()) as Quote
    expect(kidOf(quoted.token)).toBe(kidOf(before))
    app.clock.now += 1_000
    for (const touches of [[before], [after]]) {
      const answer = (await (await post(later, '/v1/orders', await buildOrder(app, { touches }))).json()) as OrderAnswer
      expect(answer.attribution).toMatchObject({ affiliate: sub.code, reason: 'touch' })
    }
    const order = await buildOrder(app, { quote: quoted.token })
    expect((await post(later, '/v1/orders', order)).status).toBe(201)
  })

  test('of several the eldest signs while all are fresh', async () => {
    const now = await tokenFrom(await otherProcess())
    await app.database.query(`update keys set created_at = now() where purpose = 'sign'`)
    await age(kidOf(now), 3)
    await rotate('sign')
    expect(kidOf(await tokenFrom(await otherProcess()))).toBe(kidOf(now))
  })
})

describe('a fresh seal key', () => {
  test('goes to the pages once every process knows it; orders sealed to either are opened', async () => {
    await ageFirstKeys()
    const before = await sealKeyFrom(app.app)
    const { kid } = await rotate('seal')
    expect((await sealKeyFrom(await otherProcess())).kid).toBe(before.kid)
    await age(kid, 11)
    const later = await otherProcess()
    const after = await sealKeyFrom(later)
    expect(after.kid).toBe(kid)
    for (const key of [before, after]) {
      const order = await buildOrder(app, { sealed: 'to be' })
      const answer = await post(later, '/v1/orders', { ...order, sealed: await seal(buildCustomer(), order.id, key) })
      expect(answer.status).toBe(201)
    }
  })
})

test('a key of another purpose cannot be rotated: the program key is for ever', async () => {
  expect(await rotate('program')).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/purpose' }] })
  expect(await rotate('staff')).toMatchObject({ code: 'request_invalid' })
})
