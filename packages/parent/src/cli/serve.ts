import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve as listen, type ServerType } from '@hono/node-server'
import { pino } from 'pino'
import { createLog } from '../http/log.ts'
import { startCatalogues } from '../jobs/catalogues.ts'
import { startCommissions } from '../jobs/commissions.ts'
import type { Job } from '../jobs/job.ts'
import { startLeads } from '../jobs/leads.ts'
import { startMail } from '../jobs/mail.ts'
import { startRetention } from '../jobs/retention.ts'
import { startUnclaimedFiles } from '../jobs/unclaimed-files.ts'
import { startWaitingOrders } from '../jobs/waiting-orders.ts'
import { startWebhooks } from '../jobs/webhooks.ts'
import { createParent, ensureAdminKey } from '../parent.ts'
import { createFileStore } from '../store/files.ts'
import { holdsLock } from '../store/lock.ts'
import { detailsKeysFor } from './details-keys.ts'
import { type Environment, UsageError } from './environment.ts'
import { openFrom } from './open.ts'
import { removeServerFile, writeServerFile } from './server-file.ts'

// As long as it takes until who keeps a connection has asked once more.
const DRAIN_MS = 2_000
// Requests in hand may finish; after this the rest is cut off.
const GRACE_MS = 10_000

/**
 * `tributary serve`: listens until SIGTERM or SIGINT. Prints one line `serving <origin>` to standard output when it is ready; logs, one JSON
 * object a line, go to standard error.
 */
export async function serve(environment: Environment): Promise<void> {
  // Synchronous, so that the last words of a process that ends are not lost.
  const log = createLog(process.env['LOG_LEVEL'] || 'info', pino.destination({ fd: 2, sync: true }))
  const readiness = {
    isStopping: false,
    holdsData: () => environment.databaseUrl !== undefined || holdsLock(environment.dataDir),
  }
  const database = await openFrom(environment)
  const woken: Job[] = []
  try {
    const port = await freePort(environment.port)
    const origin = environment.publicUrl ?? `http://localhost:${port}`
    const folders = { widget: environment.widgetDir, media: environment.mediaDir }
    const { parent, app } = await createParent({
      database,
      origin,
      log,
      folders,
      wake: () => {
        for (const job of woken) job.wake()
      },
      trustsProxy: environment.trustsProxy,
      limits: environment.limits,
      allowsPrivateWebhooks: environment.allowsPrivateWebhooks,
      files: createFileStore(join(environment.dataDir, 'files')),
      spoolFolder: environment.dataDir,
      readiness,
      metricsKey: environment.metricsKey,
      detailsKeys: detailsKeysFor(environment),
    })
    await ensureAdminKey(database, environment.dataDir)
    parent.metrics.watchProcess()

    const server = await start(app.fetch, port)
    const jobs = [
      startWaitingOrders(parent),
      startCommissions(parent),
      startLeads(parent),
      startUnclaimedFiles(parent),
      startRetention(parent),
    ]
    woken.push(startWebhooks(parent), startCatalogues(parent))
    if (environment.smtpUrl !== undefined) woken.push(startMail({ database, smtpUrl: environment.smtpUrl, log }))
    jobs.push(...woken)
    writeServerFile(environment.dataDir, { local: `http://127.0.0.1:${port}`, origin })
    if (environment.databaseUrl === undefined)
      log.info('embedded database: each commit is synced to the disk; one process, and one order after the other')
    process.stdout.write(`serving ${origin}\n`)

    await stopSignal()
    readiness.isStopping = true
    await Promise.all([drain(server), ...jobs.map((job) => job.stop())])
    removeServerFile(environment.dataDir)
  } finally {
    await database.close()
  }
}

// The origin stands in links and must be known before the app is made, so port 0 is settled first.
async function freePort(port: number): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)))
    probe.listen(port, () => {
      const { port: taken } = probe.address() as AddressInfo
      probe.close(() => resolve(taken))
    })
  })
}

const start = (fetch: (request: Request) => Response | Promise<Response>, port: number): Promise<ServerType> =>
  new Promise((resolve, reject) => {
    const server = listen({ fetch, port }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)))
  })

const portError = (port: number, error: NodeJS.ErrnoException): Error => {
  if (error.code === 'EADDRINUSE')
    return new UsageError(`Port ${port} is taken by another program. Stop that one, or choose another with PORT.`)
  if (error.code === 'EACCES') return new UsageError(`Port ${port} may not be used by this user. Choose one above 1023 with PORT.`)
  return error
}

const stopSignal = (): Promise<unknown> =>
  new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })

// First every answer closes its connection, and whoever is told so, or asks `/ready`, sends nothing here any more; only then is nobody let in. What is in hand is
// finished. Closing at once would cut off who kept a connection, and who stands in the queue of the system.
async function drain(server: ServerType): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, DRAIN_MS))
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), GRACE_MS).unref()
  })
}
