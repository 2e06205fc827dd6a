import { TributaryOffer } from './card/offer-element.ts'
import { pageShop } from './page-shop.ts'

TributaryOffer.shopOf = pageShop
if (!customElements.get('tributary-offer')) customElements.define('tributary-offer', TributaryOffer)
