import { h } from 'preact'
import { complain } from '../complaint.ts'
import { PlacementElement } from '../placement-element.ts'
import type { Shop } from '../shop.ts'
import { words } from '../words/cart.ts'
import { cartButtonSheet } from './cart-button.css.ts'
import { CartButton, type CartView } from './cart-button.tsx'
import { cartKey, keptPieces, piecesIn } from './cart-count.ts'

/** `<tributary-cart>`: a button that opens the cart of this page's site, with how much is in it. */
export class TributaryCart extends PlacementElement {
  static readonly observedAttributes = ['via', 'parent', 'site', 'consent']

  #view: CartView = { quantity: 0, isNews: false, isOpening: false }
  #leave: (() => void) | undefined
  // Whose cart is counted.
  #counted: Shop | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leaveCart()
  }

  #leaveCart(): void {
    this.#leave?.()
    this.#leave = this.#counted = undefined
  }

  /** Says it in other words. */
  redraw(): void {
    if (this.root) this.#show({})
  }

  protected override load(): void {
    const shop = this.shop
    if (!this.isConnected || !shop || this.#counted === shop) return
    this.#leaveCart()
    this.#counted = shop
    const { site } = shop
    this.#show({ quantity: keptPieces(site), isNews: false })
    if (this.link) this.link.hidden = true

    const changed = (event: Event): void => this.#count(piecesIn((event as CustomEvent<{ lines: unknown }>).detail.lines))
    // Another tab of this site.
    const stored = ({ key }: StorageEvent): void => void (key === cartKey(site) && this.#count(keptPieces(site)))
    // Back from another page of this site: nobody told this one.
    const shown = ({ persisted }: PageTransitionEvent): void => void (persisted && this.#count(keptPieces(site)))
    const intent = (): void => void shop.load('sheet').catch(() => undefined)
    document.addEventListener('tributary:cart-change', changed)
    addEventListener('storage', stored)
    addEventListener('pageshow', shown)
    // The sheet is fetched on intent, as a card's is.
    for (const name of ['pointerenter', 'focusin']) this.addEventListener(name, intent, { once: true, passive: true })
    this.#leave = () => {
      document.removeEventListener('tributary:cart-change', changed)
      removeEventListener('storage', stored)
      removeEventListener('pageshow', shown)
    }
  }

  protected override showLink(): void {
    this.paint(h('a', { class: 'button', href: this.#href }, words.cart), cartButtonSheet())
  }

  get #href(): string {
    return this.link?.href ?? this.hosted(`${this.shop?.parent}/`)
  }

  #count(quantity: number): void {
    // Whoever takes the link away takes the cart away.
    if (this.link && !this.link.isConnected) this.remove()
    else if (quantity !== this.#view.quantity) this.#show({ quantity, isNews: true })
  }

  async #open(): Promise<void> {
    const { shop } = this
    if (!shop || this.#view.isOpening) return
    this.#show({ isOpening: true })
    try {
      const { openSheet } = await shop.load('sheet')
      await openSheet(shop)
    } catch (cause) {
      complain(this.link ?? this, 'unavailable', `The cart did not load (${cause}).`)
      location.assign(this.#href)
    }
    this.#show({ isOpening: false })
  }

  #show(change: Partial<CartView>): void {
    this.#view = { ...this.#view, ...change }
    this.paint(h(CartButton, { view: this.#view, open: () => this.guard(() => this.#open()) }), cartButtonSheet())
  }
}
