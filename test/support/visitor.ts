import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '../../scripts/chromium.mjs'
import { CHROMIUM_FLAGS, DESKTOP } from './chromium.ts'

/** A browser with a profile on disk, as a person has one. */
export interface Visitor {
  readonly context: BrowserContext
  readonly profile: string
  /** Ends the browser; the profile stays, and can be opened again. */
  close(): Promise<void>
  remove(): void
}

/** Opens a browser on a profile (a new one unless given); `preferences` are what its owner has set, by Chromium's own names. */
export async function openVisitor(preferences: object = {}, profile?: string): Promise<Visitor> {
  const folder = profile ?? mkdtempSync(join(tmpdir(), 'tributary-profile-'))
  if (!profile) {
    mkdirSync(join(folder, 'Default'))
    writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  }
  const executablePath = await ensureChromium()
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: CHROMIUM_FLAGS,
    headless: true,
    viewport: DESKTOP,
    locale: 'en-GB',
  })
  return {
    context,
    profile: folder,
    close: () => context.close(),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  }
}

/** The preferences of somebody who blocks all cookies, and with them every other storage. */
export const COOKIES_BLOCKED = { profile: { default_content_setting_values: { cookies: 2 } } }

/** What an origin has on the device. Storage that cannot be read holds nothing. */
export interface Leftovers {
  readonly cookies: readonly string[]
  readonly localStorage: Readonly<Record<string, string>>
  /** Names of databases with how many entries each of their stores has. */
  readonly databases: readonly string[]
}

/** What is left on the device for the origin of this page: by its own storage, and by the browser's list of cookies. */
export async function leftoversOf(page: Page): Promise<Leftovers> {
  const cookies = (await page.context().cookies()).map(({ name }) => name)
  const stored = await page.evaluate(async () => {
    const attempt = async <Value>(action: () => Value | Promise<Value>, otherwise: Value): Promise<Value> => {
      try {
        return await action()
      } catch {
        return otherwise
      }
    }
    const entries = (name: string) =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const database = opening.result
          const stores = [...database.objectStoreNames]
          const reading = database.transaction(stores)
          const counts = stores.map((store) => reading.objectStore(store).count())
          reading.oncomplete = () => {
            database.close()
            resolve(`${name} ${stores.map((store, index) => `${store}:${counts[index]?.result}`).join(' ')}`)
          }
        }
      })
    return {
      localStorage: await attempt<Record<string, string>>(() => ({ ...localStorage }), {}),
      databases: await attempt(async () => Promise.all((await indexedDB.databases()).map(({ name }) => entries(name ?? ''))), []),
    }
  })
  return { cookies, ...stored }
}
