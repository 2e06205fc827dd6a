import { z } from 'zod'
import { id } from './id.schema.ts'
import { type CustomerRights, RETURN_TRANSITIONS, type Return, type ReturnPage, type ReturnRecord, type ReturnState } from './return.ts'
import { text } from './text.schema.ts'

const state = z.enum(Object.keys(RETURN_TRANSITIONS) as [ReturnState, ...ReturnState[]])
const step = z.strictObject({ to: state, at: z.iso.datetime(), reason: z.string() })

/** `Return` on the wire. */
export const returnView = z.strictObject({
  id: id('return'),
  state,
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int(), unsentQuantity: z.int() })),
  announcedAt: z.iso.datetime(),
  steps: z.array(step),
  refund: id('refund').exactOptional(),
}) satisfies z.ZodType<Return>

/** `ReturnRecord` on the wire. */
export const returnRecord = z.strictObject({
  ...returnView.shape,
  steps: z.array(step.extend({ actor: z.string() })),
  orderId: id('order'),
  orderNumber: z.string(),
  name: z.string(),
  email: z.string(),
  reason: z.string(),
  test: z.boolean(),
}) satisfies z.ZodType<ReturnRecord>

/** `ReturnPage` on the wire. */
export const returnPage = z.strictObject({
  returns: z.array(returnRecord),
  next: z.string().exactOptional(),
}) satisfies z.ZodType<ReturnPage>

/** `CustomerRights` on the wire. */
export const customerRights = z.strictObject({
  cancel: z.boolean(),
  withdraw: z
    .strictObject({
      until: z.iso.date().exactOptional(),
      lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int() })),
    })
    .exactOptional(),
}) satisfies z.ZodType<CustomerRights>

/** The query of `GET /v1/admin/returns`. */
export const returnsQuery = z.strictObject({
  state: state.optional(),
  order: z.string().max(64).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** What staff say when the pieces are back; nothing is needed. */
export const receiveReturn = z.strictObject({ reason: text(500).optional() })

/** Why staff refuse a return: the customer is told. */
export const refuseReturn = z.strictObject({ reason: text(500, 1) })
