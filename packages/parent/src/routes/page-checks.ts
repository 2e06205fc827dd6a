import { OFFERS_PER_REQUEST } from '@tributary/protocol/offer'
import { PLACEMENTS_PER_REQUEST } from '@tributary/protocol/placement-path'
import { checkPage } from '../core/page-check.ts'
import { error, type PageFinding } from '../core/page-finding.ts'
import { readPageParts } from '../core/page-parts.ts'
import { visitCopies } from '../http/copies-visit.ts'
import { visitPage } from '../http/page-visit.ts'
import { placementsNamed } from '../store/placements.ts'
import type { Program } from '../store/programs.ts'
import { allSites, type SiteRow } from '../store/sites.ts'
import { createMemo } from './memo.ts'
import { publishedOffers } from './offers.ts'
import type { Parent } from './route.ts'
import { asSite } from './sites.ts'

/** Reads a page of a site and answers what is wrong there. */
export type CheckSitePage = (program: Program, site: SiteRow, address: string) => Promise<readonly PageFinding[]>

// Whoever presses again and again asks the affiliate's server once.
const KEPT_MS = 10_000
const MOST_AT_ONCE = 4

/**
 * The check behind the button of the studio. Anybody may press it, so only addresses that staff registered for the site are visited, redirects
 * included, few at a time.
 */
export function createSitePageCheck(parent: Parent): CheckSitePage {
  const memo = createMemo<readonly PageFinding[]>(KEPT_MS)
  let running = 0
  return async (program, site, text) => {
    const address = URL.canParse(text) ? new URL(text) : undefined
    if (!address || !/^https?:$/.test(address.protocol)) {
      return [error('address_invalid', `“${text}” is not the address of a page.`, `Write it whole, like ${site.origins[0]}/kitchen.`)]
    }
    return memo.get(`${site.key} ${address.href}`, async () => {
      if (running >= MOST_AT_ONCE) return [error('busy', 'Many pages are being checked at this moment.', 'Try again in some seconds.')]
      running++
      try {
        return await check(parent, program, site, address)
      } finally {
        running--
      }
    })
  }
}

async function check(parent: Parent, program: Program, site: SiteRow, address: URL): Promise<readonly PageFinding[]> {
  const isOfSite = ({ origin }: URL): boolean => site.origins.includes(origin)
  const visited = await visitPage(address, isOfSite)
  if (!visited.ok) return [visited.error]
  const { html, page, policies, forgets } = visited.value
  const parts = readPageParts(html)
  const names = [...new Set(parts.offers)]
  const { offers } = await publishedOffers(parent, program, names.slice(0, OFFERS_PER_REQUEST))
  const known = new Set<string>(offers.flatMap(({ id, handle }) => [id, handle]))
  const sites = (await allSites(parent.database, program.programId)).map((one) => asSite(parent, one))
  const held = [...new Set(parts.held)].slice(0, PLACEMENTS_PER_REQUEST)
  const kept = new Set<string>((await placementsNamed(parent.database, program.programId, site.siteId, held)).map(({ id }) => id))
  return checkPage({
    page,
    policies,
    forgets,
    release: parent.release,
    copies: await visitCopies(page, parts.scripts, parent.origin, isOfSite),
    parts,
    parent: parent.origin,
    sites,
    unknown: names.slice(0, OFFERS_PER_REQUEST).filter((name) => !known.has(name)),
    unheld: held.filter((id) => !kept.has(id)),
    images: offers.flatMap(({ images }) => images.map(({ src }) => src)),
  })
}
