import { isSiteKey } from '@tributary/protocol/id'
import { assemble, type Tributary } from './assemble.ts'
import { createClient } from './client.ts'
import { createEvents } from './event.ts'
import { createOffers } from './offer.ts'
import type { TributaryOptions } from './options.ts'
import { pageStorage } from './storage.ts'
import { createTouches } from './touch.ts'

/**
 * A parent's shop for one page. Runs on a server too (no visit is read there). Throws only here, on a malformed option, where a developer sees
 * it at once; everything after is a `Result` or an event.
 */
export function createTributary({ parent, site, fetch, storage = pageStorage() }: TributaryOptions): Tributary {
  if (!URL.canParse(parent)) throw new Error(`expected the parent's address, like https://shop.example, received ${JSON.stringify(parent)}`)
  if (!isSiteKey(site)) throw new Error(`expected a site key, like site_…, received ${JSON.stringify(site)}`)

  const events = createEvents()
  const client = createClient(parent, fetch)
  const touches = createTouches(async (touch) => {
    const answer = await client.call('postTouch', { body: JSON.stringify({ site, ...touch }) })
    if (!answer.ok) events.emit('error', { where: 'touch', problem: answer.error })
    return answer.ok ? answer.value.token : undefined
  })
  const seal = async () => (await import('./seal.ts')).seal
  return assemble({ site, client, events, touches, offers: createOffers(client, site), storage, seal })
}
