// A page in happy-dom beside Node's own network, so that elements and the real parent can meet in one process. Import it before anything of the widget.
import { Window } from 'happy-dom'

const PAGE = 'https://blog.example/post'

// Node's own URL, fetch and timers stay: the parent runs on them.
const BORROWED = [
  'CSSStyleSheet',
  'CustomEvent',
  'Element',
  'Event',
  'FormData',
  'HTMLAnchorElement',
  'HTMLElement',
  'HTMLInputElement',
  'KeyboardEvent',
  'MouseEvent',
  'MutationObserver',
  'Node',
  'customElements',
  'document',
  'history',
  'localStorage',
  'location',
  'navigator',
] as const

const page = new Window({ url: PAGE, width: 1280, height: 800 })
for (const name of BORROWED) Object.defineProperty(globalThis, name, { value: page[name], configurable: true, writable: true })
Object.assign(globalThis, {
  window: page,
  innerHeight: 800,
  CSS: { supports: () => true },
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
})

/** Says when something comes into view, as the test wants it. */
export class ViewObserver {
  static readonly all = new Set<ViewObserver>()
  readonly targets = new Set<Element>()
  readonly notice: (entries: { isIntersecting: boolean; target: Element }[]) => void

  constructor(notice: ViewObserver['notice']) {
    this.notice = notice
    ViewObserver.all.add(this)
  }

  observe(target: Element): void {
    this.targets.add(target)
  }

  unobserve(target: Element): void {
    this.targets.delete(target)
  }

  disconnect(): void {
    this.targets.clear()
  }

  /** Tells every observer of this element. */
  static tell(target: Element, isIntersecting: boolean): void {
    for (const observer of [...ViewObserver.all]) if (observer.targets.has(target)) observer.notice([{ isIntersecting, target }])
  }
}
Object.assign(globalThis, { IntersectionObserver: ViewObserver })

/** Empties the page between two tests. */
export function clearPage(): void {
  document.body.replaceChildren()
  localStorage.clear()
}

/** What a reader of a shadow tree reads, spaces as they are seen. */
export const textOf = (node: ParentNode | null | undefined): string => (node?.textContent ?? '').replace(/\s+/g, ' ').trim()

/** Waits until the page says so. */
export async function until<Value>(look: () => Value | undefined | null | false, what = 'it'): Promise<Value> {
  for (let tries = 0; tries < 300; tries++) {
    const seen = look()
    if (seen) return seen
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(
    `expected ${what} within three seconds, and the page says: ${textOf(document.querySelector('tributary-sheet')?.shadowRoot)}`,
  )
}
