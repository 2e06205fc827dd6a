import type { AttributionSummary } from '@tributary/protocol/attribution'
import { isSiteKey } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type ProblemMembers, refuse } from './answer.ts'
import type { Catalogue } from './catalogue.ts'
import type { Call } from './endpoint.ts'
import type { Settings, TestAffiliate } from './options.ts'
import type { SealedBox } from './sealed-box.ts'

/** What every route of a test parent stands on. */
export interface Ground {
  readonly settings: Settings
  readonly catalogue: Catalogue
  readonly box: SealedBox
}

/** Judges whose page calls: the site must be this parent's, and registered for the origin that the browser names. */
export function judgeSite({ settings }: Ground, { name, request }: Call, key: string, more: ProblemMembers = {}): Result<void, Response> {
  if (!isSiteKey(key) || key !== settings.site) {
    const detail = `No site has the key ${key}; this test parent’s has ${settings.site}. Give createTestParent the same \`site\` as the page.`
    return fail(refuse(name, 'site_unknown', { ...more, detail }))
  }
  const origin = request.headers.get('Origin')
  const { pageOrigins = [origin], origin: own } = settings
  if (origin === null || origin === 'null' || origin === own || pageOrigins.includes(origin)) return ok(undefined)
  const detail = `The site is not registered for ${origin}; it is for ${pageOrigins.join(', ')}. Add it to \`pageOrigins\` of createTestParent.`
  return fail(refuse(name, 'origin_unregistered', { ...more, detail }))
}

/** Who earns: always the affiliate whose site it is. Touches and codes are kept with the order, and judged by the real parent only. */
export const attributionOf = ({ settings }: Ground): AttributionSummary => ({
  affiliate: (settings.affiliates[0] as TestAffiliate).code,
  reason: 'site',
  candidates: [{ evidence: 'site', outcome: 'won' }],
})
