import type { PlacementsAnswer } from '@tributary/protocol/held-placement'
import { isId } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import { PLACEMENTS_PER_REQUEST } from '@tributary/protocol/placement-path'
import type { Site } from '@tributary/protocol/site'
import { checkPage } from '../core/page-check.ts'
import type { PageFinding } from '../core/page-finding.ts'
import { type PageParts, readPageParts } from '../core/page-parts.ts'
import { releaseIn } from '../core/script-release.ts'
import { visitCopies } from '../http/copies-visit.ts'
import { type VisitedPage, visitPage, visitScript } from '../http/page-visit.ts'
import { type Command, flag } from './command.ts'
import { UsageError } from './environment.ts'
import { visitInBrowser } from './page-browser.ts'
import type { StaffClient } from './staff-client.ts'

interface CheckedPage {
  readonly url: string
  readonly offers: readonly string[]
  readonly browser: 'used' | 'not used' | 'none here'
  /** Cards that a browser painted. */
  readonly cards?: number | undefined
  readonly findings: readonly PageFinding[]
}

/** `tributary check` */
export const CHECK_COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    usage: 'check <address of a page> [--no-browser]',
    summary: 'Look at an affiliate’s page: what keeps it from selling, and what to do about it',
    options: { 'no-browser': 'flag' },
    run: async (client, given) => check(client, addressOf(given.rest), !flag(given, 'no-browser')),
    print: (answer) => report(answer as CheckedPage),
    failed: (answer) => (answer as CheckedPage).findings.some(({ severity }) => severity === 'error'),
  },
}

function addressOf([text = '', ...more]: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (more.length === 0 && url && /^https?:$/.test(url.protocol)) return url
  throw new UsageError('Say which page, by its whole address: tributary check https://blog.example/kitchen')
}

async function check(client: StaffClient, address: URL, wantsBrowser: boolean): Promise<CheckedPage> {
  const visited = await visitPage(address)
  if (!visited.ok) return { url: address.href, offers: [], browser: 'not used', findings: [visited.error] }
  const parts = readPageParts(visited.value.html)
  const release = await releaseOf(client)
  const found = await judge(client, visited.value, parts, release)
  // What a browser stumbles over is news only where nothing that was read explains it.
  const isOpened = wantsBrowser && found.every(({ severity }) => severity !== 'error')
  const seen = isOpened
    ? await visitInBrowser(visited.value.page, parts, { parent: client.origin, site: parts.scripts[0]?.site ?? '', release })
    : undefined
  return {
    url: visited.value.page.href,
    offers: [...new Set(parts.offers)],
    browser: isOpened ? (seen ? 'used' : 'none here') : 'not used',
    ...(seen && { cards: seen.cards }),
    // What a browser sees again was read already.
    findings: [...found, ...(seen?.findings ?? []).filter(({ code }) => !found.some((one) => one.code === code))],
  }
}

async function judge(
  client: StaffClient,
  { page, policies, forgets }: VisitedPage,
  parts: PageParts,
  release: string | undefined,
): Promise<PageFinding[]> {
  const { sites } = (await client.call('listSites')) as { sites: Site[] }
  const site = parts.scripts[0]?.site ?? ''
  const names = [...new Set(parts.offers)]
  const asked = names.filter((name) => name !== '')
  const isKnown = sites.some(({ key }) => key === site)
  const { offers, unknown } = isKnown && asked.length > 0 ? await offersOf(client, site, asked) : { offers: [], unknown: [] }
  const held = [...new Set(parts.held)].slice(0, PLACEMENTS_PER_REQUEST)
  const kept = isKnown ? await placementsOf(client, site, held) : held
  const images = offers.flatMap((offer) => offer.images.map(({ src }) => src))
  return checkPage({
    page,
    policies,
    forgets,
    release,
    copies: await visitCopies(page, parts.scripts, client.origin),
    parts,
    parent: client.origin,
    sites,
    unknown: [...unknown, ...names.filter((name) => name === '')],
    unheld: held.filter((id) => !kept.includes(id)),
    images,
  })
}

// The command may be of another release than the server that it asks.
const releaseOf = async ({ origin }: StaffClient): Promise<string | undefined> =>
  releaseIn((await visitScript(new URL('/v1/tributary.js', origin))) ?? '')

const offersOf = async (client: StaffClient, site: string, names: readonly string[]): Promise<Pick<OffersAnswer, 'offers' | 'unknown'>> =>
  (await client.call('getOffers', { query: { site, ids: names.slice(0, 100).join(',') } })) as OffersAnswer

async function placementsOf(client: StaffClient, site: string, ids: readonly string[]): Promise<readonly string[]> {
  // What is no id, nobody has.
  const asked = ids.filter((id) => isId('placement', id))
  if (asked.length === 0) return []
  const query = { site, ids: asked.join(',') }
  return ((await client.call('getPlacements', { query })) as PlacementsAnswer).placements.map(({ id }) => id)
}

function report({ url, offers, browser, cards, findings }: CheckedPage): string {
  const looked = { used: 'read, and opened in a browser', 'none here': 'read; no browser is here to open it in', 'not used': 'read' }[
    browser
  ]
  const what = offers.length === 0 ? '' : ` Offers: ${offers.join(', ')}.${cards === undefined ? '' : ` Cards: ${cards}.`}`
  const lines = findings.flatMap(({ severity, problem, remedy }) => [`${severity === 'error' ? '✗' : '•'} ${problem}`, `  ${remedy}`])
  const sum = findings.length === 0 ? 'All is well.' : ''
  // What a page says of itself must not move the cursor, nor write anything else into a terminal.
  return [`${url}: ${looked}.${what}`, ...lines, ...(sum ? [sum] : [])].map((line) => line.replace(/\p{Cc}/gu, '')).join('\n')
}
