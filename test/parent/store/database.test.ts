import { type AddressInfo, createServer } from 'node:net'
import { type Database, openDatabase } from '@tributary/parent/store/database'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../support/postgres.ts'

// A pool of node-postgres closes a connection after ten seconds, if it is not told otherwise.
const IDLE_MS = 60_000

const PLACES = {
  'the embedded database': async () => ({ memory: true as const, drop: async () => {} }),
  PostgreSQL: createTestDatabase,
}

describe.each(Object.entries(PLACES))('%s', (_, place) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => {
    const made = await place()
    drop = made.drop
    database = await openDatabase(made)
  })
  afterAll(async () => {
    await database.close()
    await drop()
  })

  const one = async (): Promise<unknown> => (await database.query('select $1::text as one', ['1']))[0]

  test.each([
    ['a value that it cannot read', 'select $1::bigint', ['x']],
    ['a text that it cannot hold', 'select $1::text', ['\u0000']],
    ['a statement that it does not understand', 'select from where', []],
    ['a failure while it answers', 'select 1 / $1::integer', ['0']],
  ])('goes on after %s', async (_, statement, values) => {
    const [failed, ...others] = await Promise.allSettled([database.query(statement, values), one(), one(), one()])
    expect(failed).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/invalid|syntax error|division by zero/) },
    })
    // Those that waited for the connection are other customers.
    expect(others).toEqual(Array.from({ length: 3 }, () => ({ status: 'fulfilled', value: { one: '1' } })))
  })

  test('answers a statement that it keeps after it was left alone for longer than a pool keeps what is idle', async () => {
    const kept = (): Promise<unknown[]> => database.query('select $1::text as one', ['1'], 'kept_over_idle')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      expect(await kept()).toEqual([{ one: '1' }])
      await vi.advanceTimersByTimeAsync(IDLE_MS)
    } finally {
      vi.useRealTimers()
    }
    expect(await kept()).toEqual([{ one: '1' }])
  })

  test.each(['\uFEFF', '\uFEFFa', '\uFFFE', '\u0001', '𝒜', '\r\n', '\\', "'"])('keeps %j as it is', async (text) => {
    expect(await database.query('select $1::text as text, array[$1::text] as list, to_jsonb($1::text) as json', [text])).toEqual([
      { text, list: [text], json: text },
    ])
  })

  test('takes a failed transaction back and goes on', async () => {
    await database.query('create table kept (value text)')
    const failed = database.transaction(async (transaction) => {
      await transaction.query('insert into kept values ($1)', ['lost'])
      await transaction.query('select $1::bigint', ['x'])
    })
    await expect(failed).rejects.toThrow('invalid input syntax')
    await database.transaction((transaction) => transaction.query('insert into kept values ($1)', ['kept']))
    expect(await database.query('select value from kept')).toEqual([{ value: 'kept' }])
  })
})

test('a connection that the server ends in the middle of a transaction fails that transaction only', async () => {
  const { url, drop } = await createTestDatabase()
  const database = await openDatabase({ url })
  const cut = database.transaction(async (transaction) => {
    const [backend] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid')
    await database.query('select pg_terminate_backend($1)', [backend?.pid])
    await new Promise((resolve) => setTimeout(resolve, 100))
    await transaction.query('select 1')
  })
  await expect(cut).rejects.toThrow()
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  await database.close()
  await drop()
})

test('a server that greets and ends in one breath fails the statement and not the process', async () => {
  const message = (type: string, body: string): Buffer => {
    const bytes = Buffer.from(body, 'latin1')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length + 4)
    return Buffer.concat([Buffer.from(type), length, bytes])
  }
  const greeting = [message('R', '\0\0\0\0'), message('Z', 'I')]
  const ending = message('E', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0')
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(Buffer.concat([...greeting, ending])))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const database = await openDatabase({ url: `postgres://somebody@127.0.0.1:${port}/postgres` })
  await expect(database.query('select 1')).rejects.toThrow()
  await expect(database.transaction((transaction) => transaction.query('select 1'))).rejects.toThrow()
  await database.close()
  server.close()
})
