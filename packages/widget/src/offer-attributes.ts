/** The attributes of `<tributary-offer>`, as a framework's templates write them. A change of `offer` changes the card; the others are read when it is shown. */
export interface OfferAttributes {
  /** Handle or id of an offer. */
  readonly offer: string
  /** The parent's address. Needed where the page has no script tag. */
  readonly parent?: string | undefined
  /** The site key. Needed where the page has no script tag. */
  readonly site?: string | undefined
  /** Who earns, if not the site's own affiliate: a code or a site key. */
  readonly via?: string | undefined
  /** Whether it may be kept on the device who sent the visitor; `granted` unless it is said. */
  readonly consent?: 'granted' | 'required' | 'denied' | undefined
}
