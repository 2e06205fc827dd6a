import { TributaryOffer } from './card/offer-element.ts'
import { TributaryCart } from './cart/cart-element.ts'
import { TributaryCollection } from './collection/collection-element.ts'
import { TributaryPlacement } from './held/held-element.ts'
import { shopOfElement } from './page-shop.ts'
import { PlacementElement } from './placement-element.ts'
import { TributaryShare } from './share/share-element.ts'
import { TributaryStatus } from './status/status-element.ts'
import { tend } from './upkeep/properties.ts'

export type { TributaryTagNames } from './tag-names.ts'

PlacementElement.shopOf = shopOfElement

tend('offer', TributaryOffer)
tend('collection', TributaryCollection)
tend('share', TributaryShare)
tend('cart', TributaryCart)
tend('status', TributaryStatus)
tend('placement', TributaryPlacement)

if (!customElements.get('tributary-offer')) customElements.define('tributary-offer', TributaryOffer)
if (!customElements.get('tributary-collection')) customElements.define('tributary-collection', TributaryCollection)
if (!customElements.get('tributary-share')) customElements.define('tributary-share', TributaryShare)
if (!customElements.get('tributary-cart')) customElements.define('tributary-cart', TributaryCart)
if (!customElements.get('tributary-status')) customElements.define('tributary-status', TributaryStatus)
if (!customElements.get('tributary-placement')) customElements.define('tributary-placement', TributaryPlacement)
