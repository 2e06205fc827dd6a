import fs, { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '@tributary/parent/store/database'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'

const real = { fdatasyncSync: fs.fdatasyncSync, writeSync: fs.writeSync }

function replace(functions: Partial<typeof real>): void {
  Object.assign(fs, functions)
  syncBuiltinESMExports()
}

const diskFull = (() => {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' })
}) as typeof fs.writeSync

let folder: string
let database: Database
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-durable-'))
  database = await openDatabase({ folder })
}, 60_000)
afterEach(() => replace(real))
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the embedded database in a folder', () => {
  test('syncs each commit to the disk before it answers', async () => {
    await database.query('create table kept (value integer)')
    let syncs = 0
    replace({
      fdatasyncSync: (handle) => {
        syncs++
        real.fdatasyncSync(handle)
      },
    })
    for (let value = 1; value <= 20; value++) {
      await database.query('insert into kept values ($1)', [value])
      expect(syncs).toBeGreaterThanOrEqual(value)
    }
    // What only reads has nothing to sync.
    const before = syncs
    await database.query('select * from kept')
    expect(syncs).toBe(before)
  })

  test('answers a commit that the disk refuses with the disk’s reason, and goes on when the disk does', async () => {
    await database.query('create table counted (value integer)')
    await database.query('insert into counted values (1)')
    replace({
      fdatasyncSync: () => {
        throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
      },
    })
    await expect(database.query('insert into counted values (2)')).rejects.toThrow(/could not fsync|I\/O error/)
    replace(real)
    expect(await database.query('select value from counted where value = 1')).toEqual([{ value: 1 }])
    await database.query('insert into counted values (3)')
  })
})

test('on a full disk orders are answered “try again”, and those that were acknowledged are there when it has space again', {
  timeout: 120_000,
}, async () => {
  const place = mkdtempSync(join(tmpdir(), 'tributary-full-'))
  const app = await createTestApp({ place: { folder: place } })
  try {
    const [first, second] = [await buildOrder(app), await buildOrder(app)]
    expect((await postOrder(app, first)).status).toBe(201)
    replace({ writeSync: diskFull })
    const [refused, again] = [await postOrder(app, second), await postOrder(app, second)]
    expect([refused.status, again.status]).toEqual([503, 503])
    expect(await refused.json()).toMatchObject({ code: 'unavailable', final: false })
    expect(refused.headers.get('Retry-After')).toBe('2')
    replace(real)
    expect((await postOrder(app, first)).status).toBe(200)
    expect((await postOrder(app, second)).status).toBeLessThan(300)
    const orders = await app.database.query('select count(*)::int, count(distinct id)::int as ids from orders')
    expect(orders).toEqual([{ count: 2, ids: 2 }])
  } finally {
    replace(real)
    await app.close()
    rmSync(place, { recursive: true, force: true })
  }
})
