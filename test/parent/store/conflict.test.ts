import { type Database, openDatabase, type Queryable } from '@tributary/parent/store/database'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let made: TestDatabase
let database: Database
beforeAll(async () => {
  made = await createTestDatabase()
  database = await openDatabase(made)
  await database.query('create table jars (jar integer primary key, beans integer not null)')
})
beforeEach(async () => {
  await database.query('truncate jars')
  await database.query('insert into jars values (1, 0), (2, 0)')
})
afterAll(async () => {
  await database.close()
  await made.drop()
})

const add = (asked: Queryable, jar: number): Promise<unknown> => asked.query('update jars set beans = beans + 1 where jar = $1', [jar])

const beans = async (): Promise<unknown> => database.query('select jar, beans from jars order by jar')

/** Two transactions that each hold what the other one wants: PostgreSQL ends one of them. Answers how often either was begun. */
async function inACircle(isRepeatable: boolean): Promise<{ readonly begun: number; readonly outcomes: string[] }> {
  let begun = 0
  let meet: () => void = () => {}
  const both = new Promise<void>((resolve) => {
    meet = resolve
  })
  const through = (first: number, second: number) =>
    database.transaction(
      async (transaction) => {
        begun++
        await add(transaction, first)
        if (begun === 2) meet()
        await both
        await add(transaction, second)
      },
      { isRepeatable },
    )
  const outcomes = await Promise.allSettled([through(1, 2), through(2, 1)])
  return { begun, outcomes: outcomes.map(({ status }) => status).sort() }
}

describe('a transaction that waits in a circle with another', () => {
  test('is done again, once in all', async () => {
    expect(await inACircle(true)).toEqual({ begun: 3, outcomes: ['fulfilled', 'fulfilled'] })
    expect(await beans()).toEqual([
      { jar: 1, beans: 2 },
      { jar: 2, beans: 2 },
    ])
  })

  test('fails where its work must not be done twice', async () => {
    expect(await inACircle(false)).toEqual({ begun: 2, outcomes: ['fulfilled', 'rejected'] })
  })
})

test('a single statement that waits in a circle is done again', async () => {
  let meet: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    meet = resolve
  })
  const other = database.transaction(async (transaction) => {
    await add(transaction, 2)
    meet()
    await transaction.query('select pg_sleep(0.3)')
    await add(transaction, 1)
  })
  await held
  await Promise.all([other, database.query('update jars set beans = beans + 10 where jar in (1, 2)')])
  expect(await beans()).toEqual([
    { jar: 1, beans: 11 },
    { jar: 2, beans: 11 },
  ])
})

test('what conflicts each time is tried three times, and then told', async () => {
  let tries = 0
  const conflicting = database.transaction(async (transaction) => {
    tries++
    await transaction.query(`do $$ begin raise exception 'in the way' using errcode = '40001'; end $$`)
  })
  await expect(conflicting).rejects.toMatchObject({ code: '40001' })
  expect(tries).toBe(3)
})

test('what fails for a reason of its own is tried once', async () => {
  let tries = 0
  const failing = database.transaction(async (transaction) => {
    tries++
    await transaction.query('select 1 / 0')
  })
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  expect(tries).toBe(1)
})
