import { join } from 'node:path'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { createLog } from '../http/log.ts'
import { createParent, ensureAdminKey } from '../parent.ts'
import { createFileStore } from '../store/files.ts'
import { detailsKeysFor } from './details-keys.ts'
import type { Environment } from './environment.ts'
import { openFrom } from './open.ts'

/** The parent in this process, without a port. */
export interface LocalParent {
  readonly app: Hono
  readonly origin: string
  /** The staff key that calls it. */
  readonly key: string
  close(): Promise<void>
}

/** Opens the data in this process and makes the parent over it. `lastOrigin` is where a server that has ended was reached. */
export async function openLocalParent(environment: Environment, lastOrigin: string | undefined): Promise<LocalParent> {
  const { allowsPrivateWebhooks, dataDir, port, publicUrl, staffKey, widgetDir } = environment
  const database = await openFrom(environment)
  const origin = publicUrl ?? lastOrigin ?? `http://localhost:${port}`
  const { app } = await createParent({
    database,
    origin,
    allowsPrivateWebhooks,
    log: createLog('error', pino.destination({ fd: 2, sync: true })),
    folders: { widget: widgetDir },
    files: createFileStore(join(dataDir, 'files')),
    spoolFolder: dataDir,
    detailsKeys: detailsKeysFor(environment),
  })
  const adminKey = await ensureAdminKey(database, dataDir)
  return { app, origin, key: staffKey ?? adminKey, close: () => database.close() }
}
