import { newId, newOrderId } from '@tributary/protocol/id'
import type { ReturnState } from '@tributary/protocol/return'
import type { OrderStatus } from '@tributary/sdk'
import type { OrderView, StatusView } from '@tributary/widget/status/status-view'
import { buildProgram } from '../widget/build.ts'

const PLACED = '2026-03-02T10:00:00.000Z'
const SHIPPED = '2026-03-03T15:00:00.000Z'
const DELIVERED = '2026-03-05T09:00:00.000Z'
const RETURN_ID = newId('return')

const SHIPMENT = {
  id: newId('shipment'),
  carrier: 'DHL',
  tracking: '00340434161094015902',
  trackingUrl: 'https://carrier.example/00340434161094015902',
  shippedAt: SHIPPED,
  lines: [{ sku: 'mug', quantity: 2 }],
}
const LINE = { unitMinor: 1_490, shippedQuantity: 0, cancelledQuantity: 0, refundedQuantity: 0 }

const placed: OrderStatus = {
  orderId: newOrderId(),
  number: '7K3X9D2M',
  state: 'placed',
  payment: 'paid',
  placedAt: PLACED,
  currency: 'EUR',
  totals: { subtotalMinor: 9_880, discountMinor: 0, shippingMinor: 490, taxMinor: 1_656, taxIncluded: true, totalMinor: 10_370 },
  shippingTitle: 'Standard',
  arrives: { from: '2026-03-04', to: '2026-03-06' },
  country: 'DE',
  lines: [
    { ...LINE, sku: 'mug', title: 'Enamel mug', variant: '', quantity: 2, totalMinor: 2_980 },
    { ...LINE, sku: 'hoodie-blue-m', title: 'Fjord hoodie', variant: 'Blue, M', quantity: 1, unitMinor: 6_900, totalMinor: 6_900 },
  ],
  shipments: [],
  refunds: [],
  transitions: [{ to: 'placed', at: PLACED }],
  may: {
    cancel: true,
    withdraw: {
      lines: [
        { sku: 'mug', quantity: 2 },
        { sku: 'hoodie-blue-m', quantity: 1 },
      ],
    },
  },
  returns: [],
  test: false,
}
const shipped: OrderStatus = {
  ...placed,
  state: 'shipped',
  shipments: [SHIPMENT],
  transitions: [...placed.transitions, { to: 'shipped', at: SHIPPED }],
  may: { cancel: false, withdraw: { lines: placed.may?.withdraw?.lines ?? [] } },
}
const delivered: OrderStatus = {
  ...shipped,
  state: 'delivered',
  transitions: [...shipped.transitions, { to: 'delivered', at: DELIVERED }],
  may: { cancel: false, withdraw: { until: '2026-03-19', lines: placed.may?.withdraw?.lines ?? [] } },
}
const returned = (state: ReturnState, reason = ''): OrderStatus => ({
  ...delivered,
  returns: [
    {
      id: RETURN_ID,
      state,
      lines: [{ sku: 'mug', quantity: 1, unsentQuantity: 0 }],
      announcedAt: DELIVERED,
      steps: [{ to: state, at: DELIVERED, reason }],
    },
  ],
})
const refund: OrderStatus['refunds'][number] = {
  id: newId('refund'),
  kind: 'refund',
  reason: '',
  currency: 'EUR',
  lines: [{ sku: 'mug', quantity: 1, amountMinor: 1_490 }],
  shippingMinor: 0,
  amountMinor: 1_490,
  payment: 'partly_refunded',
  at: DELIVERED,
}

/** Everything that the status of an order shows. */
export function statusStates(locale: string): Readonly<Record<string, StatusView>> {
  const view = (order: OrderStatus, more: Partial<OrderView> = {}): OrderView => ({
    kind: 'order',
    order,
    program: buildProgram(),
    locale,
    href: 'https://parent.example/order/ord_1/secret',
    step: 'reading',
    draft: { name: 'Ada Muster', email: 'ada@customer.example', pieces: { mug: 1, 'hoodie-blue-m': 0 } },
    isBusy: false,
    ...more,
  })
  return {
    loading: { kind: 'loading' },
    asking: { kind: 'asking' },
    'with no link to an order': { kind: 'asking', mistake: 'notALink' },
    'a link': { kind: 'link', href: 'https://parent.example/order/ord_1/secret' },
    placed: view(placed),
    'of a test': view({ ...placed, test: true }),
    'with a changed price': view({ ...placed, state: 'awaiting_customer' }),
    'shipped in part': view({ ...placed, state: 'confirmed', shipments: [SHIPMENT], may: { cancel: false } }),
    shipped: view(shipped),
    delivered: view(delivered),
    cancelling: view(placed, { step: 'cancelling' }),
    'cancelling, not paid': view({ ...placed, payment: 'unpaid' }, { step: 'cancelling' }),
    'cancelling, on its way': view(placed, { step: 'cancelling', isBusy: true }),
    cancelled: view(
      {
        ...placed,
        state: 'cancelled',
        payment: 'refunded',
        transitions: [...placed.transitions, { to: 'cancelled', at: SHIPPED }],
        refunds: [{ ...refund, kind: 'cancellation', amountMinor: 10_370 }],
        may: { cancel: false },
      },
      { done: 'cancelled' },
    ),
    'withdrawing, the statement': view(delivered, { step: 'stating' }),
    'withdrawing, once more': view(delivered, { step: 'confirming' }),
    'withdrawal sent': view(returned('announced'), { done: 'withdrawn' }),
    'returned and refunded': view({ ...returned('refunded'), refunds: [refund], payment: 'partly_refunded' }),
    'return refused': view(returned('refused', 'It never came back.')),
  }
}
