import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestApp } from './app.ts'

/** A request as a released SDK sent it, byte for byte, and the status that it was answered with. */
export interface SentRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly status: number
}

/** What a server must be for the bytes of a recording to mean the same: its moment, its names, and the keys that the recording was sealed to and signed with. */
export interface RecordedWorld {
  readonly at: string
  readonly program: string
  readonly site: string
  readonly keys: readonly { readonly purpose: string; readonly kid: string; readonly secret: string }[]
}

const FOLDER = fileURLToPath(new URL('../contract/', import.meta.url))

/** The releases that were recorded. */
export const releases = (): string[] => readdirSync(FOLDER).sort()

/** The world and the requests of a release, in the order in which they were sent. */
export function readRelease(version: string): { world: RecordedWorld; requests: SentRequest[] } {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, version, name), 'utf8'))
  const names = readdirSync(join(FOLDER, version)).filter((name) => /^\d/.test(name))
  return { world: read('world.json') as RecordedWorld, requests: names.sort().map((name) => read(name) as SentRequest) }
}

/** Writes a recording down, a file a request. */
export function writeRelease(version: string, world: RecordedWorld, requests: readonly SentRequest[]): void {
  mkdirSync(join(FOLDER, version), { recursive: true })
  const write = (name: string, value: unknown) => writeFileSync(join(FOLDER, version, name), `${JSON.stringify(value, null, 2)}\n`)
  write('world.json', world)
  for (const [index, request] of requests.entries()) {
    const what = request.path.split(/[/?]/)[2] ?? 'request'
    write(`${String(index + 1).padStart(2, '0')}-${request.method.toLowerCase()}-${what}.json`, request)
  }
}

/** What must be known of a server to replay what it is sent now. Its keys were made for this test and are good for nothing else. */
export async function worldOf(app: TestApp): Promise<RecordedWorld> {
  const [program] = await app.database.query<{ id: string }>('select id from programs')
  const keys = await app.database.query<RecordedWorld['keys'][number]>(
    `select purpose, kid, encode(secret, 'hex') as secret from keys where purpose in ('sign', 'seal') order by purpose`,
  )
  return { at: new Date(app.clock.now).toISOString(), program: program?.id ?? '', site: app.site.key, keys }
}

/** Makes a fresh server the one that a recording was made with. */
export async function becomeWorld(app: TestApp, { at, program, site, keys }: RecordedWorld): Promise<void> {
  app.clock.now = Date.parse(at)
  await app.database.query('update programs set id = $1', [program])
  await app.database.query('update sites set key = $1 where key = $2', [site, app.site.key])
  for (const { purpose, kid, secret } of keys)
    await app.database.query(`update keys set kid = $2, secret = decode($3, 'hex') where purpose = $1`, [purpose, kid, secret])
}
