import type { Offer } from '@tributary/sdk'
import { h } from 'preact'
import { complain, reasonOf } from '../complaint.ts'
import { pageLocale } from '../locale.ts'
import { PlacementElement } from '../placement-element.ts'
import type { Found, Shop } from '../shop.ts'
import type { Face } from '../standing.ts'
import { words } from '../words/card.ts'
import type { CardActions, CardReady, CardView } from './card-view.ts'
import { chosenVariant, firstChosen } from './choice.ts'
import { offerCardSheet } from './offer-card.css.ts'
import { OfferCard } from './offer-card.tsx'

/** `<tributary-offer offer="handle" via="…">`: one offer as a card. */
export class TributaryOffer extends PlacementElement {
  static readonly observedAttributes = ['offer', 'layout', 'price', 'theme', 'density', 'via', 'parent', 'site', 'consent']

  /** What draws it; another layout brings its own. */
  face: Face = { draw: OfferCard, sheet: offerCardSheet }
  #view: CardView = { kind: 'loading' }

  protected override load(): void {
    const reference = this.getAttribute('offer')
    // Of no offer any more, it sells nothing.
    if (!reference && this.root) this.paint(null)
    if (!this.isConnected || !reference) return
    this.guard(async () => {
      const shop = this.shop
      if (!shop) return
      this.removeAttribute('data-tributary-error')
      await this.dress(shop)
      // A link gives its place when the offer is there; what is shown, also by a server, stays until there is something else to show.
      if (!this.link && !this.shadowRoot) this.#show({ kind: 'loading' })
      const found = await shop.find(reference)
      if (this.getAttribute('offer') !== reference) return
      if (!found.ok) return this.fail(found.error.code, reasonOf(found.error))
      this.#ready(shop, found.value)
    })
  }

  #ready(shop: Shop, { offer, program, site }: Found): void {
    const view = this.#view
    this.#show({
      kind: 'ready',
      offer,
      program,
      isTest: site.test,
      // Dressed in other looks, it is the same choice.
      chosen: view.kind === 'ready' && view.offer === offer ? view.chosen : firstChosen(offer),
      href: this.link?.href ?? this.hosted(offer.url),
      locale: pageLocale(),
      isOpening: false,
      isIncomplete: false,
    })
    if (this.link) this.link.hidden = true
    const sheet = sheetOf(offer)
    // The sheet is fetched on intent: before a finger lifts, or a pointer has found the button.
    for (const intent of ['pointerenter', 'focusin']) {
      this.addEventListener(intent, () => void shop.load(sheet).catch(() => undefined), { once: true })
    }
  }

  readonly #actions: CardActions = {
    choose: (optionIndex, value) => this.#change(({ chosen }) => ({ chosen: chosen.with(optionIndex, value), isIncomplete: false })),
    order: () => this.guard(() => this.#order()),
  }

  async #order(): Promise<void> {
    const view = this.#view
    const shop = this.shop
    if (view.kind !== 'ready' || !shop || view.isOpening) return
    const variant = chosenVariant(view.offer, view.chosen)
    if (!variant?.available) {
      this.#change(() => ({ isIncomplete: true }))
      this.root?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
      return
    }
    this.#change(() => ({ isOpening: true }))
    try {
      const { openSheet } = await shop.load(sheetOf(view.offer))
      const via = this.getAttribute('via')
      await openSheet(shop, { sku: variant.sku, quantity: 1, offer: view.offer.id, ...(via && { via }) })
    } catch (cause) {
      // Without the sheet the button is what the link was: a way to the hosted page, where it can be ordered.
      complain(this, 'unavailable', `The sheet did not load (${cause}).`)
      location.assign(view.href)
    }
    this.#change(() => ({ isOpening: false }))
  }

  #change(change: (view: CardReady) => Partial<CardReady>): void {
    if (this.#view.kind === 'ready') this.#show({ ...this.#view, ...change(this.#view) })
  }

  #show(view: CardView): void {
    this.#view = view
    this.paint(h(this.face.draw, { view, actions: this.#actions }), this.face.sheet())
  }

  protected override showLink(): void {
    const href = this.hosted(`${this.shop?.parent}/o/${this.getAttribute('offer')}`)
    this.paint(h('a', { class: 'button', href }, words.seeOffer), offerCardSheet())
  }
}

/** The sheet in which an offer is ordered, or asked for. */
const sheetOf = ({ service }: Offer): 'lead' | 'sheet' => (service ? 'lead' : 'sheet')
