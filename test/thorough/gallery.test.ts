import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveGallery } from '../../scripts/gallery.mjs'
import type { Gallery } from '../gallery/show.ts'
import { launchChromium, PHONE } from '../support/chromium.ts'

declare const gallery: Gallery
declare const axe: { run(context: object, options: object): Promise<AxeResults> }

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

// 1280 pixels at 400 % are 320: what WCAG 1.4.10 asks to fit without scrolling both ways.
const NARROW = { width: 320, height: 640 }

let browser: Browser
let served: { origin: string; close(): Promise<unknown> }
beforeAll(async () => {
  browser = await launchChromium()
  served = await serveGallery(0)
})
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

async function open(language: string, viewport = PHONE): Promise<{ page: Page; names: readonly string[] }> {
  const page = await browser.newPage({ viewport })
  await page.goto(`${served.origin}/?language=${language}&name=card: ready`)
  await page.waitForFunction(() => 'gallery' in window)
  await page.addScriptTag({ path: AXE })
  return { page, names: await page.evaluate(() => gallery.names) }
}

/** What axe finds in every state of the gallery, by state. */
const findings = (page: Page, scheme: string, text: string): Promise<string[]> =>
  page.evaluate(
    async ([scheme, text]) => {
      const found: string[] = []
      document.documentElement.style.colorScheme = scheme
      document.documentElement.style.fontSize = text
      document.body.style.background = 'Canvas'
      for (const name of gallery.names) {
        await gallery.show(name)
        // Rules about whole pages have nothing to judge in a gallery.
        const { violations, incomplete } = await axe.run(document, {
          resultTypes: ['violations', 'incomplete'],
          rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } },
        })
        // Contrast that axe cannot decide is decided nowhere: it counts. It needs all of it in view, which large text is not; the colours are the same.
        const undecided = text === '100%' ? incomplete.filter(({ id }) => id === 'color-contrast') : []
        // Of a sign alone, like the minus of a stepper, axe never decides; its colour is that of the text.
        const isSign = (any: readonly { data: unknown }[]): boolean => (any[0]?.data as { messageKey?: string })?.messageKey === 'nonBmp'
        for (const { id, nodes } of [...violations, ...undecided]) {
          for (const { target, any } of nodes) if (!isSign(any)) found.push(`${name}: ${id} ${target.join(' ')} ${any[0]?.message ?? ''}`)
        }
      }
      return found
    },
    [scheme, text] as const,
  )

/** Every element of ours that takes room, through all shadow roots; a state that draws nothing is an error. As text: it runs in the page. */
const VISIBLE = `() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])])
  const inside = all(document).filter((element) => element.getRootNode() !== document && !element.matches('.unseen, .unseen *'))
  if (inside.length === 0) throw new Error('expected a state to draw something, received nothing')
  return inside.filter((element) => element.getBoundingClientRect().width > 0)
}`

/** What of a state stands beside the view, by state. */
const overflowing = (page: Page, text: string): Promise<string[]> =>
  page.evaluate(
    async ([text, visible]) => {
      const found: string[] = []
      document.documentElement.style.fontSize = text
      for (const name of gallery.names) {
        await gallery.show(name)
        const wide = (new Function(`return (${visible})()`)() as HTMLElement[]).filter((element) => {
          const { left, right } = element.getBoundingClientRect()
          return right > innerWidth + 1 || left < -1
        })
        for (const { localName, className, textContent } of wide)
          found.push(`${name}: <${localName} class="${className}"> ${textContent?.slice(0, 40)}`)
      }
      return found
    },
    [text, VISIBLE] as const,
  )

/** The states in which some element fits what is asked, a function as text. */
const statesWith = (page: Page, fits: string): Promise<string[]> =>
  page.evaluate(
    async ([visible, fits]) => {
      const found: string[] = []
      for (const name of gallery.names) {
        await gallery.show(name)
        if ((new Function(`return (${visible})()`)() as Element[]).some(new Function(`return ${fits}`)())) found.push(name)
      }
      return found
    },
    [VISIBLE, fits] as const,
  )

// Some 350 states a language, half of which come about over a network.
const PATIENCE_MS = 300_000

describe('every state of the gallery', { timeout: PATIENCE_MS }, () => {
  test.each([
    ['en', 'from left to right'],
    ['ar', 'from right to left'],
  ])('gives axe nothing to say (%s, %s), light and dark, with text of 100 and 200 percent', async (language) => {
    // Tall enough that nothing scrolls below the foot of a sheet.
    const { page } = await open(language, { width: 390, height: 1_800 })
    // A sheet that is still coming is half as dark as it will be.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const scheme of ['light', 'dark']) {
      for (const text of ['100%', '200%']) expect(await findings(page, scheme, text), `${scheme}, ${text}`).toEqual([])
    }
    await page.close()
  })

  test.each(['en', 'ar'])('lays no cross over what is said (%s)', async (language) => {
    const { page } = await open(language)
    const covered = `() => {
      const boxes = (element) => { const range = document.createRange(); range.selectNodeContents(element); return [...range.getClientRects()] }
      return (cross) => cross.matches('.close') && [...cross.getRootNode().querySelectorAll('p, h2')].flatMap(boxes).some((text) => {
        const { left, right, top, bottom } = boxes(cross)[0]
        return text.left < right && left < text.right && text.top < bottom && top < text.bottom
      })
    }`
    expect(await statesWith(page, `(${covered})()`)).toEqual([])
    await page.close()
  })

  test.each(['en', 'de', 'fr', 'es', 'ar', 'ja'])(
    'fits 320 pixels (%s), which is a desktop at 400 percent, and a phone with text of 200 percent',
    async (language) => {
      const { page } = await open(language, NARROW)
      expect(await overflowing(page, '100%')).toEqual([])
      await page.setViewportSize(PHONE)
      expect(await overflowing(page, '200%')).toEqual([])
      await page.close()
    },
  )

  test.each([
    ['in forced colours', { forcedColors: 'active' }],
    ['in forced colours on dark', { forcedColors: 'active', colorScheme: 'dark' }],
    ['on paper', { media: 'print' }],
  ] as const)('stays in its place %s', async (_, media) => {
    const { page } = await open('en', NARROW)
    await page.emulateMedia(media)
    expect(await overflowing(page, '100%')).toEqual([])
    await page.close()
  })

  test('prints what is read, and nothing that is pressed', async () => {
    const { page } = await open('en', PHONE)
    await page.emulateMedia({ media: 'print' })
    const pressed = await statesWith(page, "(element) => element.matches('.button')")
    expect(pressed).toEqual([])
    await page.close()
  })

  test('moves nothing where no motion is wanted, and a little where it is', async () => {
    const { page } = await open('en', PHONE)
    const moving = (): Promise<string[]> => statesWith(page, '(element) => element.getAnimations().length > 0')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await moving()).toEqual([])
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await moving()).toContain('sheet: a cart')
    await page.close()
  })
})
