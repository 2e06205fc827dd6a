import type { ConsentMode } from '@tributary/protocol/order'
import type { Device } from './device.ts'
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
  /**
   * Whether it may be kept on the device who sent the visitor: `granted` (the default), `required` (in memory until `consent(true)`) or `denied`. A
   * browser that sends Global Privacy Control counts as `denied`. The site itself is attributed in every mode, and orders are kept until sent.
   */
  readonly consent?: ConsentMode
  /** A path of this site's own server that sets the attribution cookie (`@tributary/sdk/server`), like `/tributary/touch`. */
  readonly touchPath?: string
  /** The page's own unless said. */
  readonly device?: Device
}
