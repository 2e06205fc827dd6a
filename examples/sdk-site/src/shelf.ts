import { type Offer, type ProgramFacts, priceRange, type Tributary } from '@tributary/sdk'
import { byId, make, money } from './page.ts'

/** Puts the offers on the shelf, each with a choice of what can be had. */
export function showShelf(shop: Tributary, offers: readonly Offer[], program: ProgramFacts): void {
  byId('shelf').replaceChildren(...offers.map((offer) => card(shop, offer, program)))
  byId('shelf-note').textContent = offers.length === 0 ? 'The shelf is empty at the moment.' : ''
}

function card(shop: Tributary, offer: Offer, program: ProgramFacts): HTMLElement {
  const card = byId<HTMLTemplateElement>('offer').content.firstElementChild?.cloneNode(true) as HTMLElement
  const part = <Kind extends HTMLElement>(selector: string) => card.querySelector(selector) as Kind

  const [image] = offer.images
  if (image) Object.assign(part<HTMLImageElement>('img'), { src: image.src, alt: image.alt })
  Object.assign(part<HTMLAnchorElement>('a'), { textContent: offer.title, href: offer.url })

  // A service is asked for at the parent, who is told from where by the address.
  if (offer.service) {
    const { price } = offer.service
    part('.price').textContent =
      price.kind === 'on_request' ? 'Price on request' : `${price.kind === 'from' ? 'From ' : ''}${money(program, price.amountMinor)}`
    const href = `${offer.url}?via=${document.documentElement.dataset['site'] ?? ''}`
    Object.assign(part<HTMLAnchorElement>('a'), { href })
    part('button').replaceWith(Object.assign(make('a', 'Ask for an offer'), { href, className: 'button' }))
    part('label').hidden = true
    return card
  }

  const { fromMinor, toMinor } = priceRange(offer)
  part('.price').textContent = `${fromMinor < toMinor ? 'From ' : ''}${money(program, fromMinor)}`

  const available = offer.variants.filter((variant) => variant.available)
  const select = part<HTMLSelectElement>('select')
  select.replaceChildren(...available.map(({ sku, options }) => Object.assign(make('option', options.join(', ')), { value: sku })))
  part('label').hidden = available.length < 2

  const button = part<HTMLButtonElement>('button')
  button.disabled = available.length === 0
  if (button.disabled) button.textContent = 'Sold out'
  button.addEventListener('click', () => {
    const inBag = shop.cart.lines().find(({ sku }) => sku === select.value)?.quantity ?? 0
    shop.cart.set({ sku: select.value, quantity: inBag + 1, offer: offer.id })
  })
  return card
}
