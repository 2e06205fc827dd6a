import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { customerFile, customerName, erasure, newErasure } from './erasure.schema.ts'
import { addedAffiliateKey, keyList, resealed, retiredStaffKey, retireStaffKey, rotateAffiliateKey } from './key.schema.ts'
import { orderExportQuery } from './order-export.schema.ts'

/** The shapes of the endpoints by which a parent is kept running: backups and what else staff do that sells nothing. */
export const OPERATION_SHAPES = {
  listKeys: { summary: 'Every key of the program by purpose, without its secret', answers: { 200: keyList }, problems: [] },
  retireKey: {
    summary: 'End a staff key, at once or in some hours; the last one stays',
    body: retireStaffKey,
    answers: { 200: retiredStaffKey },
    problems: ['key_unknown'],
  },
  resealDetails: {
    summary: 'Seal all payment details with the newest key, so that those before are needed no more',
    answers: { 200: resealed },
    problems: [],
  },
  rotateAffiliateKey: {
    summary: 'Follow an affiliate’s key by another, shown this once; the one before stays good for a day, or for `keepHours`',
    body: rotateAffiliateKey,
    answers: { 201: addedAffiliateKey },
    problems: ['affiliate_unknown', 'key_unknown'],
  },
  exportOrders: {
    summary:
      'Orders since a time as CSV or JSON lines, a row a line, oldest first; the last row of JSON lines, and a header, say where to go on',
    query: orderExportQuery,
    answers: { 200: 'file' },
    problems: [],
  },
  showCustomer: {
    summary: 'Everything that is held about one customer (right of access)',
    body: customerName,
    answers: { 200: customerFile },
    problems: ['customer_unknown'],
  },
  eraseCustomer: {
    summary: 'Replace a customer’s personal data everywhere, keep the money and every proof, and search what is left',
    body: newErasure,
    answers: { 200: erasure },
    problems: ['customer_open', 'customer_unknown'],
  },
  postBackup: {
    summary: 'Everything as one archive (a gzipped tar with a manifest), as it is at one moment',
    answers: { 200: 'file' },
    problems: [],
  },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
