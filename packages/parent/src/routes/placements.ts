import { type HeldPlacement, PLACEMENTS_PER_SITE, type PlacementChange, type PlacementsAnswer } from '@tributary/protocol/held-placement'
import { newPlacement, placementChange, placementsQuery } from '@tributary/protocol/held-placement.schema'
import { newId, type PlacementId } from '@tributary/protocol/id'
import { offerOf, placementHref, placementLabel } from '../core/held-placement.ts'
import { json } from '../http/json.ts'
import { type KeptAnswer, keptAnswer, keptResponse } from '../http/kept-answer.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import {
  addPlacement,
  changePlacement,
  type PlacementRow,
  placementById,
  placementsNamed,
  placementsOfOwner,
  placementsOfSite,
  removePlacement,
} from '../store/placements.ts'
import type { Program } from '../store/programs.ts'
import { type SiteRow, siteByKey } from '../store/sites.ts'
import { createMemo } from './memo.ts'
import { publishedOffers } from './offers.ts'
import type { AffiliateCall, Call, Parent, PublicRoute } from './route.ts'

// A page shows what it has kept itself meanwhile, so nothing older than this is worth having.
const CACHE_CONTROL = 'public, max-age=15'
const KEPT_MS = 1_000

/** A call through a door, and whose sites it may work on: an affiliate's own, or with `null` those of the parent itself. */
export type OwnerOf<DoorCall> = (call: DoorCall) => number | null

/** The affiliate whose key it is. */
export const ofAffiliate: OwnerOf<AffiliateCall> = ({ affiliate }) => affiliate.affiliateId

/** Staff keep placements for the parent's own sites; an affiliate's pages are the affiliate's. */
export const ofParent: OwnerOf<unknown> = () => null

type ProgramCall = Call & { readonly program: Program }

/** `GET /v1/placements`: what placements of a site show. */
export function getPlacements(parent: Parent): PublicRoute {
  const memo = createMemo<KeptAnswer>(KEPT_MS)
  return async (call) => {
    const query = parseQuery(call.url, placementsQuery)
    if (!query.ok) return query.error
    const access = await parent.findSite(call, query.value.site)
    if (!access.ok) return access.error
    const { program, site } = access.value
    const answer = async (): Promise<PlacementsAnswer> => {
      const rows = await placementsNamed(parent.database, program.programId, site.siteId, query.value.ids)
      const placements = await asHeld(parent, program, rows)
      return { placements: placements.map(({ name: _, site: __, ...shown }) => shown) }
    }
    return keptResponse(call.request, await memo.get(call.url.search, async () => keptAnswer(await answer())), CACHE_CONTROL)
  }
}

/** `GET /v1/affiliate/placements`, `GET /v1/admin/placements`. */
export const listPlacements =
  <DoorCall extends ProgramCall>(parent: Parent, owner: OwnerOf<DoorCall>) =>
  (call: DoorCall): Promise<Response> =>
    list(parent, call.program, owner(call))

/** `POST /v1/affiliate/placements`, `POST /v1/admin/placements`. */
export const postPlacement =
  <DoorCall extends ProgramCall>(parent: Parent, owner: OwnerOf<DoorCall>) =>
  async (call: DoorCall): Promise<Response> => {
    const parsed = await parseBody(call.request, newPlacement, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { site: key, ...wanted } = parsed.value
    const site = await siteByKey(parent.database, key)
    if (!site || site.programId !== call.program.programId || site.affiliateId !== owner(call)) {
      const detail = `None of your sites has the key ${key}.`
      return problemResponse('site_unknown', { detail, errors: [{ pointer: '/site', detail }] })
    }
    const added = await keepPlacement(parent, call.program, site, wanted)
    if (added) return json(added, 201)
    const detail = `“${site.name}” has ${PLACEMENTS_PER_SITE} placements. Remove one that no page has any more.`
    return problemResponse('placements_full', { detail })
  }

/** `PUT /v1/affiliate/placements/:id`, `PUT /v1/admin/placements/:id`. */
export const putPlacement =
  <DoorCall extends ProgramCall>(parent: Parent, owner: OwnerOf<DoorCall>) =>
  async (call: DoorCall): Promise<Response> => {
    const parsed = await parseBody(call.request, placementChange, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { id = '' } = call.parameters
    const changed = await changeHeldPlacement(parent, call.program, owner(call), id, parsed.value)
    return changed ? json(changed) : unknown(id)
  }

/** `POST /v1/affiliate/placements/:id/remove`, `POST /v1/admin/placements/:id/remove`. */
export const removeOnePlacement =
  <DoorCall extends ProgramCall>(parent: Parent, owner: OwnerOf<DoorCall>) =>
  async (call: DoorCall): Promise<Response> => {
    const { id = '' } = call.parameters
    const isRemoved = await removePlacement(parent.database, call.program.programId, owner(call), id)
    return isRemoved ? list(parent, call.program, owner(call)) : unknown(id)
  }

/** A site's placements, as their owner sees them, oldest first. */
export const placementsView = async (parent: Parent, program: Program, { siteId }: Pick<SiteRow, 'siteId'>): Promise<HeldPlacement[]> =>
  asHeld(parent, program, await placementsOfSite(parent.database, program.programId, siteId))

/** Keeps a new placement for a site; nothing where the site has as many as it may have. What is wanted was judged by `placementChange`. */
export async function keepPlacement(
  parent: Parent,
  program: Program,
  site: SiteRow,
  wanted: PlacementChange,
): Promise<HeldPlacement | undefined> {
  const row = { ...wanted, id: newId('placement'), updatedAt: parent.now() }
  const isAdded = await addPlacement(parent.database, program.programId, site.siteId, row)
  return isAdded ? (await asHeld(parent, program, [{ ...row, siteKey: site.key }]))[0] : undefined
}

/** Changes a placement of one of the owner's sites; nothing where none of them has it. What is wanted was judged by `placementChange`. */
export async function changeHeldPlacement(
  parent: Parent,
  program: Program,
  affiliateId: number | null,
  id: string,
  wanted: PlacementChange,
): Promise<HeldPlacement | undefined> {
  const { database } = parent
  const row = { ...wanted, id: id as PlacementId, updatedAt: parent.now() }
  if (!(await changePlacement(database, program.programId, affiliateId, row))) return undefined
  const changed = await placementById(database, program.programId, id)
  return changed && (await asHeld(parent, program, [changed]))[0]
}

const list = async (parent: Parent, program: Program, affiliateId: number | null): Promise<Response> =>
  json({ placements: await asHeld(parent, program, await placementsOfOwner(parent.database, program.programId, affiliateId)) })

const unknown = (id: string): Response => {
  const detail = `None of your sites has a placement with the id ${id.slice(0, 64)}.`
  return problemResponse('placement_unknown', { detail })
}

// One read for all their offers: what their links are called is the title of the moment.
async function asHeld(parent: Parent, program: Program, rows: readonly PlacementRow[]): Promise<HeldPlacement[]> {
  const wanted = [...new Set(rows.flatMap((row) => (row.kind === 'offer' ? (offerOf(row) ?? []) : [])))]
  const { offers } = wanted.length > 0 ? await publishedOffers(parent, program, wanted) : { offers: [] }
  return rows.map((row) => {
    const { siteKey, updatedAt, ...kept } = row
    const offer = offers.find(({ id, handle }) => [id as string, handle].includes(offerOf(row) ?? ''))
    const via = row.attributes['via']?.trim() || siteKey
    return {
      ...kept,
      site: siteKey,
      label: placementLabel(row, offer),
      href: placementHref(parent.origin, row.id, via),
      updatedAt: updatedAt.toISOString(),
    }
  })
}
