import type { Problem } from '@tributary/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { allRows } from '../support/rows.ts'
import { isSharedHere, listShared, readShared } from '../support/shared-data.ts'

const SUITE = 'json/JSONTestSuite/'
const MOST_BYTES = 32 * 1_024

const filesOf = (kind: 'n' | 'y' | 'i') => listShared(SUITE).filter((name) => name.startsWith(`${kind}_`))

describe.skipIf(!isSharedHere)('JSONTestSuite', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app.close())

  const post = async (path: string, name: string) => {
    const answer = await app.fetch(app.origin + path, { method: 'POST', body: readShared(SUITE + name) })
    const { code } = (await answer.json()) as Problem
    return `${answer.status} ${code} ${answer.headers.get('Content-Type')}`
  }
  const answersOf = async (path: string, names: readonly string[]) =>
    Object.fromEntries(await Promise.all(names.map(async (name) => [name, await post(path, name)])))
  const isTooLarge = (name: string) => MOST_BYTES < readShared(SUITE + name).length

  describe.each(['/v1/orders', '/v1/quotes', '/v1/touches'])('posted to %s', (path) => {
    test('is refused as no JSON where it is none, or as too large where it is more than 32 KiB', async () => {
      const before = await allRows(app.database)
      const names = filesOf('n')
      expect(names).toHaveLength(188)
      const expected = names.map((name) => [
        name,
        isTooLarge(name) ? '413 body_too_large application/problem+json' : '400 body_not_json application/problem+json',
      ])
      expect(await answersOf(path, names)).toEqual(Object.fromEntries(expected))
      expect(await allRows(app.database)).toEqual(before)
    })

    test('is refused by its shape where it is valid', async () => {
      const before = await allRows(app.database)
      const names = filesOf('y')
      expect(names).toHaveLength(95)
      const expected = names.map((name) => [name, '422 request_invalid application/problem+json'])
      expect(await answersOf(path, names)).toEqual(Object.fromEntries(expected))
      expect(await allRows(app.database)).toEqual(before)
    })

    test('is refused either way where it may be either', async () => {
      const answers = await answersOf(path, filesOf('i'))
      for (const [name, answer] of Object.entries(answers)) {
        expect.soft([name, answer]).toEqual([name, expect.stringMatching(/^(400 body_not_json|422 request_invalid) /)])
      }
    })
  })
})
