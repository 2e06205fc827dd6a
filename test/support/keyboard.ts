import type { Page } from 'playwright-core'

const MOST_PRESSES = 60

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
