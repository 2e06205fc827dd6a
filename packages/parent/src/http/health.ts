import type { Context, Hono } from 'hono'
import { isSame } from '../core/keyring.ts'
import type { Parent } from '../routes/route.ts'
import { appliedMigrations, migrationNames } from '../store/migrate.ts'
import { problemResponse } from './problem-response.ts'
import { staffOf } from './staff-door.ts'

const DATABASE_TIMEOUT_MS = 2_000

/**
 * `/health`: the process answers. `/ready`: requests may be sent here: the database answers within two seconds, has had exactly this version's migrations, is held
 * by this process, and this process was not told to end. Both also under the names that Kubernetes' own programs have, `/healthz` and `/readyz`. `/metrics` is for staff keys
 * and `METRICS_KEY`: a loopback address is no guard, since behind a proxy everybody has one.
 */
export function addHealth(app: Hono, parent: Parent): void {
  for (const path of ['/health', '/healthz']) app.get(path, (context) => context.json({ service: 'tributary', status: 'ok' }))
  for (const path of ['/ready', '/readyz'])
    app.get(path, async (context) => {
      const reason = await notReady(parent)
      if (reason === undefined) return context.json({ service: 'tributary', status: 'ready' })
      return problemResponse('unavailable', { detail: reason })
    })
  app.get('/metrics', (context) => metricsAnswer(parent, context))
}

async function metricsAnswer(parent: Parent, context: Context): Promise<Response> {
  const key = /^Bearer +(\S+)$/i.exec(context.req.header('Authorization') ?? '')?.[1] ?? ''
  if (parent.metricsKey === undefined || !isSame(key, parent.metricsKey)) {
    const staff = await staffOf(parent, context.req.raw)
    if (!staff.ok) return staff.error
  }
  const { body, contentType } = await parent.metrics.text(parent.database)
  return new Response(body, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } })
}

async function notReady({ database, readiness }: Parent): Promise<string | undefined> {
  if (readiness.isStopping) return 'This process is ending.'
  if (!readiness.holdsData()) return 'Another process took the data folder over.'
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), DATABASE_TIMEOUT_MS)
  })
  try {
    const applied = await Promise.race([appliedMigrations(database), late])
    const own = migrationNames()
    const [missing] = own.filter((name) => !applied.includes(name))
    const [strange] = applied.filter((name) => !own.includes(name))
    if (missing !== undefined) return `The database has not had the migration ${missing}.`
    return strange === undefined ? undefined : `The database has had the migration ${strange} of another version.`
  } catch (error) {
    return (error as Error).message
  } finally {
    clearTimeout(timer)
  }
}
