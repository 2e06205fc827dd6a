import type { ENDPOINTS, EndpointName } from '@tributary/protocol/endpoint'
import { cancelOrderRoute, listOrders, moveOrder, shipOrder, showOrder } from '../routes/admin-orders.ts'
import { listAffiliateKeys, postAffiliateKey, retireAffiliateKey } from '../routes/affiliate-keys.ts'
import { changeAffiliate, listAffiliates, postAffiliate } from '../routes/affiliates.ts'
import { listApplications, postApplication } from '../routes/applications.ts'
import { listImports, postCatalogue, showImport } from '../routes/catalogue.ts'
import { listCommissions, showCommission } from '../routes/commissions.ts'
import {
  closeConversation,
  getAttachment,
  getOwnAttachment,
  listAllConversations,
  listOwnConversations,
  postOwnPost,
  postPost,
  showConversation,
  showOwnConversation,
} from '../routes/conversations.ts'
import { cancelWonDeal } from '../routes/deal-cancellation.ts'
import { assignLead, moveLead, moveOwnLead, takeOverLead } from '../routes/deals.ts'
import { listDeliveries, postFetch, replayDeliveries, replayDelivery, testWebhook } from '../routes/deliveries.ts'
import { postInvitation } from '../routes/invitations.ts'
import { getJoining } from '../routes/joining-facts.ts'
import { getOwnPipeline, getPipeline, listLeads, listOwnLeads, postOwnLead, showLead, showOwnLead } from '../routes/lead-work.ts'
import { getLead, postLead } from '../routes/leads.ts'
import { listLinks, postLink } from '../routes/links.ts'
import { changeMilestone, getDeal } from '../routes/milestones.ts'
import { moveAffiliate } from '../routes/network.ts'
import { getOffers } from '../routes/offers.ts'
import { explainOrder } from '../routes/order-attribution.ts'
import { getOrder, postOrder } from '../routes/orders.ts'
import {
  explainOwnCommission,
  getBalance,
  getDownline,
  listOwnCommissions,
  listOwnOrders,
  listOwnStatements,
  showOwnStatement,
} from '../routes/own-account.ts'
import { getDetails, getTransfers, putDetails } from '../routes/payment-details.ts'
import { changePayouts, getPayouts, postPayouts } from '../routes/payouts.ts'
import { listPlans, postLint, postPlan } from '../routes/plans.ts'
import { getProgram, putProgram } from '../routes/programs.ts'
import { winLead } from '../routes/proposal-decisions.ts'
import { listOwnProposals, listProposals, postOwnProposal, postProposal, verifyProposals } from '../routes/proposals.ts'
import { postQuote } from '../routes/quotes.ts'
import { listRefunds, postRefund } from '../routes/refunds.ts'
import type { AffiliateRoute, Parent, PublicRoute, StaffRoute } from '../routes/route.ts'
import { listSales } from '../routes/sales.ts'
import { listSites, postOrigin, postSite } from '../routes/sites.ts'
import { listStatements, postClose, showStatement } from '../routes/statements.ts'
import { getStock, postStock } from '../routes/stock.ts'
import { postTouch } from '../routes/touches.ts'
import { postUpload } from '../routes/uploads.ts'
import { fetchWatch, listWatches, postUnwatch, postWatch } from '../routes/watches.ts'
import { disableWebhook, enableWebhook, listWebhooks, postRemoval, postWebhook, rotateWebhook } from '../routes/webhooks.ts'
import { operationHandlers } from './operation-handlers.ts'

interface RouteOf {
  readonly public: PublicRoute
  readonly affiliate: AffiliateRoute
  readonly staff: StaffRoute
}

type Handlers = {
  readonly [Name in EndpointName]: RouteOf[(typeof ENDPOINTS)[Name]['access']]
}

/** The route of every endpoint of the table; a missing one does not compile. */
export const createHandlers = (parent: Parent): Handlers => ({
  getOffers: getOffers(parent),
  postTouch: postTouch(parent),
  postQuote: postQuote(parent),
  postOrder: postOrder(parent),
  getOrder: getOrder(parent),
  getJoining: getJoining(parent),
  postApplication: postApplication(parent),
  postLead: postLead(parent),
  getLead: getLead(parent),
  listOwnLeads: listOwnLeads(parent),
  postOwnLead: postOwnLead(parent),
  showOwnLead: showOwnLead(parent),
  contactOwnLead: moveOwnLead(parent, 'contact'),
  loseOwnLead: moveOwnLead(parent, 'lose'),
  reopenOwnLead: moveOwnLead(parent, 'reopen'),
  listOwnProposals: listOwnProposals(parent),
  postOwnProposal: postOwnProposal(parent),
  getOwnPipeline: getOwnPipeline(parent),
  postUpload: postUpload(parent),
  getBalance: getBalance(parent),
  listOwnCommissions: listOwnCommissions(parent),
  explainOwnCommission: explainOwnCommission(parent),
  listOwnStatements: listOwnStatements(parent),
  showOwnStatement: showOwnStatement(parent),
  listOwnOrders: listOwnOrders(parent),
  getDownline: getDownline(parent),
  listOwnConversations: listOwnConversations(parent),
  showOwnConversation: showOwnConversation(parent),
  postOwnPost: postOwnPost(parent),
  getOwnAttachment: getOwnAttachment(parent),
  getProgram: getProgram(parent),
  putProgram: putProgram(parent),
  postCatalogue: postCatalogue(parent),
  listImports: listImports(parent),
  showImport: showImport(parent),
  listWatches: listWatches(parent),
  postWatch: postWatch(parent),
  removeWatch: postUnwatch(parent),
  fetchWatch: fetchWatch(parent),
  getStock: getStock(parent),
  postStock: postStock(parent),
  listAffiliates: listAffiliates(parent),
  postAffiliate: postAffiliate(parent),
  postInvitation: postInvitation(parent),
  listApplications: listApplications(parent),
  approveAffiliate: changeAffiliate(parent, 'approve'),
  declineAffiliate: changeAffiliate(parent, 'decline'),
  suspendAffiliate: changeAffiliate(parent, 'suspend'),
  resumeAffiliate: changeAffiliate(parent, 'resume'),
  closeAffiliate: changeAffiliate(parent, 'close'),
  moveAffiliate: moveAffiliate(parent),
  listAffiliateKeys: listAffiliateKeys(parent),
  postAffiliateKey: postAffiliateKey(parent),
  retireAffiliateKey: retireAffiliateKey(parent),
  listSites: listSites(parent),
  postSite: postSite(parent),
  postOrigin: postOrigin(parent),
  listLinks: listLinks(parent),
  postLink: postLink(parent),
  listOrders: listOrders(parent),
  showOrder: showOrder(parent),
  explainOrder: explainOrder(parent),
  confirmOrder: moveOrder(parent, 'confirm'),
  markOrderPaid: moveOrder(parent, 'pay'),
  shipOrder: shipOrder(parent),
  deliverOrder: moveOrder(parent, 'deliver'),
  cancelOrder: cancelOrderRoute(parent),
  listRefunds: listRefunds(parent),
  postRefund: postRefund(parent),
  chargeBackOrder: moveOrder(parent, 'charge_back'),
  winBackOrder: moveOrder(parent, 'win_back'),
  listConversations: listAllConversations(parent),
  showConversation: showConversation(parent),
  postPost: postPost(parent),
  closeConversation: closeConversation(parent, 'close'),
  reopenConversation: closeConversation(parent, 'reopen'),
  getAttachment: getAttachment(parent),
  listPlans: listPlans(parent),
  postPlan: postPlan(parent),
  postLint: postLint(parent),
  listSales: listSales(parent),
  listCommissions: listCommissions(parent),
  explainCommission: showCommission(parent),
  getPayouts: getPayouts(parent),
  postPayouts: postPayouts(parent),
  getTransfers: getTransfers(parent),
  putDetails: putDetails(parent),
  getDetails: getDetails(parent),
  approvePayouts: changePayouts(parent, 'approve'),
  sendPayouts: changePayouts(parent, 'send'),
  settlePayouts: changePayouts(parent, 'settle'),
  failPayouts: changePayouts(parent, 'fail'),
  withdrawPayouts: changePayouts(parent, 'withdraw'),
  listStatements: listStatements(parent),
  showStatement: showStatement(parent),
  closePeriod: postClose(parent),
  listLeads: listLeads(parent),
  showLead: showLead(parent),
  contactLead: moveLead(parent, 'contact'),
  loseLead: moveLead(parent, 'lose'),
  reopenLead: moveLead(parent, 'reopen'),
  assignLead: assignLead(parent),
  takeOverLead: takeOverLead(parent),
  getPipeline: getPipeline(parent),
  listProposals: listProposals(parent),
  postProposal: postProposal(parent),
  verifyProposals: verifyProposals(parent),
  winLead: winLead(parent),
  cancelDeal: cancelWonDeal(parent),
  getDeal: getDeal(parent),
  invoiceMilestone: changeMilestone(parent, 'invoice'),
  payMilestone: changeMilestone(parent, 'pay'),
  cancelMilestone: changeMilestone(parent, 'cancel'),
  listWebhooks: listWebhooks(parent),
  postWebhook: postWebhook(parent),
  removeWebhook: postRemoval(parent),
  enableWebhook: enableWebhook(parent),
  disableWebhook: disableWebhook(parent),
  rotateWebhook: rotateWebhook(parent),
  testWebhook: testWebhook(parent),
  fetchDeliveries: postFetch(parent),
  listDeliveries: listDeliveries(parent),
  replayDeliveries: replayDeliveries(parent),
  replayDelivery: replayDelivery(parent),
  ...operationHandlers(parent),
})
