import { rotateAffiliateKey } from '../routes/affiliate-keys.ts'
import { postBackup } from '../routes/backups.ts'
import { getLedgerCheck } from '../routes/commissions.ts'
import { eraseCustomer, showCustomer } from '../routes/customers.ts'
import { endOneDiscount, listDiscounts, postDiscount } from '../routes/discounts.ts'
import { getKeys, postKey, postRotation, purgeTest, retireKey } from '../routes/keys.ts'
import { exportOrders } from '../routes/order-export.ts'
import { resealDetails } from '../routes/payment-details.ts'
import {
  getPlacements,
  listPlacements,
  ofAffiliate,
  ofParent,
  postPlacement,
  putPlacement,
  removeOnePlacement,
} from '../routes/placements.ts'
import {
  listOwnPostbacks,
  listPostbacks,
  postOwnPostback,
  postPostback,
  removeAffiliatePostback,
  removeOwnPostback,
} from '../routes/postbacks.ts'
import { listReturns, receiveReturn, refuseReturn, showReturn } from '../routes/returns.ts'
import type { Parent } from '../routes/route.ts'
import { postCancellation, postWithdrawal } from '../routes/withdrawals.ts'

/** What answers the endpoints by which a parent is kept running: keys, customers' data, exports, returns, discounts, postbacks, placements, backups. */
export const operationHandlers = (parent: Parent) => ({
  listKeys: getKeys(parent),
  retireKey: retireKey(parent),
  resealDetails: resealDetails(parent),
  rotateAffiliateKey: rotateAffiliateKey(parent),
  rotateKey: postRotation(parent),
  postKey: postKey(parent),
  exportOrders: exportOrders(parent),
  showCustomer: showCustomer(parent),
  eraseCustomer: eraseCustomer(parent),
  postBackup: postBackup(parent),
  postCancellation: postCancellation(parent),
  postWithdrawal: postWithdrawal(parent),
  listReturns: listReturns(parent),
  showReturn: showReturn(parent),
  receiveReturn: receiveReturn(parent),
  refuseReturn: refuseReturn(parent),
  listDiscounts: listDiscounts(parent),
  postDiscount: postDiscount(parent),
  endDiscount: endOneDiscount(parent),
  listOwnPostbacks: listOwnPostbacks(parent),
  postOwnPostback: postOwnPostback(parent),
  removeOwnPostback: removeOwnPostback(parent),
  listPostbacks: listPostbacks(parent),
  postPostback: postPostback(parent),
  removePostback: removeAffiliatePostback(parent),
  getPlacements: getPlacements(parent),
  listOwnPlacements: listPlacements(parent, ofAffiliate),
  postOwnPlacement: postPlacement(parent, ofAffiliate),
  putOwnPlacement: putPlacement(parent, ofAffiliate),
  removeOwnPlacement: removeOnePlacement(parent, ofAffiliate),
  listPlacements: listPlacements(parent, ofParent),
  postPlacement: postPlacement(parent, ofParent),
  putPlacement: putPlacement(parent, ofParent),
  removePlacement: removeOnePlacement(parent, ofParent),
  checkLedger: getLedgerCheck(parent),
  purgeTest: purgeTest(parent),
})
