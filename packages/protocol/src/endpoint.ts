import { APPLICATIONS_PATH, JOINING_PATH } from './application.ts'
import { UPLOADS_PATH } from './conversation.ts'

/** Who may call: anybody from any origin, an affiliate with its secret key, or staff with theirs. */
export type Access = 'public' | 'affiliate' | 'staff'

/** One endpoint. `:name` in a path is a parameter. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly access: Access
}

/** What a page calls while it sells. Apart from the table of all, so that the rest of it stays out of the page. */
export const PAGE_ENDPOINTS = {
  getOffers: { method: 'GET', path: '/v1/offers', access: 'public' },
  postQuote: { method: 'POST', path: '/v1/quotes', access: 'public' },
  postOrder: { method: 'POST', path: '/v1/orders', access: 'public' },
  getOrder: { method: 'GET', path: '/v1/orders/:id', access: 'public' },
  postLead: { method: 'POST', path: '/v1/leads', access: 'public' },
} as const satisfies Record<string, Endpoint>

/**
 * Every endpoint of the parent's API, by name. The server's routes, the page's client and the OpenAPI document are made from this table (shapes:
 * `endpoint.schema.ts`), so none of them can know an address that the others do not.
 */
export const ENDPOINTS = {
  ...PAGE_ENDPOINTS,
  postTouch: { method: 'POST', path: '/v1/touches', access: 'public' },
  getJoining: { method: 'GET', path: JOINING_PATH, access: 'public' },
  postApplication: { method: 'POST', path: APPLICATIONS_PATH, access: 'public' },
  getLead: { method: 'GET', path: '/v1/leads/:id', access: 'public' },
  listOwnLeads: { method: 'GET', path: '/v1/affiliate/leads', access: 'affiliate' },
  postOwnLead: { method: 'POST', path: '/v1/affiliate/leads', access: 'affiliate' },
  showOwnLead: { method: 'GET', path: '/v1/affiliate/leads/:id', access: 'affiliate' },
  contactOwnLead: { method: 'POST', path: '/v1/affiliate/leads/:id/contact', access: 'affiliate' },
  loseOwnLead: { method: 'POST', path: '/v1/affiliate/leads/:id/lose', access: 'affiliate' },
  reopenOwnLead: { method: 'POST', path: '/v1/affiliate/leads/:id/reopen', access: 'affiliate' },
  listOwnProposals: { method: 'GET', path: '/v1/affiliate/leads/:id/proposals', access: 'affiliate' },
  postOwnProposal: { method: 'POST', path: '/v1/affiliate/leads/:id/proposals', access: 'affiliate' },
  getOwnPipeline: { method: 'GET', path: '/v1/affiliate/pipeline', access: 'affiliate' },
  postUpload: { method: 'POST', path: UPLOADS_PATH, access: 'public' },
  getBalance: { method: 'GET', path: '/v1/affiliate/balance', access: 'affiliate' },
  listOwnCommissions: { method: 'GET', path: '/v1/affiliate/commissions', access: 'affiliate' },
  explainOwnCommission: { method: 'GET', path: '/v1/affiliate/commissions/:id', access: 'affiliate' },
  listOwnStatements: { method: 'GET', path: '/v1/affiliate/statements', access: 'affiliate' },
  showOwnStatement: { method: 'GET', path: '/v1/affiliate/statements/:period/:currency', access: 'affiliate' },
  listOwnOrders: { method: 'GET', path: '/v1/affiliate/orders', access: 'affiliate' },
  getDownline: { method: 'GET', path: '/v1/affiliate/downline', access: 'affiliate' },
  listOwnConversations: { method: 'GET', path: '/v1/affiliate/conversations', access: 'affiliate' },
  showOwnConversation: { method: 'GET', path: '/v1/affiliate/conversations/:id', access: 'affiliate' },
  postOwnPost: { method: 'POST', path: '/v1/affiliate/conversations/:id/posts', access: 'affiliate' },
  getOwnAttachment: { method: 'GET', path: '/v1/affiliate/attachments/:id', access: 'affiliate' },
  getProgram: { method: 'GET', path: '/v1/admin/program', access: 'staff' },
  putProgram: { method: 'PUT', path: '/v1/admin/program', access: 'staff' },
  postCatalogue: { method: 'POST', path: '/v1/admin/catalogue', access: 'staff' },
  listAffiliates: { method: 'GET', path: '/v1/admin/affiliates', access: 'staff' },
  postAffiliate: { method: 'POST', path: '/v1/admin/affiliates', access: 'staff' },
  postInvitation: { method: 'POST', path: '/v1/admin/invitations', access: 'staff' },
  listApplications: { method: 'GET', path: '/v1/admin/applications', access: 'staff' },
  approveAffiliate: { method: 'POST', path: '/v1/admin/affiliates/:code/approve', access: 'staff' },
  declineAffiliate: { method: 'POST', path: '/v1/admin/affiliates/:code/decline', access: 'staff' },
  suspendAffiliate: { method: 'POST', path: '/v1/admin/affiliates/:code/suspend', access: 'staff' },
  resumeAffiliate: { method: 'POST', path: '/v1/admin/affiliates/:code/resume', access: 'staff' },
  closeAffiliate: { method: 'POST', path: '/v1/admin/affiliates/:code/close', access: 'staff' },
  moveAffiliate: { method: 'POST', path: '/v1/admin/affiliates/:code/move', access: 'staff' },
  listAffiliateKeys: { method: 'GET', path: '/v1/admin/affiliates/:code/keys', access: 'staff' },
  postAffiliateKey: { method: 'POST', path: '/v1/admin/affiliates/:code/keys', access: 'staff' },
  retireAffiliateKey: { method: 'POST', path: '/v1/admin/affiliates/:code/keys/:kid/retire', access: 'staff' },
  listSites: { method: 'GET', path: '/v1/admin/sites', access: 'staff' },
  postSite: { method: 'POST', path: '/v1/admin/sites', access: 'staff' },
  postOrigin: { method: 'POST', path: '/v1/admin/sites/:key/origins', access: 'staff' },
  listLinks: { method: 'GET', path: '/v1/admin/links', access: 'staff' },
  postLink: { method: 'POST', path: '/v1/admin/links', access: 'staff' },
  listOrders: { method: 'GET', path: '/v1/admin/orders', access: 'staff' },
  showOrder: { method: 'GET', path: '/v1/admin/orders/:id', access: 'staff' },
  explainOrder: { method: 'GET', path: '/v1/admin/orders/:id/attribution', access: 'staff' },
  confirmOrder: { method: 'POST', path: '/v1/admin/orders/:id/confirm', access: 'staff' },
  markOrderPaid: { method: 'POST', path: '/v1/admin/orders/:id/paid', access: 'staff' },
  shipOrder: { method: 'POST', path: '/v1/admin/orders/:id/ship', access: 'staff' },
  deliverOrder: { method: 'POST', path: '/v1/admin/orders/:id/deliver', access: 'staff' },
  cancelOrder: { method: 'POST', path: '/v1/admin/orders/:id/cancel', access: 'staff' },
  listRefunds: { method: 'GET', path: '/v1/admin/orders/:id/refunds', access: 'staff' },
  postRefund: { method: 'POST', path: '/v1/admin/orders/:id/refunds', access: 'staff' },
  chargeBackOrder: { method: 'POST', path: '/v1/admin/orders/:id/chargeback', access: 'staff' },
  winBackOrder: { method: 'POST', path: '/v1/admin/orders/:id/chargeback/won', access: 'staff' },
  listConversations: { method: 'GET', path: '/v1/admin/conversations', access: 'staff' },
  showConversation: { method: 'GET', path: '/v1/admin/conversations/:id', access: 'staff' },
  postPost: { method: 'POST', path: '/v1/admin/conversations/:id/posts', access: 'staff' },
  closeConversation: { method: 'POST', path: '/v1/admin/conversations/:id/close', access: 'staff' },
  reopenConversation: { method: 'POST', path: '/v1/admin/conversations/:id/reopen', access: 'staff' },
  getAttachment: { method: 'GET', path: '/v1/admin/attachments/:id', access: 'staff' },
  postKey: { method: 'POST', path: '/v1/admin/keys', access: 'staff' },
  rotateKey: { method: 'POST', path: '/v1/admin/keys/rotate', access: 'staff' },
  listPlans: { method: 'GET', path: '/v1/admin/plans', access: 'staff' },
  postPlan: { method: 'POST', path: '/v1/admin/plans', access: 'staff' },
  postLint: { method: 'POST', path: '/v1/admin/plans/lint', access: 'staff' },
  listSales: { method: 'GET', path: '/v1/admin/sales', access: 'staff' },
  listCommissions: { method: 'GET', path: '/v1/admin/commissions', access: 'staff' },
  explainCommission: { method: 'GET', path: '/v1/admin/commissions/:id', access: 'staff' },
  getPayouts: { method: 'GET', path: '/v1/admin/payouts', access: 'staff' },
  postPayouts: { method: 'POST', path: '/v1/admin/payouts', access: 'staff' },
  getTransfers: { method: 'GET', path: '/v1/admin/payouts/:id/transfers', access: 'staff' },
  putDetails: { method: 'PUT', path: '/v1/admin/affiliates/:code/payment-details', access: 'staff' },
  getDetails: { method: 'GET', path: '/v1/admin/affiliates/:code/payment-details', access: 'staff' },
  approvePayouts: { method: 'POST', path: '/v1/admin/payouts/:id/approve', access: 'staff' },
  sendPayouts: { method: 'POST', path: '/v1/admin/payouts/:id/send', access: 'staff' },
  settlePayouts: { method: 'POST', path: '/v1/admin/payouts/:id/settle', access: 'staff' },
  failPayouts: { method: 'POST', path: '/v1/admin/payouts/:id/fail', access: 'staff' },
  withdrawPayouts: { method: 'POST', path: '/v1/admin/payouts/:id/withdraw', access: 'staff' },
  listStatements: { method: 'GET', path: '/v1/admin/statements', access: 'staff' },
  showStatement: { method: 'GET', path: '/v1/admin/statements/:affiliate/:period/:currency', access: 'staff' },
  closePeriod: { method: 'POST', path: '/v1/admin/periods/:period/close', access: 'staff' },
  listLeads: { method: 'GET', path: '/v1/admin/leads', access: 'staff' },
  showLead: { method: 'GET', path: '/v1/admin/leads/:id', access: 'staff' },
  contactLead: { method: 'POST', path: '/v1/admin/leads/:id/contact', access: 'staff' },
  loseLead: { method: 'POST', path: '/v1/admin/leads/:id/lose', access: 'staff' },
  reopenLead: { method: 'POST', path: '/v1/admin/leads/:id/reopen', access: 'staff' },
  assignLead: { method: 'POST', path: '/v1/admin/leads/:id/assign', access: 'staff' },
  takeOverLead: { method: 'POST', path: '/v1/admin/leads/:id/takeover', access: 'staff' },
  getPipeline: { method: 'GET', path: '/v1/admin/pipeline', access: 'staff' },
  listProposals: { method: 'GET', path: '/v1/admin/leads/:id/proposals', access: 'staff' },
  postProposal: { method: 'POST', path: '/v1/admin/leads/:id/proposals', access: 'staff' },
  verifyProposals: { method: 'GET', path: '/v1/admin/leads/:id/proposals/verification', access: 'staff' },
  winLead: { method: 'POST', path: '/v1/admin/leads/:id/win', access: 'staff' },
  cancelDeal: { method: 'POST', path: '/v1/admin/leads/:id/cancel', access: 'staff' },
  getDeal: { method: 'GET', path: '/v1/admin/leads/:id/deal', access: 'staff' },
  invoiceMilestone: { method: 'POST', path: '/v1/admin/milestones/:id/invoice', access: 'staff' },
  payMilestone: { method: 'POST', path: '/v1/admin/milestones/:id/paid', access: 'staff' },
  cancelMilestone: { method: 'POST', path: '/v1/admin/milestones/:id/cancel', access: 'staff' },
  listWebhooks: { method: 'GET', path: '/v1/admin/webhooks', access: 'staff' },
  postWebhook: { method: 'POST', path: '/v1/admin/webhooks', access: 'staff' },
  removeWebhook: { method: 'POST', path: '/v1/admin/webhooks/:id/remove', access: 'staff' },
  enableWebhook: { method: 'POST', path: '/v1/admin/webhooks/:id/enable', access: 'staff' },
  disableWebhook: { method: 'POST', path: '/v1/admin/webhooks/:id/disable', access: 'staff' },
  rotateWebhook: { method: 'POST', path: '/v1/admin/webhooks/:id/rotate', access: 'staff' },
  testWebhook: { method: 'POST', path: '/v1/admin/webhooks/:id/test', access: 'staff' },
  fetchDeliveries: { method: 'POST', path: '/v1/admin/webhooks/:id/fetch', access: 'staff' },
  listDeliveries: { method: 'GET', path: '/v1/admin/deliveries', access: 'staff' },
  replayDeliveries: { method: 'POST', path: '/v1/admin/deliveries/replay', access: 'staff' },
  replayDelivery: { method: 'POST', path: '/v1/admin/deliveries/:id/replay', access: 'staff' },
  checkLedger: { method: 'GET', path: '/v1/admin/ledger/check', access: 'staff' },
  postBackup: { method: 'POST', path: '/v1/admin/backup', access: 'staff' },
  purgeTest: { method: 'POST', path: '/v1/admin/test/purge', access: 'staff' },
} as const satisfies Record<string, Endpoint>

/** The name of an endpoint. */
export type EndpointName = keyof typeof ENDPOINTS

/** The path of an endpoint with its parameters filled in, percent-encoded. */
export const endpointPath = (name: EndpointName, parameters: Readonly<Record<string, string>> = {}): string =>
  ENDPOINTS[name].path.replace(/:(\w+)/g, (_, parameter: string) => encodeURIComponent(parameters[parameter] ?? ''))
