import { addPlacement, type PlacementRow, placementsOfSite } from '@tributary/parent/store/placements'
import { newId } from '@tributary/protocol/id'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const MOST = 200

let database: TestDatabase
let app: TestApp
beforeAll(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
}, 60_000)
afterAll(async () => {
  await app.close()
  await database.drop()
})

const buildRow = (): Omit<PlacementRow, 'siteKey'> => ({
  ...{ id: newId('placement'), name: 'One', kind: 'offer', attributes: { offer: 'mug' }, updatedAt: new Date(app.clock.now) },
})

async function siteId(key: string): Promise<number> {
  const [site] = await app.database.query<{ id: number }>('select site_id as id from sites where key = $1', [key])
  return site?.id ?? 0
}

test('a site has 200 placements at most, however many are added at the same moment', async () => {
  const site = await siteId(app.site.key)
  const added = await Promise.all(Array.from({ length: MOST + 25 }, () => addPlacement(app.database, 1, site, buildRow())))
  expect(added.filter(Boolean)).toHaveLength(MOST)
  expect(await placementsOfSite(app.database, 1, site)).toHaveLength(MOST)
  // Another site’s are counted by themselves.
  expect(await addPlacement(app.database, 1, await siteId(app.testSite.key), buildRow())).toBe(true)
})

describe('the database holds no placement', () => {
  const insert = async (changed: Record<string, unknown>) => {
    const row = { id: newId('placement'), name: 'One', kind: 'cart', attributes: '{}', at: '2026-03-02', updated: '2026-03-02', ...changed }
    const site = await siteId(app.testSite.key)
    await app.database.query(
      `insert into placements (program_id, site_id, id, name, kind, attributes, created_at, updated_at) values (1, $1, $2, $3, $4, $5, $6, $7)`,
      [site, row.id, row.name, row.kind, row.attributes, row.at, row.updated],
    )
  }

  test.each([
    ['without a name', { name: '  ' }, 'placement_has_a_name'],
    ['of a kind that there is none of', { kind: 'placement' }, 'placement_kind_is_known'],
    ['whose attributes are no object', { attributes: '["offer"]' }, 'placement_attributes_are_an_object'],
    ['with an id of another kind', { id: newId('offer') }, 'placement_id_has_its_prefix'],
    ['changed before it was made', { updated: '2026-03-01' }, 'placement_is_changed_after_it_is_made'],
  ])('%s', async (_, changed, constraint) => {
    await expect(insert(changed)).rejects.toThrow(constraint)
  })
})
