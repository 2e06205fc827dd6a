import { z } from 'zod'
import { attributionExplanation } from './attribution.schema.ts'
import type { EndpointName } from './endpoint.ts'
import { AFFILIATE_SHAPES } from './endpoint-affiliate.schema.ts'
import { CATALOGUE_SHAPES } from './endpoint-catalogue.schema.ts'
import { CONVERSATION_SHAPES } from './endpoint-conversation.schema.ts'
import { DEAL_SHAPES } from './endpoint-deal.schema.ts'
import { DISCOUNT_SHAPES } from './endpoint-discount.schema.ts'
import { LEAD_SHAPES } from './endpoint-lead.schema.ts'
import { MONEY_SHAPES } from './endpoint-money.schema.ts'
import { OPERATION_SHAPES } from './endpoint-operation.schema.ts'
import { PLACEMENT_SHAPES } from './endpoint-placement.schema.ts'
import { POSTBACK_SHAPES } from './endpoint-postback.schema.ts'
import { RETURN_SHAPES } from './endpoint-return.schema.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { WEBHOOK_SHAPES } from './endpoint-webhook.schema.ts'
import { addedKey, newKey, purgeReport, rotatedKey, rotateKey } from './key.schema.ts'
import { link, newLink } from './link.schema.ts'
import { offersAnswer, offersQuery } from './offer.schema.ts'
import { cancelOrder, orderAnswer, orderPage, orderRecord, orderStatus, ordersQuery, placeOrder } from './order.schema.ts'
import { programPolicy } from './program.schema.ts'
import { quote, quoteRequest } from './quote.schema.ts'
import { newShipment } from './shipment.schema.ts'
import { addedSite, newSite, origin } from './site.schema.ts'
import { statusQuery } from './status-query.schema.ts'
import { newTouch, touchAnswer } from './touch.schema.ts'

const PRICING_PROBLEMS = ['country_unserved', 'quantity_over_limit', 'service_not_ordered', 'shipping_unknown', 'sku_unknown'] as const
const SITE_PROBLEMS = ['origin_unregistered', 'site_unknown'] as const
const CHANGE_PROBLEMS = ['changed', 'order_transition_refused', 'order_unknown'] as const

/** The shapes of every endpoint, by name. */
export const ENDPOINT_SHAPES = {
  getOffers: {
    summary: 'Offers by ids or handles, by collection, by search text, or all; page by page',
    query: offersQuery,
    answers: { 200: offersAnswer },
    problems: [...SITE_PROBLEMS],
  },
  postTouch: {
    summary: 'Record that a visit was earned; answers a signed token',
    body: newTouch,
    answers: { 201: touchAnswer },
    problems: ['affiliate_unknown', 'overloaded', 'rate_limited', 'touch_unsent', ...SITE_PROBLEMS],
  },
  postQuote: {
    summary: 'Price a cart',
    body: quoteRequest,
    answers: { 200: quote },
    problems: ['overloaded', 'rate_limited', 'stock_short', ...PRICING_PROBLEMS, ...SITE_PROBLEMS],
  },
  postOrder: {
    summary: 'Place an order: 201 the first time an id is seen, 200 for each repeat of the same order',
    body: placeOrder,
    answers: { 200: orderAnswer, 201: orderAnswer },
    problems: [
      'overloaded',
      'rate_limited',
      'already_placed',
      'currency_mismatch',
      'idempotency_key_mismatch',
      'order_id_reused',
      'program_mismatch',
      'quote_expired',
      'quote_invalid',
      'quote_mismatch',
      'seal_unreadable',
      'stock_short',
      ...PRICING_PROBLEMS,
      ...SITE_PROBLEMS,
    ],
  },
  getOrder: {
    summary: "The customer's view of an order, by id and secret",
    query: statusQuery,
    answers: { 200: orderStatus },
    problems: ['order_unknown'],
  },
  getProgram: { summary: "The program's policy", answers: { 200: programPolicy }, problems: [] },
  putProgram: {
    summary: "Set the program's policy",
    body: programPolicy,
    answers: { 200: programPolicy },
    problems: ['currency_mismatch', 'plan_currency_unknown'],
  },
  ...CATALOGUE_SHAPES,
  ...AFFILIATE_SHAPES,
  listSites: { summary: 'All sites', answers: { 200: z.strictObject({ sites: z.array(addedSite) }) }, problems: [] },
  postSite: {
    summary: 'Add a site of an affiliate, or of the parent itself',
    body: newSite,
    answers: { 201: addedSite },
    problems: ['affiliate_unknown'],
  },
  postOrigin: {
    summary: 'Register one more origin of a site',
    body: z.strictObject({ origin }),
    answers: { 200: addedSite },
    problems: ['site_unknown'],
  },
  ...DISCOUNT_SHAPES,
  listLinks: { summary: 'All links, newest first', answers: { 200: z.strictObject({ links: z.array(link) }) }, problems: [] },
  postLink: {
    summary: 'Add a link that says who sent the visitor',
    body: newLink,
    answers: { 201: link },
    problems: ['affiliate_unknown', 'offer_unknown'],
  },
  listOrders: { summary: 'Orders, newest first', query: ordersQuery, answers: { 200: orderPage }, problems: [] },
  showOrder: { summary: 'One order, by id or number', answers: { 200: orderRecord }, problems: ['order_unknown'] },
  explainOrder: {
    summary: 'Who was attributed an order and why, with everything that was judged',
    answers: { 200: attributionExplanation },
    problems: ['order_unknown'],
  },
  confirmOrder: { summary: 'Confirm an order', answers: { 200: orderRecord }, problems: [...CHANGE_PROBLEMS] },
  markOrderPaid: { summary: 'Mark an order paid', answers: { 200: orderRecord }, problems: [...CHANGE_PROBLEMS] },
  shipOrder: {
    summary: 'Record a parcel; the order is shipped when every line is',
    body: newShipment,
    answers: { 200: orderRecord },
    problems: ['order_unpaid', 'shipment_invalid', ...CHANGE_PROBLEMS],
  },
  deliverOrder: { summary: 'Mark an order delivered', answers: { 200: orderRecord }, problems: [...CHANGE_PROBLEMS] },
  cancelOrder: {
    summary: 'Cancel what is not shipped; its stock returns',
    body: cancelOrder,
    answers: { 200: orderRecord },
    problems: ['shipment_invalid', ...CHANGE_PROBLEMS],
  },
  postKey: { summary: 'Make another secret key; it is shown once', body: newKey, answers: { 201: addedKey }, problems: [] },
  rotateKey: {
    summary: 'Make a fresh signing or seal key; the old ones go on opening what they made',
    body: rotateKey,
    answers: { 201: rotatedKey },
    problems: [],
  },
  ...CONVERSATION_SHAPES,
  ...RETURN_SHAPES,
  ...MONEY_SHAPES,
  ...LEAD_SHAPES,
  ...DEAL_SHAPES,
  ...WEBHOOK_SHAPES,
  ...OPERATION_SHAPES,
  ...POSTBACK_SHAPES,
  ...PLACEMENT_SHAPES,
  purgeTest: { summary: 'Remove everything marked test', answers: { 200: purgeReport }, problems: [] },
} as const satisfies Record<EndpointName, EndpointShape>
