import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { NO_FAULTS, seededRandom, startFaultProxy } from '../../scripts/fault-proxy.mjs'

const BODY = 'x'.repeat(300_000)

// Long enough for a busy machine to answer in.
const STALLED_MS = 2_500

let server: Server
let taken = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().once('end', () => {
      taken += 1
      response.end(BODY)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

type Proxy = Awaited<ReturnType<typeof startFaultProxy>>
const opened: Proxy[] = []
afterEach(() => Promise.all(opened.splice(0).map((proxy) => proxy.close())))
const open = async (faults = NO_FAULTS, seed = 1): Promise<Proxy> => {
  const proxy = await startFaultProxy((server.address() as AddressInfo).port, seed)
  proxy.set(faults)
  opened.push(proxy)
  return proxy
}

// A connection of its own each, as a share is a share of the connections.
const ask = async ({ origin }: Proxy): Promise<string> => {
  const init = { method: 'POST', body: 'order', headers: { Connection: 'close' }, signal: AbortSignal.timeout(STALLED_MS) }
  return fetch(origin, init).then(
    async (response) => ((await response.text()) === BODY ? 'whole' : 'cut'),
    (error: Error) => (error.name === 'TimeoutError' ? 'stalled' : 'reset'),
  )
}
const outcomes = async (proxy: Proxy, times: number) => {
  const all: string[] = []
  for (let time = 0; time < times; time++) all.push(await ask(proxy).catch(() => 'reset'))
  return all
}
const brokenOf = async (proxy: Proxy, times: number) => {
  const all = await Promise.all(Array.from({ length: times }, () => ask(proxy).catch(() => 'reset')))
  return all.filter((outcome) => outcome !== 'whole')
}

describe('a bad network', () => {
  test('without faults passes every byte on', async () => {
    expect(await outcomes(await open(), 20)).toEqual(Array(20).fill('whole'))
  })

  test('delays each way', async () => {
    const proxy = await open({ delayMs: 100, brokenShare: 0 })
    const startedAt = performance.now()
    expect(await ask(proxy)).toBe('whole')
    expect(performance.now() - startedAt).toBeGreaterThan(195)
  })

  test('breaks its share of connections, in every way that it knows', async () => {
    const broken = await brokenOf(await open({ delayMs: 0, brokenShare: 0.3 }), 100)
    expect(20 <= broken.length && broken.length <= 40).toBe(true)
    expect(new Set(broken)).toEqual(new Set(['reset', 'stalled']))
  })

  test('lets the server take what the client never hears of', async () => {
    taken = 0
    const broken = await brokenOf(await open({ delayMs: 0, brokenShare: 0.5 }), 30)
    expect(taken).toBeGreaterThan(30 - broken.length)
  })

  test('is the same one for the same seed', async () => {
    const once = await outcomes(await open({ delayMs: 0, brokenShare: 0.5 }, 7), 8)
    expect(await outcomes(await open({ delayMs: 0, brokenShare: 0.5 }, 7), 8)).toEqual(once)
  })

  test('is down, and is up again', async () => {
    const proxy = await open()
    proxy.down()
    expect(await outcomes(proxy, 3)).toEqual(['reset', 'reset', 'reset'])
    proxy.up()
    expect(await outcomes(proxy, 3)).toEqual(['whole', 'whole', 'whole'])
  })
})

test('seeded numbers spread evenly', () => {
  const random = seededRandom(3)
  const numbers = Array.from({ length: 10_000 }, random)
  expect(numbers.reduce((sum, number) => sum + number) / numbers.length).toBeCloseTo(0.5, 1)
  expect(numbers.filter((number) => number < 0.3).length / numbers.length).toBeCloseTo(0.3, 1)
})
