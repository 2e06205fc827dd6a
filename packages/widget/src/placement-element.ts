import { type ComponentChild, render } from 'preact'
import { complain } from './complaint.ts'
import { speakOn } from './locale.ts'
import { withVia } from './placement-via.ts'
import type { Shop } from './shop.ts'
import { tokens } from './tokens.css.ts'

// On a server there are no elements; the modules can be imported there all the same.
const Element: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/**
 * What every element of ours is: it stands for a placement link where it has one, which is hidden as long as there is something to show and comes back
 * when the element goes or fails; it finds its shop; what breaks in it never reaches the page. Without a loader it finds its shop by the attributes
 * `parent` and `site`.
 */
export abstract class PlacementElement extends Element {
  /** Finds the shop of an element that names one in its attributes; set where elements stand without a script tag. */
  declare static shopOf: ((element: HTMLElement) => Shop | undefined) | undefined

  /** The link that this element stands for. */
  declare link: HTMLAnchorElement | undefined
  /** Style sheets after its own: what its attributes ask for. */
  looks: readonly CSSStyleSheet[] = []
  declare protected root: ShadowRoot | undefined
  /** Whether it was in the page. */
  declare protected isBegun: boolean | undefined
  #shop: Shop | undefined

  /** Reads what is to be shown, and shows it. Called again when an attribute changes. */
  protected abstract load(): void
  /** Shows a link to the hosted page of the same: all that is to be seen of what failed. */
  protected abstract showLink(): void

  /** Where everything comes from. Setting it shows the element. */
  set shop(shop: Shop | undefined) {
    this.#shop = shop
    this.load()
  }

  get shop(): Shop | undefined {
    return this.#shop ?? PlacementElement.shopOf?.(this)
  }

  connectedCallback(): void {
    this.isBegun = true
    this.load()
  }

  disconnectedCallback(): void {
    if (this.link) this.link.hidden = false
  }

  attributeChangedCallback(): void {
    // Attributes that an element begins with are told of, too: then there is nothing to change yet.
    if (this.isBegun) this.load()
  }

  /** Takes on the looks that its attributes ask for. What knows them is fetched only where one does. */
  protected async dress(shop: Shop): Promise<void> {
    if (this.looks[0] || this.matches('[layout],[theme],[density]')) await (await shop.load('more')).dress(this, shop)
  }

  /** Draws into the shadow root, under the tokens and these style sheets. */
  paint(node: ComponentChild, ...sheets: readonly CSSStyleSheet[]): void {
    this.root ??= this.attachShadow({ mode: 'open' })
    this.root.adoptedStyleSheets = [tokens(), ...sheets, ...this.looks]
    speakOn(this)
    render(node, this.root)
  }

  /** Says why there is nothing to show. The link comes back; an element without one shows a link of its own: never a blank box. */
  protected fail(code: string, detail: string): void {
    complain(this.link ?? this, code, detail)
    if (this.link) this.remove()
    else this.showLink()
  }

  /** A hosted page, with whoever is attributed. */
  protected hosted(page: string): string {
    return withVia(page, this.getAttribute('via') ?? this.shop?.site ?? '')
  }

  /** The one error boundary: whatever breaks in here, the page gets its link. */
  protected async guard(action: () => void | Promise<void>): Promise<void> {
    try {
      await action()
    } catch (cause) {
      this.fail('unavailable', String(cause))
    }
  }
}
