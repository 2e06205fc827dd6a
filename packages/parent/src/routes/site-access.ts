import { isSiteKey } from '@tributary/protocol/id'
import { fail, ok } from '@tributary/protocol/result'
import { problemResponse } from '../http/problem-response.ts'
import type { Queryable } from '../store/database.ts'
import { programById } from '../store/programs.ts'
import { siteByKey } from '../store/sites.ts'
import { createMemo } from './memo.ts'
import type { FindSite, Parent, SiteAccess } from './route.ts'

// Long enough to spare a read per card, short enough that a newly registered origin works at the next reload.
const KEPT_MS = 1_000

/** `FindSite` over the parent's database; what it found is remembered for a second. */
export function createFindSite(parent: Pick<Parent, 'database' | 'origin'>): FindSite {
  const memo = createMemo<Pick<SiteAccess, 'site' | 'program'> | undefined>(KEPT_MS)
  return async (call, key, more = {}) => {
    const found = isSiteKey(key) ? await memo.get(key, () => siteAndProgram(parent.database, key)) : undefined
    if (!found) {
      const detail = `No site has the key ${key}. Site owner: copy the key again from your studio.`
      return fail(problemResponse('site_unknown', { ...more, detail }))
    }
    const origin = call.request.headers.get('Origin')
    if (origin === null || origin === 'null') return ok({ ...found, originVerified: false })
    if (origin === parent.origin || found.site.origins.includes(origin)) return ok({ ...found, originVerified: true })
    const detail = `The site “${found.site.name}” is not registered for ${origin}. Site owner: add ${origin} in your affiliate settings.`
    return fail(problemResponse('origin_unregistered', { ...more, detail }))
  }
}

async function siteAndProgram(database: Queryable, key: string): Promise<Pick<SiteAccess, 'site' | 'program'> | undefined> {
  const site = await siteByKey(database, key)
  const program = site && (await programById(database, site.programId))
  return site && program ? { site, program } : undefined
}
