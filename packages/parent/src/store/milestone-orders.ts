import type { OrderId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'
import type { OrderKey } from './order-changes.ts'

/** What of an order is new when a milestone is paid; all else stands with its deal, its proposal and its lead. */
export interface MilestoneOrder {
  readonly milestoneKey: number
  readonly id: OrderId
  readonly number: string
  readonly actor: string
  readonly at: Date
  /** Hex; the mark of the customer's telephone, by which a household is known. */
  readonly phoneMark: string | null
}

// An order's id is seen once, whoever made it. No page sent this one, so nothing is repeated under it: the digest only fills the place.
const OPEN_INTAKE = `
  insert into intakes (program_id, id, digest, received_at, test)
  select program_id, $3, sha256(convert_to(id, 'UTF8')), $4, test
    from milestones
   where program_id = $1 and milestone_key = $2`

// A price with the tax in it is the total; else the tax comes on top. What was agreed is charged: nothing of today's catalogue or plan counts.
const INSERT_ORDER = `
  insert into orders (
    program_id, id, number, site_id, affiliate_id, state, payment, terms, currency, country, shipping, subtotal_minor, discount_minor,
    shipping_minor, tax_minor, tax_included, total_minor, expected_total_minor, paid_minor, customer, attribution, flags, locale, consent, placed_at,
    test, customer_hash, upline, plan_key, share_basis_points, phone_mark)
  select m.program_id, $3, $4, l.site_id, d.affiliate_id, 'delivered', 'paid', 'invoice', p.currency, p.document ->> 'country',
         '{"id":"none","title":"Nothing is shipped","amountMinor":0,"days":{"min":0,"max":0}}', m.amount_minor, 0, 0, m.tax_minor, p.tax_included,
         m.amount_minor + case when p.tax_included then 0 else m.tax_minor end,
         m.amount_minor + case when p.tax_included then 0 else m.tax_minor end,
         m.amount_minor + case when p.tax_included then 0 else m.tax_minor end,
         jsonb_strip_nulls(jsonb_build_object(
           'email', l.contact ->> 'email', 'phone', l.contact ->> 'phone',
           'delivery', jsonb_build_object('name', l.contact ->> 'name', 'line1', '', 'city', '', 'country', p.document ->> 'country'))),
         l.attribution, '{}', l.locale, l.consent, $5, m.test, l.customer_hash, d.upline, d.plan_key, d.share_basis_points, decode($6, 'hex')
    from milestones m
    join deals d using (program_id, lead_key)
    join proposals p using (program_id, proposal_key)
    join leads l on l.program_id = m.program_id and l.lead_key = m.lead_key
   where m.program_id = $1 and m.milestone_key = $2
  returning order_key as "orderKey", test`

const INSERT_LINE = `
  insert into order_lines (
    program_id, order_key, line, variant_id, sku, title, variant, quantity, shipped_quantity, unit_minor, discount_minor, total_minor,
    tax_basis_points, tax_minor, paid_minor, test)
  select m.program_id, $3, 1, v.variant_id, v.sku, o.title, m.title, 1, 1, m.amount_minor, 0, m.amount_minor, p.tax_basis_points, m.tax_minor,
         m.amount_minor + case when p.tax_included then 0 else m.tax_minor end, m.test
    from milestones m
    join deals d using (program_id, lead_key)
    join proposals p using (program_id, proposal_key)
    join variants v on v.program_id = d.program_id and v.variant_id = d.variant_id
    join offers o on o.program_id = v.program_id and o.offer_id = v.offer_id
   where m.program_id = $1 and m.milestone_key = $2`

// What a service is paid for was performed: it counts as delivered with the payment, and the hold runs from then on.
const INSERT_TRANSITIONS = `
  insert into order_transitions (program_id, order_key, from_state, to_state, event, actor, at, test)
  values ($1, $2, null, 'delivered', 'perform', $3, $4, $5), ($1, $2, 'delivered', 'delivered', 'pay', $3, $4, $5)`

/**
 * Stores the order that the payment of a milestone makes: one line, delivered and paid. The caller holds the lead's lock and records the milestone's
 * step with the key that is answered; the database refuses a second order of one milestone.
 */
export async function addMilestoneOrder(
  transaction: Queryable,
  programId: number,
  { milestoneKey, id, number, actor, at, phoneMark }: MilestoneOrder,
): Promise<OrderKey> {
  await transaction.query(OPEN_INTAKE, [programId, milestoneKey, id, at])
  const [added] = await transaction.query<{ orderKey: number; test: boolean }>(INSERT_ORDER, [
    programId,
    milestoneKey,
    id,
    number,
    at,
    phoneMark,
  ])
  if (!added) throw new Error(`expected the order of milestone ${milestoneKey}, received no row`)
  await transaction.query(INSERT_LINE, [programId, milestoneKey, added.orderKey])
  await transaction.query(INSERT_TRANSITIONS, [programId, added.orderKey, actor, at, added.test])
  return { orderKey: added.orderKey, id, test: added.test }
}
