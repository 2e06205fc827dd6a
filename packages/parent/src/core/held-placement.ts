import type { HeldKind, PlacementChange } from '@tributary/protocol/held-placement'
import type { Offer } from '@tributary/protocol/offer'

/** What decides where a placement leads and what its link is called. */
type Shown = Pick<PlacementChange, 'kind' | 'attributes'>

const LABELS: Readonly<Record<Exclude<HeldKind, 'offer' | 'collection'>, string>> = {
  cart: 'Cart',
  status: 'Follow your order',
  share: 'Share',
  join: 'Become an affiliate',
}

/** The handle or id of the offer that a placement is about, if it is about one. */
export const offerOf = ({ attributes }: Shown): string | undefined => attributes['offer']?.trim() || undefined

/** The text of a placement's link. What is not sold any more has no title left to say. */
export function placementLabel({ kind, attributes }: Shown, offer: Pick<Offer, 'title' | 'kind'> | undefined): string {
  if (kind === 'collection') return attributes['collection']?.trim() || 'Everything we sell'
  if (kind !== 'offer') return LABELS[kind]
  if (!offer) return 'See the offer'
  return offer.kind === 'service' ? `Ask for ${offer.title}` : `Buy ${offer.title}`
}

/** The address to paste: a page of the parent's that leads on to whatever the placement shows at that moment. */
export const placementHref = (origin: string, id: string, via: string): string => `${origin}/p/${id}?via=${encodeURIComponent(via)}`

/** The hosted page of what a placement shows, a path. There is no page of a cart, and an order's page needs its secret: those lead home. */
export function placementTarget({ kind, attributes }: Shown): string {
  const offer = offerOf({ kind, attributes })
  const collection = attributes['collection']?.trim()
  switch (kind) {
    case 'offer':
    case 'share':
      return offer === undefined ? '/' : `/o/${encodeURIComponent(offer)}`
    case 'collection':
      return collection ? `/?collection=${encodeURIComponent(collection)}` : '/'
    case 'join':
      return '/join'
    case 'cart':
    case 'status':
      return '/'
  }
}

/**
 * Who a placement's link names as the sender: whoever the address names, but where that is the site itself, as it was pasted, whoever is kept for the
 * placement by now.
 */
export const placementVia = (asked: string | undefined, siteKey: string, { attributes }: Shown): string =>
  asked !== undefined && asked.trim() !== '' && asked !== siteKey ? asked : attributes['via']?.trim() || siteKey
