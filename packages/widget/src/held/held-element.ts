import { h } from 'preact'
import { goOn } from '../go-on.ts'
import { PlacementElement } from '../placement-element.ts'
import type { Shop } from '../shop.ts'
import type { Standing } from '../standing.ts'
import { words } from '../words/card.ts'
import { inLanguage } from '../words/spoken.ts'
import { heldSheet } from './held.css.ts'
import { attributesOf, isShowable } from './held-attributes.ts'
import { joinByLink } from './held-join.ts'
import { heldLink } from './held-link.tsx'
import { heldPlacements } from './held-placements.ts'
import type { KeptPlacement } from './kept-placements.ts'

type Attributes = Readonly<Record<string, string>>

const ERROR = 'data-tributary-error'
const PARTS = 'card, image, title, price, button, ways'

/** `<tributary-placement placement="plc_…">`: whatever the parent keeps under this id, shown as if it had been pasted. */
export class TributaryPlacement extends PlacementElement implements Standing {
  static readonly observedAttributes = ['placement', 'theme', 'density', 'via', 'parent', 'site', 'consent']

  // What is shown, told apart from what would look different.
  #key = ''
  #part: Partial<PlacementElement & Standing> | undefined
  #showing: Promise<void> = Promise.resolve()
  #leaveLink: (() => void) | undefined
  #watch: MutationObserver | undefined

  /** Goes on for a customer who pressed the link, as soon as what it shows is there. */
  proceed(): void {
    void this.#showing.then(() => setTimeout(() => this.#part && goOn(this.#part as Standing)))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leaveLink?.()
    this.#leaveLink = undefined
  }

  protected override load(): void {
    const { shop } = this
    const id = this.getAttribute('placement')
    if (!id) this.#clear()
    if (!this.isConnected || !shop || !id) return
    this.guard(async () => {
      const placements = heldPlacements(shop)
      const kept = placements.kept(id)
      if (kept) await this.#take(shop, kept)
      const now = await placements.read(id)
      if (!this.isConnected || this.getAttribute('placement') !== id) return
      // Where the parent does not answer, what it said last is shown. Nobody is disturbed who is choosing: the other is kept, and shown at the next visit.
      if (kept && (this.#isInUse() || !(now.ok || now.error.final))) return
      if (now.ok) await this.#take(shop, now.value)
      else this.fail(now.error.code, now.error.reason)
    })
  }

  // Of no placement any more.
  #clear(): void {
    if (!this.root) return
    this.#leave()
    this.#key = ''
    this.#part = undefined
    this.paint(null, heldSheet())
  }

  protected override showLink(): void {
    this.#key = ''
    this.#watch?.disconnect()
    const page = `p/${encodeURIComponent(this.getAttribute('placement') ?? '')}`
    this.paint(heldLink({ text: words.seeOffer, href: this.#href(page) }), heldSheet())
  }

  #isInUse(): boolean {
    return this.matches(':focus-within') || document.querySelector('tributary-sheet') !== null
  }

  #href(page: string, via = this.getAttribute('via') ?? this.shop?.site ?? ''): string {
    return `${this.shop?.parent}/${page}?via=${encodeURIComponent(via)}`
  }

  #take(shop: Shop, next: KeptPlacement): Promise<void> {
    return (this.#showing = this.#show(shop, next))
  }

  async #show(shop: Shop, next: KeptPlacement): Promise<void> {
    if (!isShowable(next))
      return this.fail('placement_unknown', `This script shows nothing of the kind ${next.kind}: load the parent’s own.`)
    const attributes = attributesOf(next, this)
    const key = JSON.stringify([next.kind, attributes])
    const isByLink = next.kind === 'join' && this.link !== undefined
    if (key === this.#key && (!isByLink || this.#leaveLink)) return

    // First what takes a trip, so that the one gives way to the other in one step.
    const { offer } = attributes
    if (this.#key && offer) await shop.find(offer)
    if (!this.isConnected || (key === this.#key && !isByLink)) return
    this.removeAttribute(ERROR)
    this.#leave()
    this.#key = key
    if (isByLink) this.#showByLink(shop, attributes)
    else await this.#showPart(shop, next, attributes, key)
  }

  #showByLink(shop: Shop, { via }: Attributes): void {
    const { link } = this
    if (!link) return
    this.#part = undefined
    this.paint(null, heldSheet())
    // A link is as high as it is.
    delete this.dataset['tributarySize']
    link.hidden = false
    this.#leaveLink = joinByLink(shop, link, via)
  }

  async #showPart(shop: Shop, { kind, label }: KeptPlacement, attributes: Attributes, key: string): Promise<void> {
    const isJoin = kind === 'join'
    const { via } = attributes
    const isChange = this.#part !== undefined
    const fill = (part: (PlacementElement & HTMLElement) | null): void => {
      if (!part || part === this.#part) return
      this.#part = part
      this.#sayErrorsOf(part)
      for (const [name, value] of Object.entries(attributes)) part.setAttribute(isJoin ? `data-tributary-${name}` : name, value)
      // What fails gives its place back to the link, and this one with it. What is replaced does not: see `#leave`.
      if (this.link) Object.assign(part, { link: this.link, remove: () => this.remove() })
    }
    const shown = { key, ref: fill, exportparts: PARTS }
    const node = isJoin
      ? heldLink(
          { text: inLanguage<{ readonly title?: string }>('join', {}).title ?? label, href: this.#href('join', via) },
          { ...shown, 'data-tributary-join': '' },
        )
      : h(`tributary-${kind}`, shown as object)
    this.paint(node, heldSheet())
    const part = this.#part as (PlacementElement & Partial<Standing>) | undefined
    if (!part) return
    if (kind === 'offer') part.shop = shop
    else await (await shop.load('more')).place(shop, part)
    const { minBlockSize } = this.style
    if (minBlockSize) part.style.minBlockSize = minBlockSize
    if (isChange && this.link && this.isConnected) this.link.hidden = true
  }

  // An author looks at the element that stands in the page.
  #sayErrorsOf(part: HTMLElement): void {
    this.#watch = new MutationObserver(() => {
      const code = part.getAttribute(ERROR)
      if (code) this.setAttribute(ERROR, code)
      else this.removeAttribute(ERROR)
    })
    this.#watch.observe(part, { attributeFilter: [ERROR] })
  }

  #leave(): void {
    this.#watch?.disconnect()
    if (this.#part) Reflect.deleteProperty(this.#part, 'remove')
    this.#leaveLink?.()
    this.#leaveLink = undefined
  }
}
