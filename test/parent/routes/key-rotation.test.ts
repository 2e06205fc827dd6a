import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

const DAY_MS = 24 * 60 * 60 * 1_000

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
      detailsKeys: app.parent.detailsKeys,
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

describe('a fresh key for links', () => {
  test('makes other links; those that customers have in their mails stay good', async () => {
    await ageFirstKeys()
    const order = await buildOrder(app)
    const placed = async (on: Hono) => (await (await post(on, '/v1/orders', order)).json()) as OrderAnswer
    const before = await placed(app.app)
    const { kid } = await rotate('link')
    await age(kid, 11)
    const later = await otherProcess()
    const after = await placed(later)
    expect(after.statusUrl).not.toBe(before.statusUrl)
    for (const { statusUrl } of [before, after]) expect((await later.request(statusUrl)).status).toBe(200)
    const altered = `${before.statusUrl.slice(0, -1)}${before.statusUrl.endsWith('A') ? 'B' : 'A'}`
    expect((await later.request(altered)).status).toBe(404)
  })
})

describe('a key that was followed', () => {
  test('ends when it was said, and the list tells when that is', async () => {
    await ageFirstKeys()
    const token = await tokenFrom(await otherProcess())
    const { kid } = await rotate('sign')
    const listed = async () =>
      ((await (await app.staff('listKeys')).json()) as { keys: { purpose: string; kid: string; goodUntil?: string }[] }).keys
    expect(Date.parse((await listed()).find((key) => key.kid === kidOf(token))?.goodUntil ?? '')).toBeGreaterThan(Date.now() + 399 * DAY_MS)
    expect(JSON.stringify(await listed())).not.toContain('secret')

    await app.staff('rotateKey', { body: { purpose: 'sign', keepDays: 0 } })
    expect((await listed()).filter(({ purpose }) => purpose === 'sign')).toHaveLength(1)
    const order = await buildOrder(app, { touches: [token] })
    const answer = (await (await post(await otherProcess(), '/v1/orders', order)).json()) as OrderAnswer
    expect(answer.attribution).toMatchObject({
      reason: 'site',
      candidates: expect.arrayContaining([expect.objectContaining({ outcome: 'bad_signature' })]),
    })
    expect(kid).not.toBe('')
  })
})

describe('a staff key', () => {
  test('is followed by another without a moment in which neither is good, and the last one stays', async () => {
    const { key } = (await (await app.staff('postKey', { body: { name: 'second' } })).json()) as { key: string }
    const second = `Bearer ${key}`
    const [admin] = await app.database.query<{ kid: string }>(`select kid from keys where name = 'admin'`)
    const retire = (kid: string, keepHours: number) =>
      app.staff('retireKey', { parameters: { kid }, body: { keepHours }, authorization: second })
    expect((await retire(admin?.kid ?? '', 1)).status).toBe(200)
    expect((await app.staff('listKeys')).status).toBe(200)
    expect((await retire(key.slice(0, 10), 0)).status).toBe(404)
    await app.database.query(`update keys set expires_at = now() - interval '1 second' where kid = $1`, [admin?.kid])
    expect((await app.staff('listKeys')).status).toBe(401)
    expect((await app.staff('listKeys', { authorization: second })).status).toBe(200)
    await app.database.query(`update keys set expires_at = null where kid = $1`, [admin?.kid])
  })
})

test('an affiliate’s key is followed by another of its name, and both are good for the time that was said', async () => {
  const parameters = { code: sub.code }
  const made = (await (await app.staff('postAffiliateKey', { parameters, body: { name: 'bookkeeping' } })).json()) as {
    kid: string
    key: string
  }
  const balance = (key: string) => app.app.request(`${app.origin}/v1/affiliate/balance`, { headers: { Authorization: `Bearer ${key}` } })
  const answer = await app.staff('rotateAffiliateKey', { parameters: { ...parameters, kid: made.kid }, body: { keepHours: 2 } })
  const next = (await answer.json()) as { name: string; key: string }
  expect(next.name).toBe('bookkeeping')
  for (const { key } of [made, next]) expect((await balance(key)).status).toBe(200)
  app.clock.now += 2 * 60 * 60 * 1_000
  expect((await balance(made.key)).status).toBe(401)
  expect((await balance(next.key)).status).toBe(200)
})

test('the key of payment details is followed by another while the server runs, and what it sealed is sealed anew', async () => {
  const file = join(app.dataDir, 'details.key')
  await app.staff('putDetails', { parameters: { code: sub.code }, body: { holder: 'Sub', account: 'DE02120300000000202051' } })
  const former = readFileSync(file, 'utf8').trim()
  const sealed = () => app.database.query<{ sealed: Buffer }>('select sealed from payment_details')
  const before = await sealed()
  const fresh = Buffer.alloc(32, 7).toString('base64url')
  writeFileSync(file, `${fresh}\n${former}\n`)
  expect(await (await app.staff('resealDetails')).json()).toEqual({ resealed: 1, unreadable: 0 })
  writeFileSync(file, `${fresh}\n`)
  expect(await sealed()).not.toEqual(before)
  expect(await (await app.staff('resealDetails')).json()).toEqual({ resealed: 1, unreadable: 0 })
  writeFileSync(file, `${former}\n`)
  expect(await (await app.staff('resealDetails')).json()).toEqual({ resealed: 0, unreadable: 1 })
})

test('a key of another purpose cannot be rotated: the program key is for ever', async () => {
  expect(await rotate('program')).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/purpose' }] })
  expect(await rotate('staff')).toMatchObject({ code: 'request_invalid' })
})
