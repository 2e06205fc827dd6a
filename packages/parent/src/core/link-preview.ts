import { toDecimal } from '@tributary/protocol/money'
import type { Offer } from '@tributary/protocol/offer'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { shownPrice } from '@tributary/protocol/structured-data'
import { currencyDigits } from './program.ts'

/** One `<meta property content>` of a page. */
export type PreviewFact = readonly [property: string, content: string]

const LONGEST_DESCRIPTION = 200

/**
 * What networks and messengers show of a link to an offer (Open Graph, ogp.me). `address` is the link with who shared it: some lead to `og:url` in
 * place of what was shared, and whoever shared it must not lose the sale by that.
 */
export function previewFacts(offer: Offer, policy: Pick<ProgramPolicy, 'name' | 'currency'>, address: string): PreviewFact[] {
  const [image] = offer.images
  const priceMinor = shownPrice(offer)
  return [
    ['og:type', offer.kind === 'product' ? 'product' : 'website'],
    ['og:site_name', policy.name],
    ['og:title', offer.title],
    ['og:description', shortened(offer.description)],
    ['og:url', address],
    ...(image ? pictureFacts(image) : []),
    ...(priceMinor === undefined ? [] : priceFacts(policy.currency, priceMinor)),
  ]
}

const pictureFacts = ({ src, alt, width, height }: Offer['images'][number]): PreviewFact[] => [
  ['og:image', src],
  ...(alt === '' ? [] : [['og:image:alt', alt] as const]),
  ...(width && height ? [['og:image:width', String(width)] as const, ['og:image:height', String(height)] as const] : []),
]

const priceFacts = (currency: string, priceMinor: number): PreviewFact[] => [
  ['product:price:amount', toDecimal(priceMinor, currencyDigits(currency))],
  ['product:price:currency', currency],
]

// Cut between words.
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_DESCRIPTION ? line : `${line.slice(0, LONGEST_DESCRIPTION).replace(/\s+\S*$/, '')} …`
}
