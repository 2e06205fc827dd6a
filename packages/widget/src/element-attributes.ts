// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.

/** The attributes of `<tributary-offer>`. An offer that can be ordered, or asked for, in place. */
export interface OfferAttributes {
  /** Handle or id of the offer. */
  readonly offer: string
  /** A card, a button alone, or a compact row. */
  readonly layout?: 'card' | 'button' | 'row' | undefined
  /** Says the price on the button too, where the button stands alone. */
  readonly price?: boolean | '' | 'true' | 'false' | undefined
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  readonly theme?: 'own' | 'host' | undefined
  /** How much space there is between things. */
  readonly density?: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  readonly via?: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  readonly parent?: string | undefined
  /** The site key. Needed where the page has no script tag. */
  readonly site?: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  readonly consent?: 'granted' | 'required' | 'denied' | undefined
}

/** The attributes of `<tributary-collection>`. The offers of a collection, page by page. */
export interface CollectionAttributes {
  /** The name of the collection; empty for everything that is sold. */
  readonly collection?: string | undefined
  /** Cards in columns, or compact rows. */
  readonly layout?: 'grid' | 'list' | undefined
  /** At most so many columns; how many there are, the width of the place decides. */
  readonly columns?: number | string | undefined
  /** So many offers at a time. */
  readonly limit?: number | string | undefined
  /** The order at first. */
  readonly sort?: 'given' | 'price' | 'price-down' | 'title' | undefined
  /** What it can be narrowed down by. With any of these, or a search, comes the choice of the order. */
  readonly filter?: string | undefined
  /** Whether there is a field to search in it. */
  readonly search?: boolean | '' | 'true' | 'false' | undefined
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  readonly theme?: 'own' | 'host' | undefined
  /** How much space there is between things. */
  readonly density?: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  readonly via?: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  readonly parent?: string | undefined
  /** The site key. Needed where the page has no script tag. */
  readonly site?: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  readonly consent?: 'granted' | 'required' | 'denied' | undefined
}

/** The attributes of `<tributary-cart>`. A button that opens the cart, with how many pieces are in it. */
export interface CartAttributes {
  /** Whom an element’s way to the shop names where the cart does not open. An order is attributed by where its articles were chosen. */
  readonly via?: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  readonly parent?: string | undefined
  /** The site key. Needed where the page has no script tag. */
  readonly site?: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  readonly consent?: 'granted' | 'required' | 'denied' | undefined
}

/** The attributes of `<tributary-status>`. An order as its customer follows it: the one that the page’s address names, else this one, else a field for the link of the mail. */
export interface StatusAttributes {
  /** The id of an order; a link has it in its address. */
  readonly order?: string | undefined
  /** The secret of that order’s page. */
  readonly secret?: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  readonly parent?: string | undefined
  /** The site key. Needed where the page has no script tag. */
  readonly site?: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  readonly consent?: 'granted' | 'required' | 'denied' | undefined
}

/** The attributes of `<tributary-share>`. A button that shares an offer, or the page, by a link that names who earns. */
export interface ShareAttributes {
  /** Handle or id of the offer; empty for the page itself. */
  readonly offer?: string | undefined
  /** What the link is counted under, at most 40 bytes. */
  readonly campaign?: string | undefined
  /** Where it can be shared if the device itself has no way, in this order. */
  readonly networks?: string | undefined
  /** The server on which Mastodon is opened; mastodon.social unless it is said. */
  readonly instance?: string | undefined
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  readonly theme?: 'own' | 'host' | undefined
  /** How much space there is between things. */
  readonly density?: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  readonly via?: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  readonly parent?: string | undefined
  /** The site key. Needed where the page has no script tag. */
  readonly site?: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  readonly consent?: 'granted' | 'required' | 'denied' | undefined
}

/** The attributes of `<tributary-placement>`. What its owner keeps for it at the parent, of any other kind: what it shows is changed there, without pasting again. */
export interface PlacementAttributes {
  /** Its id, as the parent gave it: plc_ and 21 characters. */
  readonly placement: string
  /** Whether accent, surface and corners are our own or taken from the page around it, made readable where they are not. */
  readonly theme?: 'own' | 'host' | undefined
  /** How much space there is between things. */
  readonly density?: 'compact' | 'regular' | 'roomy' | undefined
  /** Who earns, if not the site’s own affiliate: a code or a site key. */
  readonly via?: string | undefined
  /** The parent’s address. Needed where the page has no script tag. */
  readonly parent?: string | undefined
  /** The site key. Needed where the page has no script tag. */
  readonly site?: string | undefined
  /** Whether it may be kept on the device who sent the visitor. */
  readonly consent?: 'granted' | 'required' | 'denied' | undefined
}
