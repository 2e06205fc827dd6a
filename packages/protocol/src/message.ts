/** What the parent tells people by mail, and whom. */
export const MESSAGE_KINDS = {
  order_received: 'customer',
  order_waiting: 'customer',
  order_shipped: 'customer',
  order_cancelled: 'customer',
  order_refunded: 'customer',
  lead_received: 'customer',
  proposal_made: 'customer',
  proposal_accepted: 'customer',
  milestone_invoiced: 'customer',
  milestone_paid: 'customer',
  deal_cancelled: 'customer',
  post_for_customer: 'customer',
  conversation_opened: 'customer',
  sale_made: 'affiliate',
  lead_made: 'affiliate',
  lead_protected: 'affiliate',
  lead_overdue: 'affiliate',
  lead_reassigned: 'affiliate',
  deal_won: 'affiliate',
  milestone_earned: 'affiliate',
  commission_reversed: 'affiliate',
  commission_reinstated: 'affiliate',
  affiliate_invited: 'affiliate',
  application_received: 'affiliate',
  application_declined: 'affiliate',
  affiliate_welcome: 'affiliate',
  sign_in_link: 'affiliate',
  post_for_affiliate: 'affiliate',
  application_arrived: 'staff',
  order_arrived: 'staff',
  order_unreadable: 'staff',
  lead_arrived: 'staff',
  lead_unanswered: 'staff',
  proposal_decided: 'staff',
  post_for_staff: 'staff',
} as const
export type MessageKind = keyof typeof MESSAGE_KINDS

/** A queued message's life; `failed` after the last retry. */
export const MESSAGE_STATES = ['due', 'sent', 'failed'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]
