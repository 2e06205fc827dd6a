import { formatMoney } from '@tributary/protocol/money'
import type { NewRefund, WantedLine } from '@tributary/protocol/refund'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type GivenBack, givenBack, type RefundableOrder, shippingLeftMinor } from './given-back.ts'
import type { Refusal } from './order.ts'
import { currencyDigits } from './program.ts'
import { piecesLeft, type Release, releaseAmount, releasePieces, restMinor } from './release.ts'

/** A refund that staff asked for, decided: beside the money, what it releases of each line. */
export interface DecidedRefund extends GivenBack {
  readonly lines: readonly Release[]
}

/** Decides a refund; what is refused says what is left. */
export function decideRefund(order: RefundableOrder, wanted: NewRefund): Result<DecidedRefund, Refusal> {
  const refused = paymentRefusal(order) ?? currencyRefusal(order, wanted.currency)
  if (refused) return fail(refused)
  const shipping = wantedShipping(order, wanted)
  if (!shipping.ok) return shipping
  const lines = wantedReleases(order, wanted)
  if (!lines.ok) return lines

  const given = givenBack(order, wanted.kind ?? 'refund', lines.value, shipping.value)
  return given ? ok({ ...given, lines: lines.value }) : fail(exceeds(order, 'What this asks for was given back already'))
}

function wantedReleases(order: RefundableOrder, wanted: NewRefund): Result<Release[], Refusal> {
  if (!wanted.lines) return ok(wanted.shipping === undefined ? everythingLeft(order, wanted.kind) : [])
  const releases: Release[] = []
  for (const [index, ask] of wanted.lines.entries()) {
    const release = wantedRelease(order, ask)
    if (!release.ok) {
      const { detail = '' } = release.error
      return fail({ ...release.error, errors: [{ pointer: `/lines/${index}`, detail }] })
    }
    releases.push(release.value)
  }
  return ok(releases)
}

function wantedRelease(order: RefundableOrder, { sku, quantity, amountMinor }: WantedLine): Result<Release, Refusal> {
  const line = order.lines.find((one) => one.sku === sku)
  if (!line) {
    const skus = order.lines.map((one) => one.sku).join(', ')
    return fail({ code: 'refund_line_unknown', detail: `${sku} is not in order ${order.number}; its lines are ${skus}.` })
  }
  const rest = restMinor(line, order.taxIncluded)
  if (quantity !== undefined) {
    const left = piecesLeft(line)
    if (quantity <= left) return ok(releasePieces(line, quantity, order.taxIncluded))
    return fail({
      code: 'refund_exceeds_rest',
      detail: `Of ${sku} ${left} of ${line.quantity} pieces are left to give back, not ${quantity}.`,
    })
  }
  const amount = amountMinor ?? 0
  if (amount <= rest) return ok(releaseAmount(line, amount, order.taxIncluded))
  return fail({
    code: 'refund_exceeds_rest',
    detail: `Of ${sku} ${money(order, rest)} is left to give back, not ${money(order, amount)}.`,
  })
}

const everythingLeft = ({ lines, taxIncluded }: RefundableOrder, kind: NewRefund['kind']): Release[] =>
  lines
    .map((line) =>
      kind === 'goodwill'
        ? releaseAmount(line, restMinor(line, taxIncluded), taxIncluded)
        : releasePieces(line, piecesLeft(line), taxIncluded),
    )
    .filter(({ quantity, amountMinor }) => 0 < quantity || 0 < amountMinor)

function wantedShipping(order: RefundableOrder, { lines, shipping }: NewRefund): Result<number, Refusal> {
  const left = shippingLeftMinor(order)
  if (shipping === undefined) return ok(lines ? 0 : left)
  const amount = shipping === 'all' ? left : shipping
  if (amount <= left) return ok(amount)
  const detail = `Of the shipping ${money(order, left)} is left to give back, not ${money(order, amount)}.`
  return fail({ code: 'refund_exceeds_rest', detail, errors: [{ pointer: '/shipping', detail }] })
}

function paymentRefusal(order: RefundableOrder): Refusal | undefined {
  switch (order.payment) {
    case 'unpaid':
      return {
        code: 'refund_unpaid',
        detail: `Order ${order.number} is not paid. Cancel what is not to be sent, or mark the order paid first.`,
      }
    case 'charged_back':
      return {
        code: 'order_transition_refused',
        detail: `The payment of order ${order.number} was charged back: the customer has the money. Record first that the chargeback was won.`,
      }
    case 'refunded':
      return exceeds(order, 'Everything was given back already')
    case 'paid':
    case 'partly_refunded':
      return undefined
  }
}

const currencyRefusal = (order: RefundableOrder, currency: string | undefined): Refusal | undefined => {
  if (currency === undefined || currency === order.currency) return undefined
  const detail = `Order ${order.number} was paid in ${order.currency}; it is refunded in that.`
  return { code: 'currency_mismatch', detail, errors: [{ pointer: '/currency', detail }] }
}

const exceeds = (order: RefundableOrder, what: string): Refusal => ({
  code: 'refund_exceeds_rest',
  detail: `${what}: of the ${money(order, order.paidMinor)} paid for order ${order.number} ${money(order, order.paidMinor - order.refundedMinor)} is left.`,
})

const money = ({ currency }: RefundableOrder, amountMinor: number): string =>
  formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')
