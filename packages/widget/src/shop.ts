import type { CartItem, ConsentMode, Counter, Failure, Offer, OffersAnswer, Result } from '@tributary/sdk'
import type { Client, KeptTouches, Offers } from '@tributary/sdk/parts'
import type { LaterParts } from './sheet/checkout.ts'
import type { Dressed, Standing } from './standing.ts'

/** What the elements of one page share: where offers come from, and the way to the order sheet. */
export interface Shop {
  readonly parent: string
  readonly site: string
  readonly client: Client
  readonly offers: Offers
  /** What is known of the visitor's touches; what reads them is fetched only where there may be some. */
  touches(): Promise<KeptTouches>
  /** Whether they may be kept on the device. */
  consent(): ConsentMode
  /** The offer with this id or handle, and the facts around it; `offer_unknown` if it is not sold. What other placements will want comes with the same request. */
  find(reference: string): Promise<Result<Found, Reason>>
  /** Fetches a chunk; of a sheet on intent, so that it is there when it is wanted. Chunks that only other chunks know say how they are imported. */
  load<Name extends keyof Chunks>(name: Name): Promise<Chunks[Name]>
  load<Module>(name: string, from: () => Promise<Module>): Promise<Module>
}

/** What is fetched only when it is wanted. */
export interface Chunks {
  /** The sheet of orders. */
  readonly sheet: OrderSheetModule
  /** The sheet of requests for services. */
  readonly lead: SheetModule
  readonly later: LaterModule
  /** What few pages want: placements of other kinds than offers, and offers that look other than a card does. */
  readonly more: MoreModule
}

/** What shows a shop's placements. */
export interface Taking {
  readonly shop: Shop
  /** Rejects where it could not be shown; its link is there then. */
  take(placement: Element): Promise<void>
}

/** The chunk of what few visitors see. */
export interface LaterModule extends LaterParts {
  /** Shows what became of orders that are not answered yet, if there are any. */
  showUnsent(shop: Shop): Promise<void>
}

/** What takes up placements of a kind. */
export interface PlacementModule {
  /** Makes of a placement, a link or an element, what it stands for. Called once for each; what it throws the developer is told, and the link works. */
  place(shop: Shop, placement: HTMLElement): void | Promise<void>
}

/** The chunk of what few pages want. */
export interface MoreModule extends PlacementModule {
  /** Keeps a link the button that it is until what stands for it can grow; a press grows it at once. */
  growLater(link: HTMLAnchorElement, element: Standing): void
  /** Begins to tell the page what happens at its placements. */
  tellPage(shop: Shop): Promise<unknown>
  /** Gives an element the layout and the looks that its attributes ask for. */
  dress(element: Dressed, shop: Shop): void | Promise<void>
}

/** Why there is nothing to show: a failure of the parent's, or what of one the placement needs. */
export type Reason = Pick<Failure, 'code' | 'final' | 'title'> & Partial<Failure>

/** An offer with the facts around it. */
export interface Found extends Pick<OffersAnswer, 'program' | 'site'> {
  readonly offer: Offer
}

/** A sheet's chunk. */
export interface SheetModule {
  /** Opens the sheet with this article in the cart, or about this service. */
  openSheet(shop: Shop, item: CartItem): Promise<void>
}

/** The chunk of the sheet of orders. */
export interface OrderSheetModule {
  /** Opens the sheet with this article in the cart, or without one at the cart. */
  openSheet(shop: Shop, item?: CartItem): Promise<void>
  /** The one cart of a shop on this page, among what else serves its customer. */
  assemblyOf(shop: Shop): { readonly counter: Counter }
}
