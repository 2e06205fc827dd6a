import type { Frame, Page } from 'playwright-core'
import { advice, type PageFinding } from '../core/page-finding.ts'
import type { PageScript } from '../core/page-parts.ts'
import { type ReadRelease, releaseIn } from '../core/script-release.ts'

// Run in the page, so it is text here. What is tried is taken back.
const TRY_KEEPING = `(() => {
  const tries = (keep) => { try { return keep() } catch { return false } }
  return {
    isRunning: tries(() => typeof window.tributary?.consent === 'function'),
    keepsCookies: tries(() => {
      document.cookie = 'tributary_check=1; SameSite=Lax; Path=/'
      const isKept = document.cookie.includes('tributary_check=1')
      document.cookie = 'tributary_check=; Max-Age=0; Path=/'
      return isKept
    }),
    keepsStorage: tries(() => {
      localStorage.setItem('tributary_check', '1')
      const isKept = localStorage.getItem('tributary_check') === '1'
      localStorage.removeItem('tributary_check')
      return isKept
    }),
  }
})()`

interface Kept {
  readonly isRunning: boolean
  readonly keepsCookies: boolean
  readonly keepsStorage: boolean
}

/** What the frames in which our script runs may not keep: cookies, storage. Answers each once. */
export async function keepingFindings(page: Page): Promise<PageFinding[]> {
  const tried = await Promise.all(page.frames().map(keptIn))
  const running = tried.filter(({ kept }) => kept.isRunning)
  const noCookies = running.find(({ kept }) => !kept.keepsCookies)
  const noStorage = running.find(({ kept }) => !kept.keepsStorage)
  return [
    ...(noCookies
      ? [advice('cookies_blocked', `${noCookies.place} can set no cookie: who sent a visitor is forgotten with it.`, COOKIES)]
      : []),
    ...(noStorage
      ? [advice('storage_blocked', `${noStorage.place} can keep nothing: a cart, or an order without an answer, goes with it.`, STORAGE)]
      : []),
  ]
}

const COOKIES =
  'See what takes cookies away (a consent tool, another script, a frame without “allow-same-origin”), and let “tributary” be set.'
const STORAGE = 'See what blocks localStorage: another script, or a frame without “allow-same-origin”.'
const NOTHING: Kept = { isRunning: false, keepsCookies: true, keepsStorage: true }

const keptIn = async (frame: Frame): Promise<{ readonly place: string; readonly kept: Kept }> => ({
  place: frame.parentFrame() ? `The frame ${frame.url()}` : 'The page',
  kept: await frame.evaluate<Kept>(TRY_KEEPING).catch(() => NOTHING),
})

/** Remembers every script that a page loads and that is a release of ours, wherever an optimiser or a bundler has put it. */
export function watchReleases(page: Page): () => Promise<readonly ReadRelease[]> {
  const scripts: Promise<readonly [src: string, text: string]>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(
        response.text().then(
          (text) => [response.url(), text],
          () => ['', ''],
        ),
      )
  })
  return async () => {
    const inline = await page.evaluate<string[]>('[...document.scripts].filter(({ src }) => !src).map(({ text }) => text)')
    const all = [...(await Promise.all(scripts)), ...inline.map((text) => [page.url(), text] as const)]
    const read = all.flatMap(([src, text]) => {
      const release = releaseIn(text)
      return release === undefined ? [] : [{ src, release }]
    })
    return [...new Map(read.map((one) => [`${one.src} ${one.release}`, one])).values()]
  }
}

/** What is wrong with the site's own server that sets the cookie, where the tag names one: the page asks it what is kept, as our script does. */
export async function cookieServerFindings(page: Page, [script]: readonly PageScript[]): Promise<PageFinding[]> {
  const path = script?.touchPath
  if (path === undefined) return []
  const asked = `fetch(${JSON.stringify(path)}).then(
    async (response) => response.ok ? Array.isArray((await response.json().catch(() => ({}))).tokens) ? '' : 'answers something else' : 'answers ' + response.status,
    () => 'does not answer',
  )`
  const wrong = await page.evaluate<string>(asked).catch(() => 'cannot be asked')
  if (wrong === '') return []
  const remedy = 'Mount the handler of @tributary/sdk/server there, or take data-tributary-touch-path away.'
  return [advice('cookie_server', `${path}, which sets the cookie from the site’s server, ${wrong}.`, remedy)]
}
