import type { Shop } from './shop.ts'

// As the cart’s own stepper counts.
const MOST_OF_ONE = 99

/**
 * Puts an article into the cart: `reference` is an offer's handle or id, and the options say which of its variants, how many more of it, and who earns.
 * Answers what is wrong, for a developer.
 */
export async function addArticle(shop: Shop, reference: unknown, options: unknown = {}): Promise<string | undefined> {
  if (typeof reference !== 'string' || !reference) return "the handle of an offer comes next, like tributary('add', 'enamel-mug')."
  if (typeof options !== 'object' || options === null) return 'options are an object, like { sku, quantity: 2 }.'
  const { sku, quantity = 1, via } = options as Readonly<Record<string, unknown>>
  if (!Number.isInteger(quantity) || Number(quantity) < 1) return `the quantity is a whole number, from 1 to ${MOST_OF_ONE}.`
  if (via !== undefined && typeof via !== 'string') return '“via” is a code or a site key.'

  const found = await shop.find(reference)
  if (!found.ok) return found.error.detail ?? found.error.title
  const { offer } = found.value
  if (offer.service) return `“${reference}” is a service: it is asked for, and never in a cart.`
  const named = sku === undefined ? offer.variants : offer.variants.filter((variant) => variant.sku === sku)
  const [variant] = named
  if (!variant || named.length > 1) return `say which: { sku } is one of ${offer.variants.map((one) => one.sku).join(', ')}.`
  if (!variant.available) return `${variant.sku} is sold out.`

  const { cart } = (await shop.load('sheet')).assemblyOf(shop).counter
  const counted = cart.lines().find((line) => line.sku === variant.sku)?.quantity ?? 0
  if (counted + Number(quantity) > MOST_OF_ONE) {
    const left = counted ? `, and ${counted} are in the cart already: say at most ${MOST_OF_ONE - counted}` : ''
    return `an order has at most ${MOST_OF_ONE} of one article${left}.`
  }
  cart.set({ sku: variant.sku, quantity: counted + Number(quantity), offer: offer.id, ...(via && { via }) })
  // As the sheet tells it of what is put into the cart on a card.
  const detail = Object.freeze({ offer: offer.id, sku: variant.sku })
  if (!counted) document.dispatchEvent(new CustomEvent('tributary:cart-add', { detail, bubbles: true, composed: true }))
  return undefined
}
