import type { PlacementsAnswer, ShownPlacement } from '@tributary/protocol/held-placement'
import { PLACEMENTS_PATH, PLACEMENTS_PER_REQUEST } from '@tributary/protocol/placement-path'
import type { Result } from '@tributary/protocol/result'
import { reasonOf } from '../complaint.ts'
import type { Shop } from '../shop.ts'
import { forgetPlacement, type KeptPlacement, keepPlacements, keptPlacement } from './kept-placements.ts'

/** Why nothing is known of a placement: the code, a sentence for the developer, and whether asking again is of no use. */
export interface HeldFailure {
  readonly code: string
  readonly reason: string
  readonly final: boolean
}

type Reading = Promise<Result<ShownPlacement, HeldFailure>>

/** What the parent keeps for the placements of a page. */
export interface HeldPlacements {
  /** The last good version, if the page has kept one. */
  kept(id: string): KeptPlacement | undefined
  /** What the parent says now; asked once in a page's life, together with all others that the page has at that moment. */
  read(id: string): Reading
}

const ofShops = new WeakMap<Shop, HeldPlacements>()

/** Those of this shop's site. */
export function heldPlacements(shop: Shop): HeldPlacements {
  const known = ofShops.get(shop) ?? createHeldPlacements(shop)
  ofShops.set(shop, known)
  return known
}

function createHeldPlacements(shop: Shop): HeldPlacements {
  const { client, site } = shop
  const readings = new Map<string, Reading>()

  async function ask(ids: readonly string[]): Promise<Result<ReadonlyMap<string, ShownPlacement>, HeldFailure>> {
    const endpoint = { path: PLACEMENTS_PATH, hallmark: 'placements' } as const
    const answer = await client.call<PlacementsAnswer>(endpoint, { query: { site, ids: ids.join(',') } })
    if (!answer.ok) return { ok: false, error: { ...answer.error, reason: reasonOf(answer.error) } }
    const { placements } = answer.value
    // On the device only where something may be kept there.
    if (shop.consent() === 'granted') keepPlacements(site, placements)
    return { ok: true, value: new Map(placements.map((placement) => [placement.id, placement])) }
  }

  function readTogether(ids: readonly string[]): void {
    const answer = ask(ids)
    for (const id of ids) {
      const reading = answer.then((all): Awaited<Reading> => {
        if (!all.ok) return all
        const placement = all.value.get(id)
        if (placement) return { ok: true, value: placement }
        forgetPlacement(site, id)
        return { ok: false, error: { code: 'placement_unknown', reason: notHeld(id), final: true } }
      })
      readings.set(id, reading)
      // A failure is forgotten: whoever comes next may have better luck.
      void reading.then(({ ok }) => ok || readings.delete(id))
    }
  }

  return {
    kept: (id) => (shop.consent() === 'granted' ? keptPlacement(site, id) : undefined),
    async read(id) {
      // One that is no id must not spoil the request that all others share.
      if (!isId(id)) return { ok: false, error: { code: 'placement_unknown', reason: notHeld(id), final: true } }
      if (!readings.has(id)) {
        const others = idsOnPage().filter((one) => one !== id && !readings.has(one))
        readTogether([id, ...others.slice(0, PLACEMENTS_PER_REQUEST - 1)].sort())
      }
      return readings.get(id) as Reading
    },
  }
}

// One with a comma in it would be two.
const isId = (text: string): boolean => /^[\w-]{1,64}$/.test(text)

const idsOnPage = (): string[] => [
  ...new Set(
    [...document.querySelectorAll('a[data-tributary-placement],tributary-placement')]
      .map((placement) => placement.getAttribute('data-tributary-placement') || placement.getAttribute('placement') || '')
      .filter(isId),
  ),
]

const notHeld = (id: string): string =>
  `This site has no placement ${id}: copy its id again from your studio, where it may have been removed.`
