import { isId } from '@tributary/protocol/id'
import { placementTarget, placementVia } from '../core/held-placement.ts'
import type { Parent } from '../routes/route.ts'
import { placementById } from '../store/placements.ts'
import type { Program } from '../store/programs.ts'
import { withVia } from './link-redirect.ts'
import { failurePage } from './page.ts'

/** `GET /p/:id`: leads to the hosted page of what the placement shows now, with who sent the visitor; who follows it is recorded where it leads. */
export async function followPlacement(parent: Parent, { programId, policy }: Program, id: string, url: URL): Promise<Response> {
  const placement = isId('placement', id) ? await placementById(parent.database, programId, id) : undefined
  if (!placement) {
    return failurePage(
      policy,
      'This link leads nowhere any more',
      'What stood here was taken away, or the link was cut. The shop itself is where it was.',
      404,
    )
  }
  const target = new URL(placementTarget(placement), parent.origin)
  // Labels of the visit (`utm_campaign`) go along.
  for (const [name, value] of url.searchParams) if (name !== 'via') target.searchParams.append(name, value)
  const headers = {
    Location: withVia(target, placementVia(url.searchParams.get('via') ?? undefined, placement.siteKey, placement)),
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
  }
  return new Response(null, { status: 302, headers })
}
