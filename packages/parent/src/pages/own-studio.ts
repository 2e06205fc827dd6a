import { type HeldPlacement, PLACEMENTS_PER_SITE, type PlacementChange } from '@tributary/protocol/held-placement'
import { placementChange } from '@tributary/protocol/held-placement.schema'
import type { Hono } from 'hono'
import { keptAttributes } from '../core/studio.ts'
import { changeHeldPlacement, keepPlacement, placementsView } from '../routes/placements.ts'
import type { Parent } from '../routes/route.ts'
import { removePlacement } from '../store/placements.ts'
import { type SiteRow, siteByKey } from '../store/sites.ts'
import { failurePage, page } from './page.ts'
import { formOf } from './request.ts'
import { type SignedIn, signedIn } from './signed-in.ts'
import { removalPanel } from './studio-keeping.ts'
import { type ShownStudio, showStudio } from './studio-page.ts'

/** Reads what a studio shows from what its address, or its form, says. */
export type ReadShown = (program: SignedIn['program'], site: SiteRow, query: URLSearchParams) => Promise<ShownStudio>

/**
 * The studio of whoever owns the site: the public one, and beside it what is kept for the site at the parent. It has an address among the affiliate's
 * own pages, since the cookie that says who is signed in goes nowhere else.
 */
export function addOwnStudio(app: Hono, parent: Parent, read: ReadShown): void {
  const own = (answer: (who: SignedIn, site: SiteRow) => Promise<Response>) =>
    signedIn(parent, async (who) => {
      const site = await siteByKey(parent.database, who.context.req.param('site') ?? '')
      const isOwn = site?.programId === who.program.programId && site.affiliateId === who.affiliate.affiliateId
      return isOwn ? answer(who, site) : notYours(who)
    })
  app.get(
    '/affiliate/studio/:site',
    own(({ program, context }, site) => show(program, site, new URL(context.req.url).searchParams)),
  )
  app.post(
    '/affiliate/studio/:site/keep',
    own((who, site) => keep(who, site)),
  )
  app.get(
    '/affiliate/studio/:site/remove/:id',
    own(async ({ program, context }, site) => {
      const placement = await keptOne(program, site, context.req.param('id') ?? '')
      if (!placement) return gone(program)
      return page(removalPanel(site, placement), { title: `Remove “${placement.name}”?`, policy: program.policy, isPrivate: true })
    }),
  )
  app.post(
    '/affiliate/studio/:site/remove/:id',
    own(async ({ program, affiliate, context }, site) => {
      const placement = await keptOne(program, site, context.req.param('id') ?? '')
      if (placement) await removePlacement(parent.database, program.programId, affiliate.affiliateId, placement.id)
      return context.redirect(`/affiliate/studio/${site.key}#keeping`, 303)
    }),
  )

  async function show(
    program: SignedIn['program'],
    site: SiteRow,
    query: URLSearchParams,
    refused?: { readonly name: string; readonly error: string },
  ): Promise<Response> {
    const shown = await read(program, site, query)
    const placements = await placementsView(parent, program, site)
    const opened = placements.find(({ id }) => id === query.get('held'))
    const keeping = { placements, opened, now: parent.now(), ...(refused && { refused }) }
    return showStudio({ ...shown, keeping }, refused ? 422 : 200)
  }

  async function keep({ program, affiliate, context }: SignedIn, site: SiteRow): Promise<Response> {
    const { name: typed = '', held = '', ...state } = await formOf(context)
    const name = typed.trim()
    const query = new URLSearchParams({ ...state, ...(held && { held }) })
    const { studio } = await read(program, site, query)
    const again = (error: string): Promise<Response> => show(program, site, query, { name, error })
    if (!studio.placed) return again('What is wrong stands beside its field; it can be kept once that is mended.')
    const wanted = placementChange.safeParse({ name, kind: studio.kind, attributes: keptAttributes(studio.kind, studio.placed) })
    if (!wanted.success) return again(wanted.error.issues[0]?.message ?? 'This cannot be kept.')
    const kept = held === '' ? await keepPlacement(parent, program, site, wanted.data) : await change(wanted.data)
    if (kept) {
      query.set('held', kept.id)
      return context.redirect(`/affiliate/studio/${site.key}?${query}#keeping`, 303)
    }
    return again(
      held
        ? 'It was removed meanwhile. Keep it anew.'
        : `“${site.name}” has ${PLACEMENTS_PER_SITE} of them. Remove one that no page shows any more.`,
    )

    // Of another of the owner's sites it is not changed from here, where nobody sees it.
    async function change(data: PlacementChange): Promise<HeldPlacement | undefined> {
      const opened = await keptOne(program, site, held)
      return opened && changeHeldPlacement(parent, program, affiliate.affiliateId, opened.id, data)
    }
  }

  const keptOne = async (program: SignedIn['program'], site: SiteRow, id: string): Promise<HeldPlacement | undefined> =>
    (await placementsView(parent, program, site)).find((one) => one.id === id)
}

const notYours = ({ program }: SignedIn): Promise<Response> =>
  failurePage(program.policy, 'This is none of your websites', 'Your websites, each with its studio, are on your page: /affiliate.', 404)

const gone = ({ policy }: SignedIn['program']): Promise<Response> =>
  failurePage(policy, 'This was removed already', 'What is kept for your website is listed in its studio.', 404)
