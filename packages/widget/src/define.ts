import { TributaryOffer } from './card/offer-element.ts'
import { TributaryCart } from './cart/cart-element.ts'
import { pageShop } from './page-shop.ts'
import { PlacementElement } from './placement-element.ts'

PlacementElement.shopOf = pageShop
if (!customElements.get('tributary-offer')) customElements.define('tributary-offer', TributaryOffer)
if (!customElements.get('tributary-cart')) customElements.define('tributary-cart', TributaryCart)
