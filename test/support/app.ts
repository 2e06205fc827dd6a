import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createParent, detailsKeysOf, ensureAdminKey } from '@tributary/parent/parent'
import type { Parent } from '@tributary/parent/routes/route'
import { type Database, type DatabasePlace, openDatabase } from '@tributary/parent/store/database'
import { createFileStore } from '@tributary/parent/store/files'
import type { Affiliate } from '@tributary/protocol/affiliate'
import type { EndpointName } from '@tributary/protocol/endpoint'
import { ENDPOINTS, endpointPath } from '@tributary/protocol/endpoint'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { AddedSite } from '@tributary/protocol/site'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { inject } from 'vitest'
import { buildCatalogue, buildPolicy } from './build.ts'

/** The real parent over a real database, called without a port. */
export interface TestApp {
  readonly app: Hono
  readonly parent: Parent
  /** The data folder, with `admin.key` in it. */
  readonly dataDir: string
  readonly database: Database
  /** The parent's own origin. */
  readonly origin: string
  /** The origin of the affiliate's page. */
  readonly pageOrigin: string
  readonly affiliate: Affiliate
  readonly site: AddedSite
  readonly testSite: AddedSite
  /** What a page's `fetch` would do: it names the page's origin. */
  readonly fetch: typeof globalThis.fetch
  /** Calls a staff endpoint; answers the response. */
  staff(
    name: EndpointName,
    request?: { parameters?: Record<string, string>; query?: string; body?: unknown; authorization?: string },
  ): Promise<Response>
  /** The present moment of the parent's clock; set it to travel. */
  clock: { now: number }
  close(): Promise<void>
}

let image: Blob | undefined

/** A migrated database in memory, of its own. */
export const migratedMemory = (): DatabasePlace => ({
  memory: true,
  image: (image ??= new Blob([readFileSync(inject('databaseImage').file)])),
})

/** A parent with a small catalogue, one affiliate and two of its sites, one of them for tests. */
export async function createTestApp(
  options: {
    place?: DatabasePlace
    policy?: Partial<ProgramPolicy>
    catalogue?: object
    allowsPrivateWebhooks?: boolean
    mostInHand?: number
    limits?: 'on' | 'off'
  } = {},
): Promise<TestApp> {
  const {
    place = migratedMemory(),
    policy = {},
    catalogue = buildCatalogue(),
    allowsPrivateWebhooks = false,
    mostInHand,
    limits = 'off',
  } = options
  const folder = mkdtempSync(join(tmpdir(), 'tributary-test-'))
  const database = await openDatabase(place)
  const origin = 'https://parent.example'
  const pageOrigin = 'https://blog.example'
  const clock = { now: Date.parse('2026-03-02T10:00:00Z') }
  const { parent, app } = await createParent({
    database,
    origin,
    allowsPrivateWebhooks,
    log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
    folders: { widget: join(folder, 'none') },
    now: () => new Date(clock.now),
    ...(mostInHand !== undefined && { mostInHand }),
    limits,
    files: createFileStore(join(folder, 'files')),
    detailsKeys: detailsKeysOf(folder),
    bodyLimits: { bytes: 32 * 1_024, timeoutMs: 300 },
  })
  const key = await ensureAdminKey(database, folder)

  const staff: TestApp['staff'] = async (name, { parameters = {}, query = '', body, authorization = `Bearer ${key}` } = {}) => {
    const { method } = ENDPOINTS[name]
    const url = `${origin}${endpointPath(name, parameters)}${query}`
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
    return app.request(url, { method, headers: { Authorization: authorization }, ...(method === 'GET' ? {} : { body: text }) })
  }
  const made = async <Value>(name: EndpointName, body: unknown): Promise<Value> => {
    const response = await staff(name, { body })
    if (!response.ok) throw new Error(`${name} failed: ${await response.text()}`)
    return (await response.json()) as Value
  }

  await made('putProgram', { ...buildPolicy(), ...policy })
  await made('postCatalogue', JSON.stringify(catalogue))
  const affiliate = await made<Affiliate>('postAffiliate', { name: 'Fernweh', email: 'kim@fernweh.example', code: 'FERNWEH' })
  const newSite = { affiliate: affiliate.code, name: 'Fernweh blog', origins: [pageOrigin] }
  const site = await made<AddedSite>('postSite', newSite)
  const testSite = await made<AddedSite>('postSite', { ...newSite, test: true })

  return {
    app,
    parent,
    dataDir: folder,
    database,
    origin,
    pageOrigin,
    affiliate,
    site,
    testSite,
    staff,
    clock,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const headers = new Headers(request.headers)
      headers.set('Origin', pageOrigin)
      return app.request(new Request(request, { headers }))
    },
    close: async () => {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
