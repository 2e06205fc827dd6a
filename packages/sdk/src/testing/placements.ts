import type { PlacementsAnswer, ShownPlacement } from '@tributary/protocol/held-placement'
import { placementsQuery } from '@tributary/protocol/held-placement.schema'
import type { PlacementId } from '@tributary/protocol/id'
import { answer } from './answer.ts'
import type { Call } from './endpoint.ts'
import { type Ground, judgeSite } from './ground.ts'
import type { TestPlacement } from './options.ts'
import { readQuery } from './read.ts'

/** `GET /v1/placements`: those of the asked that were given. */
export function getPlacements(ground: Ground): (call: Call) => Promise<Response> {
  return async (call) => {
    const query = readQuery(call, placementsQuery)
    if (!query.ok) return query.error
    const access = judgeSite(ground, call, query.value.site)
    if (!access.ok) return access.error
    const asked = ground.settings.placements.filter(({ id }) => query.value.ids.includes(id))
    const value: PlacementsAnswer = { placements: asked.map((placement) => shown(ground, placement)) }
    return answer(call.name, 200, value, { 'Cache-Control': 'public, max-age=15', Vary: 'Origin' })
  }
}

const shown = ({ settings }: Ground, { id, kind, attributes = {}, label = id }: TestPlacement): ShownPlacement => ({
  id: id as PlacementId,
  kind,
  attributes,
  label,
  href: `${settings.origin}/p/${id}?via=${settings.site}`,
  updatedAt: settings.now().toISOString(),
})
