import { z } from 'zod'
import { discount, newDiscount } from './discount.schema.ts'
import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'

/** The shapes of the endpoints about discounts. */
export const DISCOUNT_SHAPES = {
  listDiscounts: {
    summary: 'All discounts, newest first, with how often each is used',
    answers: { 200: z.strictObject({ discounts: z.array(discount) }) },
    problems: [],
  },
  postDiscount: {
    summary: 'Add a discount; its code is nobody else’s, and no affiliate’s',
    body: newDiscount,
    answers: { 201: discount },
    problems: ['discount_code_taken'],
  },
  endDiscount: {
    summary: 'End a discount at once; quotes that were given keep their price',
    answers: { 200: discount },
    problems: ['discount_unknown'],
  },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
