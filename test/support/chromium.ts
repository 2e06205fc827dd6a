import { type Browser, type BrowserContextOptions, chromium, type LaunchOptions, type Page } from 'playwright-core'
import { ensureChromium } from '../../scripts/chromium.mjs'

/** The viewports in which everything with a face is looked at. */
export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1_280, height: 800 }

/** Chromium as root needs no-sandbox; the rest keeps it from calling home. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser of this machine, headless. */
export const launchChromium = async (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_FLAGS, headless: true, ...options })

/** A page with everything it complained about: uncaught errors, console errors, violations of its content security policy. */
export interface WatchedPage {
  readonly page: Page
  readonly complaints: string[]
  close(): Promise<void>
}

/** Opens an empty page in a context of its own. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`)
  })
  if (options.javaScriptEnabled !== false) {
    await page.exposeFunction('tellViolation', (text: string) => complaints.push(`violation: ${text}`))
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const { tellViolation } = window as unknown as { tellViolation: (text: string) => void }
        tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
      })
    })
  }
  return { page, complaints, close: () => context.close() }
}
