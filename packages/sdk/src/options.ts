import type { KeyValueStorage } from './storage.ts'

/** What a page says to have a shop: who sells, and which site this is. The rest has defaults. */
export interface TributaryOptions {
  /** The parent's address, like `https://shop.example`. */
  readonly parent: string
  /** The site's public key: `site_…`, or `site_test_…` to try things out. */
  readonly site: string
  readonly fetch?: typeof globalThis.fetch
  /** Where the cart is kept between visits; `localStorage` unless said, memory where that is not to be had. */
  readonly storage?: KeyValueStorage
}
