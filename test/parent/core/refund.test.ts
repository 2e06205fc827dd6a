import { type GivenBack, owedBack, payableLines, type RefundableOrder, withReleases } from '@tributary/parent/core/given-back'
import { decideRefund } from '@tributary/parent/core/refund'
import { chargeMinor, releasePieces } from '@tributary/parent/core/release'
import { sumMinor } from '@tributary/protocol/money'
import type { NewRefund } from '@tributary/protocol/refund'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/** What happens to a paid order: a refund, or the cancellation of pieces of one line. */
type Event = { readonly refund: NewRefund } | { readonly cancel: { readonly sku: string; readonly quantity: number } }

const SHIPPING = 583
const skuOf = (index: number) => `article-${index}`

/** A paid order of these lines with shipping of 5.83. */
function paidOrder(lines: readonly { quantity: number; totalMinor: number; taxMinor: number }[], taxIncluded: boolean): RefundableOrder {
  const order: RefundableOrder = {
    number: '7K3F9X2M',
    state: 'confirmed',
    payment: 'paid',
    currency: 'EUR',
    taxIncluded,
    paidMinor: 0,
    refundedMinor: 0,
    shippingRefundedMinor: 0,
    lines: lines.map((line, index) => ({
      line: index + 1,
      sku: skuOf(index),
      cancelledQuantity: 0,
      refundedQuantity: 0,
      releasedMinor: 0,
      releasedTaxMinor: 0,
      paidMinor: 0,
      refundedMinor: 0,
      ...line,
    })),
  }
  const paid = payableLines(order)
  return {
    ...order,
    paidMinor: sumMinor([...paid.map(({ paidMinor }) => paidMinor), SHIPPING]),
    lines: order.lines.map((line, index) => ({ ...line, paidMinor: paid[index]?.paidMinor ?? 0 })),
  }
}

// What the store does with a decision.
const counted = (order: RefundableOrder, given: GivenBack | undefined): RefundableOrder =>
  given
    ? {
        ...order,
        payment: given.payment,
        refundedMinor: order.refundedMinor + given.amountMinor,
        shippingRefundedMinor: order.shippingRefundedMinor + given.shippingMinor,
        lines: order.lines.map((line) => ({
          ...line,
          refundedMinor: line.refundedMinor + (given.lines.find((one) => one.line === line.line)?.amountMinor ?? 0),
        })),
      }
    : order

/** The order after an event, or `undefined` where it is refused. */
function after(order: RefundableOrder, event: Event): RefundableOrder | undefined {
  if ('refund' in event) {
    const decided = decideRefund(order, event.refund)
    return decided.ok ? counted(withReleases(order, decided.value.lines, decided.value.kind), decided.value) : undefined
  }
  const line = order.lines.find(({ sku }) => sku === event.cancel.sku)
  if (!line || order.payment === 'refunded' || line.quantity < line.cancelledQuantity + event.cancel.quantity) return undefined
  const releases = [releasePieces(line, event.cancel.quantity, order.taxIncluded)]
  const cancelled = withReleases(order, releases, 'cancellation')
  return counted(cancelled, owedBack(cancelled, releases))
}

const anyLine = fc
  .record({
    quantity: fc.integer({ min: 1, max: 12 }),
    unitMinor: fc.integer({ min: 0, max: 10 ** 6 }),
    discount: fc.nat(999),
    tax: fc.nat(2_500),
  })
  .map(({ quantity, unitMinor, discount, tax }) => {
    const totalMinor = Math.max(0, quantity * unitMinor - discount)
    return { quantity, totalMinor, taxMinor: Math.floor((totalMinor * tax) / 10_000) }
  })
const anyOrder = fc.record({ lines: fc.array(anyLine, { minLength: 1, maxLength: 4 }), taxIncluded: fc.boolean() })
const sku = fc.nat(3).map(skuOf)
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ sku, quantity: fc.integer({ min: 1, max: 5 }) }).map((line) => ({ refund: { lines: [line] } })),
  fc.record({ sku, amountMinor: fc.integer({ min: 1, max: 10 ** 6 }) }).map((line) => ({ refund: { lines: [line] } })),
  fc.integer({ min: 1, max: SHIPPING }).map((shipping) => ({ refund: { shipping } })),
  fc.record({ sku, quantity: fc.integer({ min: 1, max: 5 }) }).map((cancel) => ({ cancel })),
)

const expectKept = ({ lines, taxIncluded, paidMinor, refundedMinor, shippingRefundedMinor }: RefundableOrder): void => {
  expect(refundedMinor).toBeLessThanOrEqual(paidMinor)
  expect(refundedMinor).toBe(sumMinor([...lines.map((line) => line.refundedMinor), shippingRefundedMinor]))
  for (const line of lines) {
    expect(0 <= line.releasedMinor && line.releasedMinor <= line.totalMinor).toBe(true)
    expect(0 <= line.releasedTaxMinor && line.releasedTaxMinor <= line.taxMinor).toBe(true)
    const released = chargeMinor({ totalMinor: line.releasedMinor, taxMinor: line.releasedTaxMinor }, taxIncluded)
    expect(line.refundedMinor).toBe(released)
  }
}

describe('refunds and cancellations of a paid order', () => {
  test('never give more than was paid, whatever their sequence, and in the end exactly that', () => {
    fc.assert(
      fc.property(anyOrder, fc.array(anyEvent, { maxLength: 20 }), ({ lines, taxIncluded }, events) => {
        let order = paidOrder(lines, taxIncluded)
        for (const event of events) {
          order = after(order, event) ?? order
          expectKept(order)
        }
        const whole = order.payment === 'refunded' ? order : after(order, { refund: {} })
        expect(whole).toMatchObject({ payment: 'refunded', refundedMinor: order.paidMinor })
        for (const line of whole?.lines ?? [])
          expect(line).toMatchObject({ releasedMinor: line.totalMinor, releasedTaxMinor: line.taxMinor })
      }),
      { numRuns: 500 },
    )
  })

  test('lead to the same amounts in any order in which all of them are taken', () => {
    const shuffled = fc
      .array(anyEvent, { maxLength: 8 })
      .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })))
    fc.assert(
      fc.property(anyOrder, shuffled, ({ lines, taxIncluded }, [events, others]) => {
        const run = (sequence: readonly Event[]) =>
          sequence.reduce<RefundableOrder | undefined>((order, event) => order && after(order, event), paidOrder(lines, taxIncluded))
        const [one, other] = [run(events), run(others)]
        fc.pre(one !== undefined && other !== undefined)
        expect(one).toEqual(other)
      }),
      { numRuns: 500, maxSkipsPerRun: 1_000 },
    )
  })

  test('are exact where a product leaves the range of a number', () => {
    const totalMinor = Number.MAX_SAFE_INTEGER - SHIPPING
    let order = paidOrder([{ quantity: 7, totalMinor, taxMinor: 0 }], true)
    for (let piece = 0; piece < 7; piece++) order = after(order, { refund: { lines: [{ sku: skuOf(0), quantity: 1 }] } }) ?? order
    expect(order).toMatchObject({ refundedMinor: totalMinor, lines: [{ releasedMinor: totalMinor }] })
  })
})
