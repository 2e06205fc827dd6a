import type { CartItem, Offer, Variant } from '@tributary/sdk'
import { h, render } from 'preact'
import { complain, notSold, reasonOf } from '../complaint.ts'
import { pageLocale, speakOn } from '../locale.ts'
import { withVia } from '../placement-via.ts'
import type { Found, Shop } from '../shop.ts'
import { tokens } from '../tokens.css.ts'
import { words } from '../words/card.ts'
import type { CardActions, CardReady, CardView } from './card-view.ts'
import { chosenVariant, firstChosen } from './choice.ts'
import { offerCardSheet } from './offer-card.css.ts'
import { OfferCard } from './offer-card.tsx'

// On a server there are no elements; the module can be imported there all the same.
const Element: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/**
 * `<tributary-offer offer="handle" via="…">`: one offer as a card. It stands for a placement link where it has one (`link`), which is hidden as long
 * as the card is there and comes back when the card goes or fails. Without a loader it finds its shop by the attributes `parent` and `site`.
 */
export class TributaryOffer extends Element {
  static readonly observedAttributes = ['offer']

  /** Finds the shop of an element that names one in its attributes; set where elements stand without a script tag. */
  static shopOf: ((parent: string, site: string, consent?: string | null) => Shop) | undefined

  /** The link that this card stands for. */
  link: HTMLAnchorElement | undefined
  #shop: Shop | undefined
  #root: ShadowRoot | undefined
  readonly #reserved = new CSSStyleSheet()
  #view: CardView = { kind: 'loading' }

  /** Where offers come from. Setting it shows the card. */
  set shop(shop: Shop | undefined) {
    this.#shop = shop
    this.#load()
  }

  get shop(): Shop | undefined {
    const [parent, site, consent] = ['parent', 'site', 'consent'].map((name) => this.getAttribute(name))
    return this.#shop ?? (parent && site ? TributaryOffer.shopOf?.(parent, site, consent) : undefined)
  }

  connectedCallback(): void {
    if (this.#view.kind === 'ready' && this.link) this.link.hidden = true
    else this.#load()
  }

  disconnectedCallback(): void {
    if (this.link) this.link.hidden = false
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    if (before !== null) this.#load()
  }

  /** Goes on for a customer who pressed the link: opens the order sheet, or puts the focus on what is left to choose. */
  proceed(): void {
    const view = this.#view
    this.#root?.querySelector<HTMLElement>('select, .primary, .button')?.focus()
    if (view.kind === 'ready' && chosenVariant(view.offer, view.chosen)?.available) this.#actions.order()
  }

  /** Makes the card at least so many pixels high: what its link reserved. */
  reserve(height: number): void {
    this.#reserved.replaceSync(`:host{min-block-size:${height}px}`)
  }

  #load(): void {
    const reference = this.getAttribute('offer')
    if (!this.isConnected || !reference) return
    this.#guard(async () => {
      const shop = this.shop
      if (!shop) return
      this.#show(this.#view.kind === 'ready' ? this.#view : { kind: 'loading' })
      const found = await shop.find(reference)
      if (this.getAttribute('offer') !== reference) return
      if (!found.ok) return this.#fail(found.error.code, reasonOf(found.error))
      if (!found.value.offer) return this.#fail('offer_unknown', notSold(reference))
      this.#ready(shop, found.value)
    })
  }

  #ready(shop: Shop, { offer, program, site }: Found): void {
    if (!offer) return
    this.removeAttribute('data-tributary-error')
    this.#show({
      kind: 'ready',
      offer,
      program,
      isTest: site.test,
      chosen: firstChosen(offer),
      href: this.link?.href ?? this.#hosted(offer.url),
      locale: pageLocale(),
      isOpening: false,
      isIncomplete: false,
    })
    if (this.link) this.link.hidden = true
    const sheet = sheetOf(offer)
    // The sheet is fetched on intent: before a finger lifts, or a pointer has found the button.
    for (const intent of ['pointerenter', 'focusin']) {
      this.addEventListener(intent, () => void shop.load(sheet).catch(() => undefined), { once: true, passive: true })
    }
  }

  readonly #actions: CardActions = {
    choose: (optionIndex, value) => this.#change(({ chosen }) => ({ chosen: chosen.with(optionIndex, value), isIncomplete: false })),
    order: () => this.#guard(() => this.#order()),
  }

  async #order(): Promise<void> {
    const view = this.#view
    const shop = this.shop
    if (view.kind !== 'ready' || !shop || view.isOpening) return
    const variant = chosenVariant(view.offer, view.chosen)
    if (!variant?.available) {
      this.#change(() => ({ isIncomplete: true }))
      this.#root?.querySelector<HTMLElement>('select[aria-invalid="true"], select')?.focus()
      return
    }
    this.#change(() => ({ isOpening: true }))
    try {
      const { openSheet } = await shop.load(sheetOf(view.offer))
      await openSheet(shop, this.#item(view, variant))
    } catch (cause) {
      // Without the sheet the button is what the link was: a way to the hosted page, where it can be ordered.
      complain(this, 'unavailable', `The sheet did not load (${cause}).`)
      location.assign(view.href)
    }
    this.#change(() => ({ isOpening: false }))
  }

  #item({ offer }: CardReady, { sku }: Variant): CartItem {
    const via = this.getAttribute('via')
    return { sku, quantity: 1, offer: offer.id, ...(via && { via }) }
  }

  #change(change: (view: CardReady) => Partial<CardReady>): void {
    if (this.#view.kind === 'ready') this.#show({ ...this.#view, ...change(this.#view) })
  }

  #show(view: CardView): void {
    this.#view = view
    this.#root ??= this.attachShadow({ mode: 'open' })
    this.#root.adoptedStyleSheets = [tokens(), offerCardSheet(), this.#reserved]
    speakOn(this)
    render(h(OfferCard, { view, actions: this.#actions }), this.#root)
  }

  #fail(code: string, detail: string): void {
    complain(this.link ?? this, code, detail)
    // The link comes back; an element without one shows a link of its own: never a blank box.
    if (this.link) this.remove()
    else this.#link(`${this.shop?.parent}/o/${this.getAttribute('offer')}`)
  }

  // All that is to be seen of what failed.
  #link = (page: string): void => this.#show({ kind: 'link', href: this.#hosted(page), text: words.seeOffer })

  // The hosted page, with whoever is attributed.
  #hosted = (page: string): string => withVia(page, this.getAttribute('via') ?? this.shop?.site ?? '')

  // The one error boundary: whatever breaks in here, the page gets its link.
  #guard(action: () => void | Promise<void>): void {
    Promise.resolve()
      .then(action)
      .catch((cause) => this.#fail('unavailable', String(cause)))
  }
}

/** The sheet in which an offer is ordered, or asked for. */
const sheetOf = ({ service }: Offer): 'lead' | 'sheet' => (service ? 'lead' : 'sheet')
