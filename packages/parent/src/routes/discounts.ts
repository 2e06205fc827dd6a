import type { Discount } from '@tributary/protocol/discount'
import { newDiscount } from '@tributary/protocol/discount.schema'
import { normalizeCode } from '@tributary/protocol/id'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { addDiscount, allDiscounts, type DiscountRow, endDiscount } from '../store/discounts.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `GET /v1/admin/discounts`. */
export const listDiscounts =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ discounts: (await allDiscounts(parent.database, program.programId)).map(asDiscount) })

/** `POST /v1/admin/discounts`. */
export const postDiscount =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, newDiscount, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { code, validFrom, validUntil, basisPoints, amountMinor, useLimit, customerLimit, minimumMinor, title, kind, test } = parsed.value

    const row: DiscountRow = {
      ...{ title, kind, code, name: normalizeCode(code), currency: program.policy.currency },
      ...{ basisPoints: basisPoints ?? null, amountMinor: amountMinor ?? null },
      ...{ useLimit: useLimit ?? null, customerLimit: customerLimit ?? null, minimumMinor: minimumMinor ?? 0, uses: 0 },
      validFrom: validFrom === undefined ? null : new Date(validFrom),
      validUntil: validUntil === undefined ? null : new Date(validUntil),
      ...{ createdAt: parent.now(), endedAt: null, test: test ?? false },
    }
    if (await addDiscount(parent.database, program.programId, row)) return json(asDiscount(row), 201)
    const detail = `“${code}” is another discount’s code already, or an affiliate’s: a customer has one field for both. Choose another one.`
    return problemResponse('discount_code_taken', { detail, errors: [{ pointer: '/code', detail }] })
  }

/** `POST /v1/admin/discounts/:code/end`. */
export const endOneDiscount =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { code = '' } }) => {
    const ended = await endDiscount(parent.database, program.programId, normalizeCode(code), parent.now())
    return ended ? json(asDiscount(ended)) : problemResponse('discount_unknown', { detail: `No discount has the code “${code}”.` })
  }

function asDiscount(row: DiscountRow): Discount {
  const { code, title, kind, basisPoints, amountMinor, currency, validFrom, validUntil, useLimit, customerLimit } = row
  return {
    code,
    title,
    kind,
    ...(basisPoints !== null && { basisPoints }),
    ...(amountMinor !== null && { amountMinor }),
    currency,
    ...(validFrom && { validFrom: validFrom.toISOString() }),
    ...(validUntil && { validUntil: validUntil.toISOString() }),
    ...(useLimit !== null && { useLimit }),
    ...(customerLimit !== null && { customerLimit }),
    minimumMinor: row.minimumMinor,
    uses: row.uses,
    createdAt: row.createdAt.toISOString(),
    ...(row.endedAt && { endedAt: row.endedAt.toISOString() }),
    test: row.test,
  }
}
