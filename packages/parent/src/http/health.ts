import type { Hono } from 'hono'
import type { Parent } from '../routes/route.ts'
import { problemResponse } from './problem-response.ts'

const DATABASE_TIMEOUT_MS = 2_000

/** `/healthz`: the process answers. `/readyz`: it can also reach its database, so requests may be sent here. */
export function addHealth(app: Hono, { database }: Parent): void {
  app.get('/healthz', (context) => context.json({ service: 'tributary', status: 'ok' }))
  app.get('/readyz', async (context) => {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('the database did not answer in time')), DATABASE_TIMEOUT_MS).unref()
    })
    try {
      await Promise.race([database.query('select 1 from programs limit 1'), late])
      return context.json({ service: 'tributary', status: 'ready' })
    } catch (error) {
      return problemResponse('unavailable', { detail: (error as Error).message })
    }
  })
}
