import { isId } from '@tributary/protocol/id'
import { OFFERS_PER_REQUEST } from '@tributary/protocol/offer'
import type { Context, Hono } from 'hono'
import { hasPlainLink, hrefOf, keptPlaced } from '../core/placed.ts'
import { qrCodeSvg } from '../core/qr-code.ts'
import { readStudio, type StudioFacts } from '../core/studio.ts'
import { problemResponse } from '../http/problem-response.ts'
import { publishedOffers } from '../routes/offers.ts'
import { type CheckSitePage, createSitePageCheck } from '../routes/page-checks.ts'
import type { Parent } from '../routes/route.ts'
import { collectionNames } from '../store/offers.ts'
import { firstProgram, type Program, programById } from '../store/programs.ts'
import { type SiteRow, siteByKey } from '../store/sites.ts'
import { addOwnStudio } from './own-studio.ts'
import { failurePage } from './page.ts'
import { type ShownStudio, showStudio } from './studio-page.ts'
import { showPreview } from './studio-preview.ts'

/** The studio of a site, which is public, with the page in its frame and the QR code of what is set. */
export function addStudio(app: Hono, parent: Parent): void {
  const check = createSitePageCheck(parent)
  const ofSite =
    (answer: (program: Program, site: SiteRow, query: URLSearchParams) => Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      const key = context.req.param('site') ?? ''
      const site = await siteByKey(parent.database, key)
      const program = site ? await programById(parent.database, site.programId) : await firstProgram(parent.database)
      if (!program) return problemResponse('not_found')
      if (!site) return siteUnknown(program, key)
      return answer(program, site, new URL(context.req.url).searchParams)
    }
  app.get(
    '/embed/:site',
    ofSite(async (program, site, query) => showStudio(await readShown(parent, check, program, site, query))),
  )
  app.get(
    '/embed/:site/preview',
    ofSite(async (program, site, query) => showPreview(readStudio(query, await studioFacts(parent, program, site, query)))),
  )
  app.get(
    '/embed/:site/qr.svg',
    ofSite(async (program, site, query) => {
      const { placed } = readStudio(query, await studioFacts(parent, program, site, query))
      const held = query.get('held') ?? ''
      // Whether somebody keeps it is told where the link leads.
      const pasted = placed && isId('placement', held) ? keptPlaced(placed, held) : placed
      if (!pasted || !hasPlainLink(pasted)) return problemResponse('not_found')
      const headers = { 'Content-Type': 'image/svg+xml', 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'public, max-age=300' }
      return new Response(qrCodeSvg(hrefOf(pasted)), { headers })
    }),
  )
  addOwnStudio(app, parent, (program, site, query) => readShown(parent, check, program, site, query))
}

// Everything that a studio shows, from its address.
async function readShown(
  parent: Parent,
  check: CheckSitePage,
  program: Program,
  site: SiteRow,
  query: URLSearchParams,
): Promise<ShownStudio> {
  const facts = await studioFacts(parent, program, site, query)
  const address = query.get('page')
  const shown = address === null ? undefined : { address, findings: await check(program, site, address) }
  const { policy } = program
  return { studio: readStudio(query, facts), facts, site, policy, check: shown, mostOffers: OFFERS_PER_REQUEST }
}

// What the studio of a site can choose from: the first offers, and the one that the address names.
async function studioFacts(parent: Parent, program: Program, site: SiteRow, query: URLSearchParams): Promise<StudioFacts> {
  const { offers } = await publishedOffers(parent, program)
  const named = query.get('offer') ?? ''
  const isListed = named === '' || offers.some(({ id, handle }) => id === named || handle === named)
  const further = isListed ? [] : (await publishedOffers(parent, program, [named])).offers
  const collections = await collectionNames(parent.database, program.programId)
  return { origin: parent.origin, site: site.key, offers: [...further, ...offers], collections }
}

const siteUnknown = ({ policy }: Program, key: string): Promise<Response> =>
  failurePage(policy, 'There is no site with this key', `The address names the site ${key}. Ask the shop for the right link.`, 404)
