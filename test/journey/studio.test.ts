import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, openPage, PHONE, type WatchedPage } from '../support/chromium.ts'
import { keyboardOf } from '../support/keyboard.ts'
import { openStorefront, type Storefront } from '../support/storefront.ts'

declare const axe: { run(context: object, options: object): Promise<AxeResults> }

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let shop: Storefront
beforeAll(async () => {
  browser = await launchChromium()
  shop = await openStorefront()
})
afterAll(async () => {
  await browser.close()
  await shop.close()
})

async function openStudio(query = '', options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const opened = await openPage(browser, options)
  await opened.page.goto(`${shop.server.origin}/embed/${shop.site}?${query}`)
  return opened
}

const previewOf = (page: Page) => page.frameLocator('iframe[title="Preview"]')

async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await page.locator('iframe[title="Preview"]').elementHandle())?.contentFrame()
  if (!frame) throw new Error('expected a preview, received none')
  return frame
}

/** What a placement shows, whoever's page it is on: text and attributes of its element; of a link that stays one, its own. */
const shownBy = (surface: Page | Frame, kind: string): Promise<unknown> =>
  surface.evaluate(async (kind) => {
    const read = () => {
      const element = document.querySelector(kind === 'join' ? 'a[data-tributary-join]' : `tributary-${kind}`)
      const root = element?.shadowRoot ?? (kind === 'join' ? element : undefined)
      const attributes = [...(element?.attributes ?? [])].map(({ name, value }) => `${name}=${value}`)
      return { text: root?.textContent ?? '', attributes: attributes.sort() }
    }
    // What is shown comes bit by bit: it is there when a while brings nothing more.
    for (let shown = read(), calm = 0, waits = 0; calm < 8 && waits < 100; waits++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const now = read()
      calm = now.text !== '' && now.text === shown.text ? calm + 1 : 0
      shown = now
    }
    return read()
  }, kind)

/** What axe finds on all of it, folded parts and every tab too. */
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
    for (const part of document.querySelectorAll<HTMLElement>('.snippet')) part.hidden = false
  })
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'], iframes: false })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id} ${target.join(' ')} ${any[0]?.message ?? ''}`))
  })
}

describe('the studio', () => {
  test('shows each change at once, keeps focus and scroll, and its address is what is set', async () => {
    const { page, complaints, close } = await openStudio('offer=mug')
    await previewOf(page).locator('tributary-offer').getByText('Enamel mug').waitFor()
    await page.getByLabel('Layout', { exact: true }).selectOption('button')
    await previewOf(page).locator('tributary-offer[layout=button]').waitFor()
    const text = page.getByLabel('Text of the link')
    await text.pressSequentially('A "mug" <&>')
    await page.waitForURL(/label=/)
    await page.locator('#snippet-html').getByText('A &quot;mug&quot; &lt;&amp;&gt;').waitFor()
    expect(await text.evaluate((field: HTMLInputElement) => [document.activeElement === field, field.value])).toEqual([true, 'A "mug" <&>'])
    const address = new URL(page.url())
    expect([...address.searchParams]).toEqual([
      ['offer', 'mug'],
      ['layout', 'button'],
      ['label', 'A "mug" <&>'],
    ])

    await page.getByRole('link', { name: 'A collection' }).click()
    await previewOf(page).locator('tributary-collection').getByText('Enamel mug').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('A collection')
    // An entry of the history for each change would make going back a long way.
    expect(await page.evaluate(() => history.length)).toBe(2)
    expect(complaints).toEqual([])
    await close()
  })

  test.each([
    ['on a phone', PHONE],
    ['on a desktop', { width: 1_280, height: 800 }],
  ])(
    'tells the data layer by a tick, and by another name where the page has one, %s',
    async (_, viewport) => {
      const { page, complaints, close } = await openStudio('', { viewport })
      const name = page.getByLabel('Data layer’s name')
      const pasted = page.locator('#snippets')
      await page.getByText('The script tag', { exact: true }).first().click()
      await page.getByLabel('The data layer is told').waitFor()
      expect(await name.isVisible()).toBe(false)
      await page.getByLabel('The data layer is told').check()
      await pasted.getByText('data-tributary-data-layer="dataLayer"').first().waitFor()
      await name.fill('gtmLayer')
      await pasted.getByText('data-tributary-data-layer="gtmLayer"').first().waitFor()
      expect(new URL(page.url()).searchParams.getAll('data-layer')).toEqual(['gtmLayer'])
      await name.fill('gtm layer')
      await page.getByText('“gtm layer” cannot be taken').waitFor()
      expect(await axeFindings(page)).toEqual([])
      await name.fill('gtmLayer')
      await page.getByText('cannot be taken').waitFor({ state: 'hidden' })

      await page.reload()
      expect(await page.getByLabel('The data layer is told').isChecked()).toBe(true)
      expect(await name.inputValue()).toBe('gtmLayer')
      await page.getByLabel('The data layer is told').uncheck()
      await pasted.getByText('data-tributary-data-layer').first().waitFor({ state: 'detached' })
      expect([await name.isVisible(), new URL(page.url()).searchParams.has('data-layer')]).toEqual([false, false])
      expect(complaints).toEqual([])
      await close()
    },
    60_000,
  )

  test('says beside a field what is wrong, while it is typed', async () => {
    const { page, close } = await openStudio('kind=collection')
    const columns = page.getByLabel('Columns, at most')
    await columns.fill('9')
    const error = page.locator('#field-columns-error')
    await error.getByText('use a whole number from 1 to 4').waitFor()
    expect(await columns.evaluate((field) => [field.getAttribute('aria-invalid'), field.getAttribute('aria-describedby')])).toEqual([
      'true',
      'field-columns-says field-columns-error',
    ])
    expect(await page.locator('#snippet-html').innerText()).not.toContain('columns')
    await columns.fill('2')
    await page.locator('#snippet-html').getByText('data-tributary-columns="2"').waitFor()
    expect(await error.innerText()).toBe('')
    await close()
  })

  test('shows a phone, a desktop, the dark, and Arabic from right to left', async () => {
    const { page, complaints, close } = await openStudio('offer=mug')
    // The frame goes on to another page while it is asked.
    const look = () => lookNow().catch(() => undefined)
    const lookNow = async () => {
      const frame = await frameOf(page)
      await frame.locator('tributary-offer').getByRole('button').first().waitFor()
      return frame.evaluate(() => {
        const [root, card] = [document.documentElement, document.querySelector('tributary-offer')]
        const [page, host] = [getComputedStyle(root), card && getComputedStyle(card)]
        return { width: innerWidth, scheme: page.colorScheme, cards: host?.colorScheme, direction: page.direction, card: host?.direction }
      })
    }
    await expect.poll(look, { timeout: 10_000 }).toEqual({ width: 388, scheme: 'light', cards: 'light', direction: 'ltr', card: 'ltr' })
    await page.getByLabel('Dark', { exact: true }).check()
    await page.waitForURL(/dark/)
    await page.getByLabel('Page language').selectOption('ar')
    await page.waitForURL(/=ar/)
    await previewOf(page).getByRole('heading', { name: 'صفحة من صفحاتك' }).waitFor()
    await expect.poll(look, { timeout: 10_000 }).toEqual({ width: 388, scheme: 'dark', cards: 'dark', direction: 'rtl', card: 'rtl' })
    await page.getByLabel('Desktop', { exact: true }).check()
    await page.waitForURL(/desktop/)
    await expect.poll(async () => (await look())?.width, { timeout: 10_000 }).toBe(1_120)
    // Nobody has to scroll to the side to see a desktop.
    const [frame, iframe] = await Promise.all([page.locator('#frame').boundingBox(), page.locator('#frame iframe').boundingBox()])
    expect(iframe?.width).toBeLessThanOrEqual(frame?.width ?? 0)
    expect(complaints).toEqual([])
    await close()
  })

  test.each([
    ['offer', 'offer=mug&layout=row&theme=host&density=compact'],
    ['offer', 'offer=mug&layout=button&price=true'],
    ['collection', 'kind=collection&collection=kitchen&columns=2&search=true&filter=stock'],
    ['cart', 'kind=cart'],
    ['status', 'kind=status&language=de'],
    ['share', 'kind=share&offer=mug&campaign=spring&networks=bluesky'],
    ['join', 'kind=join&label=Join "us" <now>'],
  ])('shows of %s what its lines show on a page: %s', async (kind, query) => {
    const { page, close } = await openStudio(query)
    const pasted = await page.locator('#snippet-html').innerText()
    const inPreview = await shownBy(await frameOf(page), kind)
    shop.pageIs(`<div style="height: 2000px"></div>${pasted}`)
    const host = await shop.open(browser)
    await host.page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    expect(await shownBy(host.page, kind)).toEqual(inPreview)
    expect(host.complaints).toEqual([])
    await host.close()
    await close()
  })

  test('works without a script: all that is set, seen and pasted', async () => {
    const { page, close } = await openStudio('offer=mug', { javaScriptEnabled: false, viewport: PHONE })
    await page.getByLabel('Layout', { exact: true }).selectOption('row')
    await page.getByLabel('Dark', { exact: true }).check()
    await page.getByRole('button', { name: 'Show it' }).click()
    const address = new URL(page.url())
    expect([address.searchParams.get('layout'), address.searchParams.get('preview-colours')]).toEqual(['row', 'dark'])
    expect(await page.locator('#snippet-html').innerText()).toContain('data-tributary-layout="row"')
    for (const title of ['Plain HTML', 'React', 'Vue', 'WordPress', 'The plain link']) {
      expect.soft(await page.getByRole('heading', { name: title, exact: true }).isVisible()).toBe(true)
    }
    // The page in the frame has no script either: the link is what its visitors see then.
    expect(await previewOf(page).getByRole('link').getAttribute('data-tributary-layout')).toBe('row')
    await page.getByRole('link', { name: 'Sharing' }).click()
    expect(await page.locator('#snippet-html').innerText()).toContain('data-tributary-share')
    expect(new URL(page.url()).searchParams.get('preview-colours')).toBe('dark')
    await close()
  })

  test('is reached by keyboard, from the kind to the copied lines', async () => {
    const { page, close } = await openStudio('offer=mug', { permissions: ['clipboard-read', 'clipboard-write'] })
    const { tabTo, enter } = keyboardOf(page)
    await enter(/^A A collection$/)
    await page.waitForURL(/kind=collection/)
    await tabTo(/^SELECT layout$/)
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/layout=list/)
    await enter(/^SUMMARY The script tag$/)
    await tabTo(/^SELECT consent$/)
    await tabTo(/^INPUT preview-colours$/)
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/dark/)
    await tabTo(/^BUTTON Plain HTML$/)
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('[role=tab][aria-selected=true]').innerText()).toBe('React')
    await page.keyboard.press('Home')
    await enter(/^BUTTON Copy$/)
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.locator('#snippet-html').innerText())
    await close()
  })

  test.each([
    ['offer=mug', 'light'],
    ['offer=mug', 'dark'],
    ['kind=collection&columns=9&consent=x&theme=x', 'light'],
    ['kind=share&offer=nothing', 'dark'],
  ] as const)('gives axe nothing to say (%s, %s)', async (query, colorScheme) => {
    const { page, close } = await openStudio(query, { colorScheme })
    expect(await axeFindings(page)).toEqual([])
    await close()
  })

  test('keeps at the shop what is set, and changes it on a page that was pasted before', async () => {
    const { page, complaints, close } = await openStudio('offer=mug')
    await page.getByRole('link', { name: 'Sign in to keep it' }).click()
    await page.getByLabel('E-mail').fill('kim@fernweh.example')
    await page.getByRole('button', { name: 'Send me the link' }).click()
    await page.goto(`${shop.server.origin}/dev/mail`)
    await page.getByRole('link', { name: /sign/i }).first().click()
    await page.goto(/http\S+\/sign-in\/in_\S+/.exec(await page.locator('pre').innerText())?.[0] ?? '')
    await page.getByRole('button', { name: 'Open my page' }).click()
    await page.waitForURL(/\/affiliate\/studio\/.*offer=mug/)

    // A name that was typed before stays while something else is set.
    await page.getByLabel(/^Name/).fill('In the kitchen')
    await page.getByLabel('Layout', { exact: true }).selectOption('row')
    await page.waitForURL(/layout=row/)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('heading', { name: '“In the kitchen” is kept at the shop' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    const pasted = (await page.locator('#snippet-html').textContent()) ?? ''
    expect(pasted).toMatch(/data-tributary-placement="plc_[\w-]{21}" data-tributary-size="row"/)
    shop.pageIs(pasted)
    const host = await shop.open(browser)
    await host.page.locator('tributary-offer').getByText('Enamel mug').waitFor()

    await page.getByLabel('Offer', { exact: true }).selectOption('lamp')
    await page.waitForURL(/offer=lamp/)
    // Not before it is pressed.
    expect(await page.locator('#snippet-html').innerText()).toBe(pasted.replace('Buy Enamel mug', 'Buy Storm lamp'))
    await page.getByRole('button', { name: 'Change it on every page' }).click()
    await page.locator('.kept').getByText('Buy Storm lamp').waitFor()
    await host.page.route('**/v1/placements?*', (route) => route.continue())
    await expect
      .poll(
        async () => {
          await host.page.reload()
          return host.page
            .locator('tributary-offer')
            .getByText('Storm lamp')
            .waitFor({ timeout: 2_000 })
            .then(
              () => true,
              () => false,
            )
        },
        { timeout: 20_000 },
      )
      .toBe(true)

    await page.getByRole('link', { name: 'Remove In the kitchen' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await page.getByRole('heading', { name: 'Keep it at the shop' }).waitFor()
    expect(complaints).toEqual([])
    await host.close()
    await close()
  })
})
