import type { UnreadableFile } from './catalogue.ts'
import { JSON_FORMAT } from './catalogue-json.schema.ts'

/** What we read, for whoever sent something else. */
export const KNOWN_FORMATS = `WooCommerce’s and Shopify’s product CSV (exported with the shop in English), Google Merchant’s product feed as XML or TSV, our CSV of services (with the columns Service and Price), and our own JSON with "format": "${JSON_FORMAT}"`

/** A file that is no catalogue of ours. */
export const unrecognised = (detail: string): UnreadableFile => ({ code: 'catalogue_unrecognised', detail })
