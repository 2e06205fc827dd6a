import type { RefundId } from '@tributary/protocol/id'
import type { PaymentState } from '@tributary/protocol/payment'
import type { RefundKind } from '@tributary/protocol/refund'
import type { Queryable } from './database.ts'
import type { OrderKey } from './order-changes.ts'

/** A refund as it is stored. */
export interface NewRefundRow {
  readonly id: RefundId
  readonly kind: RefundKind
  readonly reason: string
  /** What was asked, without its id; none where the refund follows from something else. */
  readonly request: unknown
  readonly lines: readonly { readonly line: number; readonly quantity: number; readonly amountMinor: number }[]
  readonly shippingMinor: number
  readonly amountMinor: number
  readonly payment: PaymentState
  readonly actor: string
  readonly at: Date
}

/** What a line no longer asks of the customer. */
export interface LineRelease {
  readonly line: number
  readonly quantity: number
  readonly releasedMinor: number
  readonly releasedTaxMinor: number
}

const INSERT = `
  insert into refunds (program_id, id, order_key, kind, reason, request, lines_minor, shipping_minor, amount_minor, payment, actor, at, test)
  values ($1, $2, $3, $4, $5, $6, $7::bigint - $8::bigint, $8, $7, $9, $10, $11, $12)
      on conflict on constraint refund_id_is_unique do nothing
  returning refund_key as "refundKey"`

const INSERT_LINES = `
  insert into refund_lines (program_id, refund_key, order_key, line, quantity, amount_minor, test)
  select $1, $2, $3, line, quantity, amount_minor, $7
    from unnest($4::integer[], $5::bigint[], $6::bigint[]) as parts (line, quantity, amount_minor)`

const COUNT_LINES = `
  update order_lines
     set refunded_minor = refunded_minor + parts.amount_minor
    from unnest($3::integer[], $4::bigint[]) as parts (line, amount_minor)
   where program_id = $1 and order_key = $2 and order_lines.line = parts.line`

const COUNT = `
  update orders
     set refunded_minor = refunded_minor + $3, shipping_refunded_minor = shipping_refunded_minor + $4, payment = $5
   where program_id = $1 and order_key = $2`

const RELEASE = `
  update order_lines l
     set released_minor     = l.released_minor + parts.released_minor,
         released_tax_minor = l.released_tax_minor + parts.released_tax_minor,
         refunded_quantity  = l.refunded_quantity + case when $7 then parts.quantity else 0 end
    from unnest($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[]) as parts (line, quantity, released_minor, released_tax_minor)
   where l.program_id = $1 and l.order_key = $2 and l.line = parts.line`

const FIND = `
  select r.request, o.id as "orderId"
    from refunds r
    join orders o using (program_id, order_key)
   where r.program_id = $1 and r.id = $2`

/** Stores a refund and counts it on the order and its lines. `false`, with nothing stored, where its id is taken. */
export async function addRefund(transaction: Queryable, programId: number, order: OrderKey, refund: NewRefundRow): Promise<boolean> {
  const { orderKey, test } = order
  const { id, kind, reason, request, shippingMinor, amountMinor, payment, actor, at } = refund
  const asked = request === undefined ? null : JSON.stringify(request)
  const values = [programId, id, orderKey, kind, reason, asked, amountMinor, shippingMinor, payment, actor, at, test]
  const [row] = await transaction.query<{ refundKey: number }>(INSERT, values)
  if (!row) return false
  const lines = refund.lines.map(({ line }) => line)
  const quantities = refund.lines.map(({ quantity }) => quantity)
  const amounts = refund.lines.map((line) => line.amountMinor)
  await transaction.query(INSERT_LINES, [programId, row.refundKey, orderKey, lines, quantities, amounts, test])
  await transaction.query(COUNT_LINES, [programId, orderKey, lines, amounts])
  await transaction.query(COUNT, [programId, orderKey, amountMinor, shippingMinor, payment])
  return true
}

/** Releases amounts of lines; with `isReturned` their pieces count as refunded (those of a cancellation are counted as cancelled). */
export async function releaseLines(
  transaction: Queryable,
  programId: number,
  { orderKey }: OrderKey,
  releases: readonly LineRelease[],
  isReturned: boolean,
): Promise<void> {
  const column = (of: (release: LineRelease) => number) => releases.map(of)
  await transaction.query(RELEASE, [
    programId,
    orderKey,
    column(({ line }) => line),
    column(({ quantity }) => quantity),
    column(({ releasedMinor }) => releasedMinor),
    column(({ releasedTaxMinor }) => releasedTaxMinor),
    isReturned,
  ])
}

/** What was asked under this refund id before, and of which order. */
export const refundRequest = async (
  transaction: Queryable,
  programId: number,
  id: string,
): Promise<{ readonly request: unknown; readonly orderId: string } | undefined> =>
  (await transaction.query<{ request: unknown; orderId: string }>(FIND, [programId, id]))[0]
