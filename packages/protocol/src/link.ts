/** An address of the parent's that leads somewhere and says who sent the visitor: `/l/<id>`. Its id works wherever a `via` does. */
export interface Link {
  /** Reserved prefix and 8 characters, readable over a telephone. */
  readonly id: string
  /** The address to give away. */
  readonly url: string
  /** The code of the affiliate that sends by it. */
  readonly affiliate: string
  readonly campaign: string
  readonly subId: string
  /** Where it leads; `via=<id>` is added to the query. */
  readonly target: string
  readonly createdAt: string
  readonly test: boolean
}

/** What staff send to add a link: to any web address (`to`), or to the hosted page of an offer (`offer`: its handle). */
export interface NewLink {
  readonly affiliate: string
  readonly to?: string | undefined
  readonly offer?: string | undefined
  readonly campaign?: string | undefined
  readonly subId?: string | undefined
  readonly test?: boolean | undefined
}
