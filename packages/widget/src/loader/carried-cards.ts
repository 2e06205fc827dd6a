// Stands in the place of first-cards.ts in the script that carries the code of a card, and offers (`/v1/tributary.js?site=…&ids=…`).
import { OFFERS_PATH } from '@tributary/protocol/offer'
import type { OffersAnswer } from '@tributary/sdk'
import * as card from '../start.ts'
import type { Texts } from '../words/spoken.ts'
import { preloadOffers } from './chunks.ts'
import { filesOf } from './files.ts'
import type { FirstCards } from './first-cards.ts'
import { textsOf } from './languages.ts'
import type { ScriptTag } from './script-tag.ts'

/** What the parent puts into the script beside the code. */
export interface Carried {
  /** What `GET /v1/offers` answers for the references that the script was asked for with. */
  readonly offers: OffersAnswer
  /** Where the site may show them. */
  readonly origins: readonly string[]
  /** How a locale writes the amounts of these offers, by their decimal: the browser's own way takes longer than all the rest of a card. */
  readonly amounts: { readonly locale: string; readonly currency: string; readonly texts: Readonly<Record<string, string>> }
  /** The texts of the language that the script was asked for in. */
  readonly texts?: Texts | undefined
}

// Put in by the parent (`routes/carrying-script.ts`).
declare const TRIBUTARY_CARRIED: Carried

/** Where the further files find the code of the card that came in the script, and the code its further files: `carried/offer-….js` reads it. */
const CARD = Symbol.for('tributary.card')

/** What shows cards, without a trip: it is here. So are the offers, where these are all that the page wants by now. */
export async function firstCards(tag: ScriptTag, references: readonly string[]): Promise<FirstCards> {
  const { offers, origins, amounts, texts } = TRIBUTARY_CARRIED
  Object.defineProperty(window, CARD, { value: { ...card, files: `${filesOf(tag)}/`, numberFormat: numberFormatOf(amounts) } })
  // Another origin asks, and is told what is wrong.
  const carried = origins.includes(location.origin) && references.every((reference) => isCarried(offers, reference)) ? offers : undefined
  if (!carried) preloadOffers(tag, references)
  return {
    start: card.start,
    texts: texts ?? (await textsOf(tag).catch(() => undefined)),
    ...(carried && { fetch: fetchAfter(carried) }),
  }
}

/** Stands in the place of `new Intl.NumberFormat` in the card's code: what came along is written already, and `Intl` is only asked for what did not. */
const numberFormatOf =
  ({ locale, currency, texts }: Carried['amounts']) =>
  (wanted: string | undefined, options: Intl.NumberFormatOptions): Pick<Intl.NumberFormat, 'format'> => {
    let format: Intl.NumberFormat | undefined
    const made = (): Intl.NumberFormat => (format ??= new Intl.NumberFormat(wanted, options))
    return wanted === locale && options.currency === currency
      ? { format: (decimal) => texts[decimal as unknown as string] ?? made().format(decimal) }
      : made()
  }

const isCarried = ({ offers, unknown }: OffersAnswer, reference: string): boolean =>
  unknown.includes(reference) || offers.some(({ id, handle }) => id === reference || handle === reference)

/**
 * The first request for offers is answered by what came along, if that is all of what is asked for, or the facts around any offer. Whoever asks later wants
 * to know how it is then.
 */
function fetchAfter(carried: OffersAnswer): typeof fetch {
  let isFirst = true
  return async (...request) => {
    const { pathname, searchParams } = new URL(String(request[0]))
    if (!isFirst || !pathname.endsWith(OFFERS_PATH)) return fetch(...request)
    isFirst = false
    const ids = searchParams.get('ids')
    const isAll = ids ? ids.split(',').every((reference) => isCarried(carried, reference)) : searchParams.get('limit') === '1'
    return isAll ? ({ ok: true, json: async () => carried } as Response) : fetch(...request)
  }
}
