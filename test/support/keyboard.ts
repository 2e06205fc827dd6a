import type { Locator, Page } from 'playwright-core'

const MOST_PRESSES = 60

/** A desktop of 1,280 pixels at 400 % zoom, or the smallest phone (WCAG 2.2, 1.4.10). */
export const NARROW = { width: 320, height: 640 }

/** Somebody without a mouse: what has the focus, also inside shadow roots, and the way to it. */
export interface Keyboard {
  /** Presses Tab until what has the focus is called so: `BUTTON Order`, `INPUT email` (its name, else its text). Throws where Tab never gets there. */
  tabTo(wanted: RegExp): Promise<void>
  /** Goes to a control and presses Enter. */
  enter(wanted: RegExp): Promise<void>
  /** Goes to a field and types. */
  type(field: string, text: string): Promise<void>
}

/** The keyboard of a page. */
export function keyboardOf(page: Page): Keyboard {
  const active = (): Promise<string> =>
    page.evaluate(() => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      return `${element?.tagName} ${element?.getAttribute('name') ?? element?.textContent?.trim()}`
    })
  const keyboard: Keyboard = {
    async tabTo(wanted) {
      const passed: string[] = []
      for (let press = 0; press < MOST_PRESSES; press++) {
        await page.keyboard.press('Tab')
        const here = await active()
        if (wanted.test(here)) return
        passed.push(here)
      }
      throw new Error(`expected Tab to reach ${wanted}, received ${[...new Set(passed)].join(', ')}`)
    },
    async enter(wanted) {
      await keyboard.tabTo(wanted)
      await page.keyboard.press('Enter')
    },
    async type(field, text) {
      await keyboard.tabTo(new RegExp(`^(INPUT|SELECT|TEXTAREA) ${field}$`))
      await page.keyboard.type(text)
    },
  }
  return keyboard
}

/** What a screen reader is told of a part of the page, without what is another one each time. */
export const toldOf = async (part: Locator, parent: string): Promise<string> =>
  (await part.ariaSnapshot())
    .replaceAll(parent, 'https://parent.example')
    .replace(/\n *- \/url:.*/g, '')
    .replace(/\bsite_[\w-]+/g, 'site_…')
    .replace(/\b[0-9A-HJKMNP-TV-Z]{8}\b/g, 'NUMBER')
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \w{3} \d{1,2}\b/g, 'DAY')

/**
 * What of a sheet, or of an element of ours, stands beside the view, where a reader would have to scroll in two directions to see it. What only a screen
 * reader is told is not seen anyway.
 */
export const beside = (part: Locator): Promise<readonly string[]> =>
  part.evaluate((element) => {
    const isBeside = (inner: Element) => innerWidth < inner.getBoundingClientRect().right
    const inside = (element.shadowRoot ?? element).querySelectorAll(':not(.unseen)')
    return [...inside].filter(isBeside).map((inner) => inner.outerHTML.slice(0, 100))
  })
