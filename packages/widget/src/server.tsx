// `@tributary/widget/server`: cards as static HTML, for sites that are built or rendered on a server.

import { structuredData } from '@tributary/protocol/structured-data'
import type { Failure, Offer, OffersAnswer, ProgramFacts, Result } from '@tributary/sdk'
import { priceRange } from '@tributary/sdk'
import { createClient, createOffers, withoutSlash } from '@tributary/sdk/parts'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { moneyOf } from './locale.ts'
import { withVia } from './placement-via.ts'
import { renderShadowCard } from './server-shadow.tsx'
import { type CardWords, words as english } from './words/card.ts'

/** Whose offers are rendered, and how. */
export interface RenderOptions {
  /** The parent's address. */
  readonly parent: string
  /** The site key. */
  readonly site: string
  /** Who earns, if not the site's own affiliate: a code or a site key. */
  readonly via?: string | undefined
  /** The texts of a card, like `texts.card` of `@tributary/widget/words/de/index`; English without them. */
  readonly words?: CardWords | undefined
  /** The locale of amounts, like `de-AT`; the language of the texts without it. */
  readonly locale?: string | undefined
  /** Whether it is the card itself, in a declarative shadow root with a style element; else one link, which every policy takes. */
  readonly shadow?: boolean | undefined
  /** Whether what search engines read (schema.org, JSON-LD) stands after each card. */
  readonly structuredData?: boolean | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
}

/** Cards by the references that were asked for; what is not sold is not among them. */
export type RenderedCards = ReadonlyMap<string, string>

/**
 * Reads offers and renders each as one link with everything on it: it sells without a script, and where the script tag is, the real card takes its place.
 * Classes to style it by: `tributary-card` and in it `title`, `amount`, `note`, `button`. Prices are those of this moment: build again, or render at each
 * request. Never throws; the failure says what to do.
 */
export async function renderOffers(references: readonly string[], options: RenderOptions): Promise<Result<RenderedCards, Failure>> {
  const client = createClient(options.parent, options.fetch)
  const answer = await createOffers(client, options.site).read(references)
  if (!answer.ok) return answer
  const { offers, program, site } = answer.value
  const cards = references.flatMap((reference): [string, string][] => {
    const offer = offers.find(({ id, handle }) => id === reference || handle === reference)
    return offer ? [[reference, renderOffer(offer, program, options, site.test)]] : []
  })
  return { ok: true, value: new Map(cards) }
}

/** One offer that was read already, as static HTML. */
export function renderOffer(offer: Offer, program: OffersAnswer['program'], options: RenderOptions, isTest = false): string {
  const { site, via = site, words = english, locale = words.language } = options
  const address = `${withoutSlash(options.parent)}/o/${encodeURIComponent(offer.handle)}`
  const href = withVia(address, via)
  const card = options.shadow
    ? renderShadowCard({ offer, program, isTest, href, via: options.via, words, locale })
    : renderLink(offer, program, options, href)
  return options.structuredData
    ? `${card}\n<script type="application/ld+json">${scriptData(structuredData(offer, program))}</script>`
    : card
}

function renderLink(offer: Offer, program: ProgramFacts, { words = english, locale, via }: RenderOptions, href: string): string {
  const [image] = offer.images
  return renderToString(
    <a class="tributary-card" href={href} data-tributary-offer={offer.handle} data-tributary-via={via} data-tributary-size="card">
      {image && <img src={image.src} alt={image.alt} width={image.width} height={image.height} loading="lazy" />}
      <strong class="title">{offer.title}</strong> <span class="amount">{priceText(offer, program, words, locale)}</span>{' '}
      <span class="note">{offer.service ? offer.service.area : program.taxIncluded ? words.taxIncluded : words.taxAdded}</span>{' '}
      <span class="button">{offer.service ? words.ask : words.order}</span>{' '}
      <span class="note">{words.disclosure(program.name, Boolean(offer.service))}</span>
    </a>,
  )
}

function priceText(offer: Offer, program: ProgramFacts, words: CardWords, locale: string = words.language): string {
  const money = moneyOf(program, locale)
  const { service } = offer
  if (service?.price.kind === 'on_request') return words.onRequest
  const { fromMinor, toMinor } = priceRange(offer)
  const isFrom = service ? service.price.kind === 'from' : fromMinor < toMinor
  return `${isFrom ? `${words.from} ` : ''}${money(fromMinor)}`
}

// Nothing in it can end the element that it stands in.
const scriptData = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
