// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.

/** The properties of `<tributary-offer>`, each of which says its attribute: `undefined` takes it away. */
export interface OfferProperties {
  /** Handle or id of the offer. */
  offer: string | undefined
  /** A card, a button alone, or a compact row. */
  layout: 'card' | 'button' | 'row' | undefined
  /** Says the price on the button too, where the button stands alone. */
  price: boolean
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  theme: 'own' | 'host' | undefined
  /** How much space there is between things. */
  density: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  via: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  parent: string | undefined
  /** The site key. Needed where the page has no script tag. */
  site: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  consent: 'granted' | 'required' | 'denied' | undefined
}

/** The properties of `<tributary-collection>`, each of which says its attribute: `undefined` takes it away. */
export interface CollectionProperties {
  /** The name of the collection; empty for everything that is sold. */
  collection: string | undefined
  /** Cards in columns, or compact rows. */
  layout: 'grid' | 'list' | undefined
  /** At most so many columns; how many there are, the width of the place decides. */
  columns: number | undefined
  /** So many offers at a time. */
  limit: number | undefined
  /** The order at first. */
  sort: 'given' | 'price' | 'price-down' | 'title' | undefined
  /** What it can be narrowed down by. With any of these, or a search, comes the choice of the order. */
  filter: string | undefined
  /** Whether there is a field to search in it. */
  search: boolean
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  theme: 'own' | 'host' | undefined
  /** How much space there is between things. */
  density: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  via: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  parent: string | undefined
  /** The site key. Needed where the page has no script tag. */
  site: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  consent: 'granted' | 'required' | 'denied' | undefined
}

/** The properties of `<tributary-cart>`, each of which says its attribute: `undefined` takes it away. */
export interface CartProperties {
  /** Whom an element’s way to the shop names where the cart does not open. An order is attributed by where its articles were chosen. */
  via: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  parent: string | undefined
  /** The site key. Needed where the page has no script tag. */
  site: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  consent: 'granted' | 'required' | 'denied' | undefined
}

/** The properties of `<tributary-status>`, each of which says its attribute: `undefined` takes it away. */
export interface StatusProperties {
  /** The id of an order; a link has it in its address. */
  order: string | undefined
  /** The secret of that order’s page. */
  secret: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  parent: string | undefined
  /** The site key. Needed where the page has no script tag. */
  site: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  consent: 'granted' | 'required' | 'denied' | undefined
}

/** The properties of `<tributary-share>`, each of which says its attribute: `undefined` takes it away. */
export interface ShareProperties {
  /** Handle or id of the offer; empty for the page itself. */
  offer: string | undefined
  /** What the link is counted under, at most 40 bytes. */
  campaign: string | undefined
  /** Where it can be shared if the device itself has no way, in this order. */
  networks: string | undefined
  /** The server on which Mastodon is opened; mastodon.social unless it is said. */
  instance: string | undefined
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  theme: 'own' | 'host' | undefined
  /** How much space there is between things. */
  density: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  via: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  parent: string | undefined
  /** The site key. Needed where the page has no script tag. */
  site: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  consent: 'granted' | 'required' | 'denied' | undefined
}

/** The properties of `<tributary-placement>`, each of which says its attribute: `undefined` takes it away. */
export interface PlacementProperties {
  /** Its id, as the parent gave it: plc_ and 21 characters. */
  placement: string | undefined
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  theme: 'own' | 'host' | undefined
  /** How much space there is between things. */
  density: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  via: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  parent: string | undefined
  /** The site key. Needed where the page has no script tag. */
  site: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  consent: 'granted' | 'required' | 'denied' | undefined
}
