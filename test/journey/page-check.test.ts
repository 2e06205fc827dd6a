import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureChromium } from '../../scripts/chromium.mjs'
import { launchChromium, openPage } from '../support/chromium.ts'
import { openPlacements } from '../support/placement.ts'
import type { CommandResult } from '../support/server.ts'
import { openStorefront, type Storefront } from '../support/storefront.ts'

interface Checked {
  readonly browser: string
  readonly cards?: number
  readonly findings: readonly { readonly code: string; readonly problem: string; readonly remedy: string }[]
}

let browser: Browser
let shop: Storefront
let elsewhere: Server
let elsewhereOrigin: string
let visitsElsewhere = 0
beforeAll(async () => {
  process.env['CHROME_PATH'] = await ensureChromium()
  browser = await launchChromium()
  shop = await openStorefront()
  elsewhere = createServer((request, response) => {
    visitsElsewhere++
    if (request.url === '/moved') response.writeHead(302, { Location: `${shop.host.origin}/` }).end()
    else if (request.url === '/round') response.writeHead(302, { Location: '/round' }).end()
    else if (request.url === '/picture') response.writeHead(200, { 'Content-Type': 'image/png' }).end('…')
    else if (request.url === '/gone') response.writeHead(410).end()
    else if (request.url?.startsWith('/js/'))
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' }).end(copyOf(request.url))
    else response.writeHead(200, { 'Content-Type': 'text/html' }).end(shop.script + shop.placement('mug'))
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  elsewhereOrigin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
})
afterAll(async () => {
  await browser.close()
  await shop.close()
  elsewhere.close()
})

// The script that a site serves itself, as it was before the release that is served now.
const BUILT = fileURLToPath(new URL('../../packages/widget/dist/browser/', import.meta.url))
const copyOf = (path: string): string => {
  const name = path === '/js/tributary.js' ? 'bundled/tributary.js' : path.slice('/js/'.length)
  return readFileSync(BUILT + name, 'utf8').replace(/(Tributary |\/v)\d+\.\d+\.\d+/, '$10.0.9')
}
const copy = () =>
  `<script src="${elsewhereOrigin}/js/tributary.js" data-tributary-parent="${shop.server.origin}" data-tributary-site="${shop.site}"></script>`

const check = (address: string, ...more: string[]): Promise<CommandResult> => shop.server.cli('check', address, '--json', ...more)
const codesOf = (result: CommandResult): string[] => result.json<Checked>().findings.map(({ code }) => code)

describe('tributary check', () => {
  test('finds nothing wrong with a page that sells, and has seen its cards', async () => {
    shop.pageIs(`${shop.script}${shop.placement('mug')}<div style="height: 3000px"></div>${shop.placement('lamp')}`)
    const result = await check(`${shop.host.origin}/`)
    expect(result.json<Checked>()).toMatchObject({ browser: 'used', cards: 2, findings: [] })
    expect(result.code).toBe(0)
    const { stdout } = await shop.server.cli('check', `${shop.host.origin}/`, '--no-browser')
    expect(stdout).toBe(`${shop.host.origin}/: read. Offers: mug, lamp.\nAll is well.\n`)
  })

  test('knows which placements the parent keeps for the site, and so does the button of the studio', async () => {
    const placements = await openPlacements(shop)
    const gone = 'plc_V1StGXR8_Z5jdHi6B-myT'
    shop.pageIs(`${shop.script}${placements.link(await placements.add('offer', { offer: 'mug' }))}`)
    expect((await check(`${shop.host.origin}/`)).json<Checked>()).toMatchObject({ browser: 'used', findings: [] })
    shop.pageIs(`${shop.script}<tributary-placement placement="${gone}"></tributary-placement><tributary-placement></tributary-placement>`)
    expect(codesOf(await check(`${shop.host.origin}/`))).toEqual(['placement_unknown', 'placement_unknown'])
    const page = `${shop.host.origin}/?held`
    const told = await (await fetch(`${shop.server.origin}/embed/${shop.site}?page=${encodeURIComponent(page)}`)).text()
    expect(told).toContain(`The site has no placement “${gone}”`)
  })

  test('says what a browser is kept from, once, with the line to write, and the line is right', async () => {
    const strict = "default-src 'none'"
    shop.pageIs(shop.script + shop.placement('mug'), { 'Content-Security-Policy': strict })
    const result = await check(`${shop.host.origin}/`)
    expect(result.code).toBe(1)
    expect(codesOf(result)).toEqual(['policy_script', 'policy_connect', 'policy_images'])

    const lines = result.json<Checked>().findings.map(({ remedy }) => remedy.replace('Write in the policy: ', ''))
    shop.pageIs(shop.script + shop.placement('mug'), { 'Content-Security-Policy': [strict, ...lines].join('; ') })
    expect((await check(`${shop.host.origin}/`)).json<Checked>()).toMatchObject({ cards: 1, findings: [] })
  })

  test('tells what a browser alone can see: another script that stops ours, a card that does not come', async () => {
    shop.pageIs(
      `<script>Object.defineProperty(Document.prototype, 'currentScript', { get() { throw new Error('no') } })</script>${shop.script}${shop.placement('mug')}`,
    )
    expect(codesOf(await check(`${shop.host.origin}/`))).toEqual(['script_not_running'])
    // As good as the page that was read, until its own script changes it.
    shop.pageIs(
      `${shop.script}${shop.placement('mug')}<script>document.querySelector('a').dataset.tributaryOffer = 'no-such-thing'</script>`,
    )
    const failed = await check(`${shop.host.origin}/`)
    expect(codesOf(failed)).toEqual(['card_failed'])
    expect(failed.json<Checked>().findings[0]?.problem).toContain('“no-such-thing” is not sold')
  }, 60_000)

  test('tells of a copy of the site’s own that is older than what the shop serves', async () => {
    shop.pageIs(copy() + shop.placement('mug'))
    const old = (await check(`${shop.host.origin}/`)).json<Checked>()
    expect(old).toMatchObject({ browser: 'used', cards: 1 })
    expect(old.findings.map(({ code }) => code)).toEqual(['old_release'])
    expect(old.findings[0]?.problem).toMatch(
      new RegExp(`^The script at ${elsewhereOrigin}/js/tributary.js is release 0.0.9; the shop’s is \\d`),
    )
  }, 60_000)

  test('sees two releases at once where one of them stands in the page itself', async () => {
    const inline = copyOf('/js/tributary.js').replaceAll('</script', '<\\/script')
    shop.pageIs(`${shop.script}${shop.placement('mug')}<script>${inline}</script>`)
    expect(codesOf(await check(`${shop.host.origin}/`))).toEqual(expect.arrayContaining(['two_releases', 'old_release']))
  }, 60_000)

  test.each([
    [
      'cookies, which another script takes away',
      "Object.defineProperty(document, 'cookie', { get: () => '', set() {} })",
      ['cookies_blocked'],
    ],
    [
      'storage, which another script takes away',
      "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })",
      ['storage_blocked'],
    ],
  ])(
    'sees in a browser what is blocked: %s',
    async (_, script, codes) => {
      shop.pageIs(`<script>${script}</script>${shop.script}${shop.placement('mug')}`)
      expect(codesOf(await check(`${shop.host.origin}/`))).toEqual(codes)
    },
    60_000,
  )

  test('sees in a browser what a frame of the page may not keep', async () => {
    const inside = `${shop.script}${shop.placement('lamp')}`.replaceAll('"', '&quot;')
    shop.pageIs(
      `${shop.script}${shop.placement('mug')}<iframe sandbox="allow-scripts" srcdoc="${inside}" width="400" height="600"></iframe>`,
    )
    const { findings } = (await check(`${shop.host.origin}/`)).json<Checked>()
    expect(findings.map(({ code }) => code)).toEqual(['cookies_blocked', 'storage_blocked'])
    expect(findings[0]?.problem).toMatch(/^The frame about:srcdoc can set no cookie/)
  }, 60_000)

  test('tells of a page that makes the browser forget with every visit, and of a server for cookies that is not there', async () => {
    shop.pageIs(shop.script + shop.placement('mug'), { 'Clear-Site-Data': '"cookies", "storage"' })
    expect(codesOf(await check(`${shop.host.origin}/`))).toEqual(['storage_cleared'])
    shop.pageIs(shop.script.replace('data-', 'data-tributary-touch-path="/no-such-path" data-') + shop.placement('mug'))
    const { findings } = (await check(`${shop.host.origin}/`)).json<Checked>()
    expect(findings.map(({ code }) => code)).toEqual(['cookie_server'])
    expect(findings[0]?.problem).toBe('/no-such-path, which sets the cookie from the site’s server, answers 404.')
  }, 60_000)

  test('follows a page that has moved, and judges where it is shown', async () => {
    shop.pageIs(shop.script + shop.placement('mug'))
    expect((await check(`${elsewhereOrigin}/moved`, '--no-browser')).json()).toMatchObject({ url: `${shop.host.origin}/`, findings: [] })
    const other = await check(`${elsewhereOrigin}/copy`, '--no-browser')
    expect(codesOf(other)).toEqual(['origin_unregistered'])
    expect(other.json<Checked>().findings[0]?.remedy).toBe(
      `Ask the shop to add it: tributary site add-origin ${shop.site} --origin ${elsewhereOrigin}`,
    )
  })

  test.each([
    ['/round', 'redirects'],
    ['/picture', 'not_html'],
    ['/gone', 'page_failed'],
  ])('says plainly why %s cannot be judged', async (path, code) => {
    const result = await check(`${elsewhereOrigin}${path}`)
    expect([result.code, ...codesOf(result)]).toEqual([1, code])
  })

  test('says plainly that nobody answers, and what it needs', async () => {
    expect(codesOf(await check('http://127.0.0.1:1/'))).toEqual(['unreachable'])
    const { code, stderr } = await shop.server.cli('check', 'blog.example')
    expect([code, stderr]).toEqual([1, 'Say which page, by its whole address: tributary check https://blog.example/kitchen\n'])
  })
})

describe('the button of the studio', () => {
  test('reads a page of the site and says what to do; pages of others are not visited', async () => {
    shop.pageIs(shop.script + shop.placement('mug'), { 'Content-Security-Policy': "connect-src 'self'" })
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${shop.server.origin}/embed/${shop.site}`)
    const panel = page.locator('#check')
    const press = async (address: string): Promise<string> => {
      await panel.getByLabel('Your page').fill(address)
      await panel.getByRole('button', { name: 'Check the page' }).click()
      return panel.getByRole('status').innerText()
    }
    expect(await press(`${shop.host.origin}/`)).toContain(`connect-src 'self' ${shop.server.origin}`)
    shop.pageIs(shop.script + shop.placement('mug'))
    // What was found a moment ago is not asked for again, so this is another address of the same page.
    expect(await press(`${shop.host.origin}/?again`)).toContain('All is well')

    const before = visitsElsewhere
    expect(await press(`${elsewhereOrigin}/`)).toContain('is not an address of this site')
    expect(visitsElsewhere).toBe(before)
    expect(complaints).toEqual([])
    await close()
  }, 60_000)
})
