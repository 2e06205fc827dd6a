import type { Offer } from '@tributary/sdk'
import type { CardReady, CardView } from '@tributary/widget/card/card-view'
import { OfferCard } from '@tributary/widget/card/offer-card'
import { offerCardSheet } from '@tributary/widget/card/offer-card.css'
import { inRowSheet } from '@tributary/widget/collection/collection.css'
import { type CollectionView, firstWanted } from '@tributary/widget/collection/collection-view'
import { planOf } from '@tributary/widget/collection/plan'
import type { HeldLinkView } from '@tributary/widget/held/held-link'
import { speakOn } from '@tributary/widget/locale'
import { rowSheet } from '@tributary/widget/looks/layouts.css'
import { networkLinks } from '@tributary/widget/share/networks'
import type { ShareView } from '@tributary/widget/share/share'
import { tokens } from '@tributary/widget/tokens.css'
import { words } from '@tributary/widget/words/card'
import { h, render, type VNode } from 'preact'
import { buildCard, buildOffer, buildProgram } from '../widget/build.ts'
import { CODE, MUG } from './picture.ts'

const image = { src: MUG, alt: 'A white mug', width: 800, height: 1_000 }
const titles = ['Enamel mug', 'Kettle for two, made of steel that does not mind a fire', 'Bowl', 'Storm lamp', 'Pan', 'Knife']
const offers: readonly Offer[] = titles.map((title, index) =>
  buildOffer({
    ...{ handle: `offer-${index}`, title, images: [image] },
    ...(index === 1 && { options: [{ name: 'Colour', values: ['Blue', 'Sand'] }] }),
    variants: [{ sku: `sku-${index}`, options: index === 1 ? ['Blue'] : [], amountMinor: 990 + index * 1_250, available: index !== 2 }],
  }),
)
const FACETS = { options: [{ name: 'Colour', values: ['Blue', 'Sand'] }], fromMinor: 990, toMinor: 7_240 }

/** An element with these attributes, as a page writes it. */
function written(attributes: Readonly<Record<string, string>>): Element {
  const element = document.createElement('div')
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

/** Everything that a collection shows. */
export function collectionStates(locale: string): Readonly<Record<string, CollectionView>> {
  const around = (attributes: Readonly<Record<string, string>> = { search: '', filter: 'stock option price' }) => {
    const plan = planOf(written(attributes))
    return {
      plan,
      wanted: firstWanted(plan),
      facets: FACETS,
      program: buildProgram(),
      locale,
      href: 'https://parent.example/?collection=kitchen',
    }
  }
  const ready = { kind: 'ready', offers, more: 'there', isAsking: false } as const
  const narrowed = { ...around(), wanted: { ...around().wanted, q: 'teapot', available: true } }
  return {
    loading: { ...around({ limit: '4' }), kind: 'loading' },
    'loading, as a list': { ...around({ layout: 'list', limit: '4' }), kind: 'loading' },
    grid: { ...around(), ...ready },
    'grid of two columns': { ...around({ columns: '2' }), ...ready },
    'grid, asking for something else': { ...narrowed, ...ready, isAsking: true },
    'more on its way': { ...around({}), ...ready, more: 'coming' },
    'the end': { ...around({}), ...ready, more: 'end' },
    list: { ...around({ layout: 'list', search: '' }), ...ready, more: 'end' },
    'nothing that fits': { ...narrowed, kind: 'empty' },
    empty: { ...around({}), kind: 'empty' },
  }
}

/** An offer of a collection, as its element draws it. */
export const drawEntry =
  ({ plan, locale }: CollectionView) =>
  (offer: Offer): VNode => {
    const view = buildCard({ offer, locale, chosen: offer.options.map(() => undefined) })
    const idle = { choose: () => undefined, order: () => undefined }
    return h('tributary-offer', {
      ref: (host: HTMLElement | null) => {
        if (!host || host.shadowRoot) return
        const root = host.attachShadow({ mode: 'open' })
        speakOn(host)
        root.adoptedStyleSheets = [tokens(), offerCardSheet(), plan.layout === 'list' ? rowSheet() : inRowSheet()]
        render(h(OfferCard, { view, actions: idle }), root)
      },
    } as object)
  }

const sized = (locale: string, card: Partial<CardReady> = {}): CardView =>
  buildCard({
    ...{ offer: { ...(offers[1] as Offer), options: [{ name: 'Colour', values: ['Blue', 'Sand'] }] }, locale, chosen: [undefined] },
    ...card,
  })

/** Everything that an offer shows as a button alone, or as a row. */
export const layoutStates = (locale: string): Readonly<Record<string, CardView>> => ({
  loading: { kind: 'loading' },
  ready: buildCard({ offer: offers[0] as Offer, locale }),
  'with options': sized(locale),
  'with a choice missing': sized(locale, { isIncomplete: true }),
  'sold out': buildCard({ offer: offers[2] as Offer, locale }),
  opening: buildCard({ offer: offers[0] as Offer, locale, isOpening: true }),
  'of a test site': buildCard({ offer: offers[0] as Offer, locale, isTest: true }),
})

/** Everything that a placement shows by itself which the parent keeps; the rest is what other kinds show. */
export const heldStates = (): Readonly<Record<string, HeldLinkView>> => ({
  'gone, without a link of the page': { text: words.seeOffer, href: 'https://parent.example/p/plc_x?via=FERNWEH' },
  'joining, without a link of the page': { text: 'Become an affiliate', href: 'https://parent.example/join?via=FERNWEH' },
})

/** Everything that sharing shows. */
export function shareStates(): Readonly<Record<string, ShareView>> {
  const url = 'https://parent.example/o/enamel-mug?via=FERNWEH&via_campaign=spring'
  const all = 'whatsapp telegram facebook linkedin bluesky x reddit mastodon email'
  const open = { kind: 'open', url, networks: networkLinks({ url, title: 'Enamel mug' }, null, null), code: CODE, isCopied: false } as const
  return {
    closed: { kind: 'closed' },
    open,
    copied: { ...open, isCopied: true },
    'with every network': { ...open, networks: networkLinks({ url, title: 'Enamel mug' }, all, null) },
    'of a page': { ...open, code: undefined },
    'a link': { kind: 'link', href: url },
  }
}
