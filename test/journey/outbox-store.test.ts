import { readFileSync } from 'node:fs'
import type { OutboxStore } from '@tributary/sdk'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { describeOutboxStore } from '../support/outbox-store.ts'
import { type HostPage, serveHostPage } from '../support/server.ts'

// The built module with what it imports, as one: a page can load it from an address that holds it.
const read = (name: string): string => readFileSync(new URL(`../../packages/sdk/dist/${name}.js`, import.meta.url), 'utf8')
const code =
  read('outbox-place').replaceAll('export ', '') +
  read('unsent').replaceAll('export ', '') +
  read('outbox-store').replace(/^import .*$/gm, '')
const address = `data:text/javascript,${encodeURIComponent(code)}`

describe('the outbox store of a browser', () => {
  let browser: Browser
  let host: HostPage
  let page: Page
  beforeAll(async () => {
    browser = await launchChromium()
    host = await serveHostPage(() => ({ html: '<!doctype html><title>A blog</title>' }))
    page = await browser.newPage()
    await page.goto(`${host.origin}/`)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  // As text: what is imported in a page must not be looked for here.
  const call = (method: keyof OutboxStore, argument?: unknown): Promise<never> =>
    page.evaluate(
      `import(${JSON.stringify(address)}).then(({ createOutboxStore }) => createOutboxStore().${method}(${JSON.stringify(argument)}))`,
    )

  describeOutboxStore(async () => ({
    put: (order) => call('put', order),
    all: () => call('all'),
    has: (orderId) => call('has', orderId),
    delete: (orderId) => call('delete', orderId),
  }))
})
