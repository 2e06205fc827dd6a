import * as sdk from '@tributary/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../support/app.ts'
import { type Sdk, simulate } from './simulate.ts'
import { createStormApp, seedsFrom, storms } from './storms.ts'
import type { Mutation } from './without.ts'

const IN_EVERY_TEST_RUN = 500
const UNTIL_CAUGHT = 1_000
const MINUTES = 60_000

let app: TestApp
beforeAll(async () => {
  app = await createStormApp()
})
afterAll(() => app.close())

describe('a seed', () => {
  test('is the same storm each time, to the last operation', async () => {
    for (const seed of seedsFrom(1, 10)) {
      const [first, second] = [await simulate(app, seed, sdk), await simulate(app, seed, sdk)]
      expect([seed, second.hash]).toEqual([seed, first.hash])
      expect(first.trace.length).toBeGreaterThan(50)
    }
  })
})

describe(`${IN_EVERY_TEST_RUN} storms`, () => {
  test(
    'lose no order that was saved or acknowledged, double none, and leave none in the browser',
    async () => {
      const weather = await storms(app, seedsFrom(1, IN_EVERY_TEST_RUN), sdk)
      expect(weather.failed.map(({ seed, untrue }) => ({ seed, untrue }))).toEqual([])
      // What did not blow was not weathered.
      expect(weather.orders).toBeGreaterThan(IN_EVERY_TEST_RUN / 2)
      expect(Object.fromEntries(weather.faults)).toMatchObject(Object.fromEntries(EVERY_FAULT.map((kind) => [kind, expect.any(Number)])))
    },
    10 * MINUTES,
  )
})

const EVERY_FAULT = [
  ...['request dropped', 'answer dropped', 'answer too late', 'sent twice', 'refused connection', 'captive portal'],
  ...['status 409', 'status 429', 'status 500', 'status 503', 'storage aborts'],
  ...['tab killed', 'second tab', 'server restarted', 'clock jumps'],
]

describe(`within ${UNTIL_CAUGHT} storms it is found out`, () => {
  test.each<[Mutation, () => Promise<Sdk>]>([
    ['save-before-send', () => import('../../packages/sdk/src/tributary.ts?without=save-before-send')],
    ['delete-after-answer', () => import('../../packages/sdk/src/tributary.ts?without=delete-after-answer')],
  ])(
    'when the outbox is without its %s',
    async (_, mutated) => {
      const { failed } = await storms(app, seedsFrom(1, UNTIL_CAUGHT), await mutated(), 1)
      expect(failed[0]?.untrue.join()).toContain('was saved, and is not at the parent')
    },
    10 * MINUTES,
  )

  test(
    'when the database does not see to it that an order id is unique',
    async () => {
      const careless = await createStormApp()
      await careless.database.query('alter table intakes drop constraint intakes_pkey cascade')
      await careless.database.query('alter table orders drop constraint order_id_is_unique')
      const { failed } = await storms(careless, seedsFrom(1, UNTIL_CAUGHT), sdk, 1)
      await careless.close()
      expect(failed[0]?.untrue.join()).toMatch(/doubled|is at the parent|is not at the parent/)
    },
    10 * MINUTES,
  )
})
