import { z } from 'zod'
import { importQuery, importReport } from './catalogue.schema.ts'
import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { catalogueImport } from './import.schema.ts'
import { stock, stockCorrection, stockQuery } from './stock.schema.ts'
import { newWatch, watch } from './watch.schema.ts'

/** The shapes of the endpoints by which staff keep the catalogue. */
export const CATALOGUE_SHAPES = {
  postCatalogue: {
    summary:
      'Import a catalogue file, recognised by content: CSV of WooCommerce or Shopify, a feed of Google Merchant, our CSV of services, our JSON; each of them packed with gzip or not',
    query: importQuery,
    body: 'text',
    answers: { 200: importReport },
    problems: ['body_too_large', 'catalogue_invalid', 'catalogue_unrecognised', 'import_id_reused'],
  },
  listImports: {
    summary: 'The newest 50 imports, going on or over',
    answers: { 200: z.strictObject({ imports: z.array(catalogueImport) }) },
    problems: [],
  },
  showImport: {
    summary: 'How far an import came, or what became of it',
    answers: { 200: catalogueImport },
    problems: ['import_unknown'],
  },
  listWatches: {
    summary: 'Addresses whose catalogue files are fetched again and again',
    answers: { 200: z.strictObject({ watches: z.array(watch) }) },
    problems: [],
  },
  postWatch: {
    summary: 'Watch an address; it is fetched at once, and then as often as is said',
    body: newWatch,
    answers: { 201: watch },
    problems: ['watch_known', 'watch_url_refused'],
  },
  removeWatch: {
    summary: 'Watch an address no more; what it brought stays',
    answers: { 200: z.strictObject({ removed: z.string() }) },
    problems: ['watch_unknown'],
  },
  fetchWatch: {
    summary: 'Fetch an address now and import its file, whether or not its server says that it changed',
    answers: { 200: watch },
    problems: ['watch_unknown'],
  },
  getStock: {
    summary: 'What is left of an article, and its movements, newest first',
    query: stockQuery,
    answers: { 200: stock },
    problems: ['sku_unknown'],
  },
  postStock: {
    summary: 'Correct the level of an article: what it is, or what came or went, with the reason',
    body: stockCorrection,
    answers: { 200: stock },
    problems: ['sku_unknown'],
  },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
