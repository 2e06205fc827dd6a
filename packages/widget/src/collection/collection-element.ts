import type { Offer } from '@tributary/sdk'
import { h, type VNode } from 'preact'
import { reasonOf } from '../complaint.ts'
import { pageLocale } from '../locale.ts'
import { PlacementElement } from '../placement-element.ts'
import type { Shop } from '../shop.ts'
import type { Standing } from '../standing.ts'
import { collectionSheet, inRowSheet } from './collection.css.ts'
import { Collection } from './collection.tsx'
import { type CollectionActions, type CollectionPlan, type CollectionView, firstWanted, type Wanted } from './collection-view.ts'
import { planOf } from './plan.ts'

type State =
  | Pick<CollectionView & { kind: 'loading' | 'empty' | 'failed' }, 'kind'>
  | Pick<CollectionView & { kind: 'ready' }, 'kind' | 'offers' | 'more' | 'isAsking'>

// Somebody who types is waited for.
const TYPING_PAUSE_MS = 300

/** `<tributary-collection collection="kitchen">`: the offers of a collection, or all of them, page by page. */
export class TributaryCollection extends PlacementElement implements Standing {
  static readonly observedAttributes = [
    'collection',
    'layout',
    'columns',
    'limit',
    'sort',
    'filter',
    'search',
    'theme',
    'density',
    'via',
    'parent',
    'site',
    'consent',
  ]

  // What it is asked for, to tell that from how it looks and who earns.
  #key: string | undefined
  #plan: CollectionPlan = planOf(this)
  #wanted: Wanted = firstWanted(this.#plan)
  #view: CollectionView | undefined
  #known: Pick<CollectionView, 'program' | 'facets'> = { program: undefined, facets: undefined }
  #next: string | undefined
  // The question whose answer is shown; the answer to an earlier one comes too late.
  #asked = 0
  #typing: ReturnType<typeof setTimeout> | undefined

  override connectedCallback(): void {
    if (this.#view && this.link) this.link.hidden = true
    else super.connectedCallback()
  }

  /** Puts the focus on the first thing that there is to use. */
  proceed(): void {
    this.root?.querySelector<HTMLElement>('input, select, li')?.focus()
  }

  /** Says it in other words, where it stands. */
  redraw(): void {
    if (this.#view) this.#show(this.#view)
  }

  protected override load(): void {
    const { shop } = this
    if (!this.isConnected || !shop) return
    const key = JSON.stringify([shop.parent, shop.site, this.getAttribute('collection'), planOf(this)])
    if (key === this.#key && this.#view?.kind !== 'failed') {
      this.#dressAnew(shop)
      return
    }
    this.#key = key
    this.#plan = planOf(this)
    this.#wanted = firstWanted(this.#plan)
    this.#known = { program: undefined, facets: undefined }
    this.guard(async () => {
      this.removeAttribute('data-tributary-error')
      await (await shop.load('more')).dress(this, shop)
      this.#show({ kind: 'loading' })
      await this.#ask()
    })
  }

  // A visitor has searched, and chosen: that stays.
  #dressAnew(shop: Shop): void {
    this.guard(async () => {
      await (await shop.load('more')).dress(this, shop)
      this.redraw()
    })
  }

  /** Asks for the first page of what is wanted. */
  async #ask(): Promise<void> {
    const number = ++this.#asked
    const answer = await this.#page(undefined)
    if (number !== this.#asked) return
    if (!answer?.ok) {
      // Nothing was shown yet: the link is the better way.
      if (!this.#known.program && answer) return this.fail(answer.error.code, reasonOf(answer.error))
      return this.#show({ kind: 'failed' })
    }
    this.#known = { program: answer.value.program, facets: answer.value.facets ?? this.#known.facets }
    this.#next = answer.value.next
    const { offers } = answer.value
    if (this.link) this.link.hidden = true
    if (offers.length === 0) this.#show({ kind: 'empty' })
    else this.#show({ kind: 'ready', offers, more: this.#next ? 'there' : 'end', isAsking: false })
  }

  async #more(): Promise<void> {
    const view = this.#view
    if (view?.kind !== 'ready' || view.more === 'coming') return
    const number = this.#asked
    this.#show({ ...view, more: 'coming' })
    const answer = await this.#page(this.#next)
    if (number !== this.#asked) return
    if (!answer?.ok) return this.#show({ ...view, more: 'failed' })
    this.#next = answer.value.next
    const offers = [...view.offers, ...answer.value.offers.filter(({ id }) => !view.offers.some((shown) => shown.id === id))]
    this.#show({ ...view, offers, more: this.#next ? 'there' : 'end' })
    // Whoever uses a keyboard goes on with what came, not with the end of the list.
    this.root?.querySelectorAll<HTMLElement>('li')[view.offers.length]?.focus({ preventScroll: true })
  }

  #page(cursor: string | undefined) {
    const { q, sort, option, maxMinor, available } = this.#wanted
    const facets = this.#plan.tools.length > 0 && !this.#known.facets
    return this.shop?.offers.read({
      collection: this.getAttribute('collection') || undefined,
      q: q.trim() || undefined,
      sort: sort === 'given' ? undefined : sort,
      option: option || undefined,
      maxMinor: maxMinor ? Number(maxMinor) : undefined,
      available: available || undefined,
      facets: facets || undefined,
      cursor,
      limit: this.#plan.limit,
    })
  }

  readonly #actions: CollectionActions = {
    want: (change) => {
      this.#wanted = { ...this.#wanted, ...change }
      clearTimeout(this.#typing)
      this.#typing = setTimeout(() => this.guard(() => this.#ask()), 'q' in change ? TYPING_PAUSE_MS : 0)
      if (this.#view?.kind === 'ready') this.#show({ ...this.#view, isAsking: true })
    },
    more: () => this.guard(() => this.#more()),
    again: () => this.guard(() => this.#ask()),
    clear: () => {
      this.#actions.want({ ...firstWanted(this.#plan), sort: this.#wanted.sort })
      this.proceed()
    },
  }

  readonly #entry = (offer: Offer): VNode =>
    h('tributary-offer', {
      ...(this.#plan.layout === 'list' ? { layout: 'row' } : { looks: [inRowSheet()] }),
      exportparts: 'card, image, title, price, button',
      shop: this.shop,
      offer: offer.id,
      via: this.getAttribute('via') ?? this.shop?.site,
    } as object)

  #show(state: State): void {
    const { program, facets } = this.#known
    // What was shown before may be passed on as a state; what is wanted now counts.
    const view = {
      ...state,
      plan: this.#plan,
      wanted: this.#wanted,
      program,
      facets,
      locale: pageLocale(),
      href: this.#href(),
    } as CollectionView
    this.#view = view
    this.paint(h(Collection, { view, actions: this.#actions, entry: this.#entry }), collectionSheet())
  }

  #href(): string {
    const { link, shop } = this
    const pairs = Object.entries({ collection: this.getAttribute('collection') ?? '', via: this.getAttribute('via') ?? shop?.site ?? '' })
    return link?.href ?? `${shop?.parent}/?${new URLSearchParams(pairs.filter(([, value]) => value))}`
  }

  protected override showLink(): void {
    this.#show({ kind: 'failed' })
  }
}
