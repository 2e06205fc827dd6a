import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { type PresentRelease, readFindings } from '../core/page-check-release.ts'
import { error, type PageFinding } from '../core/page-finding.ts'
import type { PageParts } from '../core/page-parts.ts'
import { cookieServerFindings, keepingFindings, watchReleases } from './page-keeping.ts'

/** What a browser saw of a page. */
export interface BrowserFindings {
  /** Placements that became what they stand for. */
  readonly cards: number
  readonly findings: readonly PageFinding[]
}

const PATIENCE_MS = 15_000
// The script runs soon after the page was loaded, or not at all.
const START_MS = 4_000
// Run in the page, so they are text here: this package knows no window.
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, disposition }) => {
  if (disposition === 'enforce') window.tellTributaryCheck(effectiveDirective + ' ' + blockedURI)
})`
const COUNT_CARDS = `{
  isRunning: typeof window.tributary?.consent === 'function',
  cards: [...document.querySelectorAll('tributary-offer')].filter((card) => card.shadowRoot?.querySelector('button,a')).length,
  failed: document.querySelectorAll('[data-tributary-error]').length,
}`
const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Opens a page as a visitor would and waits for its cards. `undefined` where this machine has no Chromium, or not the package `playwright-core`. */
export async function visitInBrowser(
  address: URL,
  { offers, scripts }: PageParts,
  present: PresentRelease,
): Promise<BrowserFindings | undefined> {
  const browser = await launch()
  if (!browser) return undefined
  try {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } })
    const said: string[] = []
    page.on('console', (message) => message.text().startsWith('Tributary: ') && said.push(message.text().slice('Tributary: '.length)))
    const violations = await watchViolations(page)
    const releases = watchReleases(page)
    await page.goto(address.href, { waitUntil: 'load', timeout: PATIENCE_MS })
    const seen = await cardsOf(page, offers.length)
    const ran = [...blockedFindings(violations), ...runFindings(seen, offers.length, said)]
    const kept = [...(await keepingFindings(page)), ...(await cookieServerFindings(page, scripts))]
    return { cards: seen.cards, findings: [...ran, ...readFindings(await releases(), present), ...kept] }
  } catch (cause) {
    const problem = `The page did not open in a browser: ${(cause as Error).message.split('\n')[0]}.`
    return { cards: 0, findings: [error('browser_failed', problem, 'Open it yourself, with the console in view.')] }
  } finally {
    await browser.close()
  }
}

async function launch(): Promise<Browser | undefined> {
  try {
    const { chromium } = await import('playwright-core')
    const executablePath = process.env['CHROME_PATH'] || USUAL_PLACES.find((path) => existsSync(path))
    const where = executablePath === undefined ? { channel: 'chrome' } : { executablePath }
    // Chromium refuses to isolate pages as root.
    return await chromium.launch({ ...where, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  } catch {
    return undefined
  }
}

async function watchViolations(page: Page): Promise<string[]> {
  const violations: string[] = []
  await page.exposeFunction('tellTributaryCheck', (text: string) => violations.push(text))
  await page.addInitScript(TELL_VIOLATIONS)
  return violations
}

interface SeenCards {
  readonly isRunning: boolean
  readonly cards: number
  readonly failed: number
}

// Cards are fetched when they come near, so the page is read to its end.
async function cardsOf(page: Page, wanted: number): Promise<SeenCards> {
  const began = Date.now()
  let seen: SeenCards = { isRunning: false, cards: 0, failed: 0 }
  for (let share = 0; Date.now() < began + (seen.isRunning ? PATIENCE_MS : START_MS); share = (share + 0.2) % 1.2) {
    seen = await page.evaluate<SeenCards>(`scrollTo(0, ${share} * document.documentElement.scrollHeight), ${COUNT_CARDS}`)
    if (seen.isRunning && wanted <= seen.cards + seen.failed) return seen
    await page.waitForTimeout(300)
  }
  return seen
}

function runFindings({ isRunning, cards, failed }: SeenCards, wanted: number, said: readonly string[]): PageFinding[] {
  if (!isRunning)
    return [
      error(
        'script_not_running',
        'The script did not run in a browser.',
        'Open the page with the console in view: what stops it is said there.',
      ),
    ]
  const told = [...new Set(said)].map((text) =>
    error('card_failed', `A card did not come: ${text}`, 'See what the sentence says; reload and check again.'),
  )
  const missing = wanted - cards - failed
  if (told.length > 0 || missing <= 0) return told
  return [
    error(
      'card_missing',
      `${missing} of ${wanted} cards did not come within ${PATIENCE_MS / 1_000} seconds.`,
      'Look whether something hides or moves the links.',
    ),
  ]
}

const blockedFindings = (violations: readonly string[]): PageFinding[] =>
  [...new Set(violations)]
    .filter((text) => /tributary|\/v\d|\/media\//.test(text))
    .map((text) => error('blocked', `The page’s Content-Security-Policy blocked “${text}”.`, 'Allow it in the directive named first.'))
