import { newId } from '@tributary/protocol/id'
import { afterEach, describe, expect, test } from 'vitest'
import { allOrderIds, inParallel, openShop, orderBytes, postBytes } from '../support/order-load.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { startServer, type TestServer } from '../support/server.ts'

// Every day a part of it; `npm run durability`, which is a part of CI, all of it.
const isWhole = process.env['DURABILITY'] === 'whole'
const IDS = isWhole ? 200 : 10
const REPEATS = 100
const ORDERS = isWhole ? 2_000 : 200

let server: TestServer | undefined
let database: TestDatabase | undefined
afterEach(async () => {
  await server?.stop()
  await database?.drop()
  server = undefined
  database = undefined
})

async function start(kind: string): Promise<TestServer> {
  if (kind === 'PostgreSQL') database = await createTestDatabase()
  server = await startServer(database ? { databaseUrl: database.url } : {})
  return server
}

describe.each(['the embedded database', 'PostgreSQL'])('on %s', (kind) => {
  test(`${REPEATS} parallel posts of one order id, for ${IDS} ids, make exactly ${IDS} orders`, async () => {
    const shop = await openShop(await start(kind))
    const statuses = new Map<number, number>()
    const ids = Array.from({ length: IDS }, () => newId('order'))
    await inParallel(ids, 2, async (id) => {
      const body = orderBytes(shop, id)
      const answers = await Promise.all(Array.from({ length: REPEATS }, () => postBytes(shop, body)))
      for (const status of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    })
    expect(Object.fromEntries(statuses)).toEqual({ 201: IDS, 200: IDS * (REPEATS - 1) })
    expect((await allOrderIds(shop)).sort()).toEqual([...ids].sort())
  }, 600_000)

  test(`kill -9 in the middle of ${ORDERS} orders loses none that was acknowledged`, async () => {
    let shop = await openShop(await start(kind))
    const acknowledged: string[] = []
    const ids = Array.from({ length: ORDERS }, () => newId('order'))
    const killed = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (acknowledged.length < ORDERS / 2) return
        clearInterval(timer)
        resolve(shop.server.kill('SIGKILL'))
      }, 5)
    })
    await inParallel(ids, 16, async (id) => {
      if ((await postBytes(shop, orderBytes(shop, id))) === 201) acknowledged.push(id)
    })
    await killed
    expect(acknowledged.length).toBeGreaterThanOrEqual(ORDERS / 2)
    expect(acknowledged.length).toBeLessThan(ORDERS)

    server = await shop.server.restart()
    shop = { ...shop, server }
    const kept = new Set(await allOrderIds(shop))
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    // What was not acknowledged is sent again, as a page would, and is there once.
    await inParallel(ids, 16, async (id) => void (await postBytes(shop, orderBytes(shop, id))))
    expect((await allOrderIds(shop)).sort()).toEqual([...ids].sort())
  }, 600_000)
})

test('a second process on the same embedded data folder is refused with one sentence', async () => {
  const first = await start('embedded')
  const second = startServer({ dataDir: first.dataDir })
  await expect(second).rejects.toThrow(/^the server ended with 1: The data folder .+ is in use by process \d+\. Stop that one first.*\n$/)
})
