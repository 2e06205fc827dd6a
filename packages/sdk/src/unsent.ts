import { isOrderId, isSiteKey, type OrderId, type SiteKey } from '@tributary/protocol/id'
import { ORDER_BYTES } from '@tributary/protocol/order'

/** An order that is kept on the device until the parent has answered it. What is personal in it is sealed. */
export interface UnsentOrder {
  readonly orderId: OrderId
  readonly parent: string
  readonly site: SiteKey
  /** The bytes of every attempt. */
  readonly body: string
  /** By the device's clock, milliseconds. */
  readonly savedAt: number
  /** What it is about, to remind the customer of it. */
  readonly lines: readonly { readonly sku: string; readonly title: string; readonly quantity: number }[]
  readonly currency: { readonly code: string; readonly digits: number }
  readonly totalMinor: number
}

/** What was read back from storage as an unsent order, if it is one: other versions and other hands write there too. */
export function readUnsent(stored: unknown): UnsentOrder | undefined {
  const { orderId, parent, site, body, savedAt, lines, currency, totalMinor } = Object(stored) as Record<keyof UnsentOrder, unknown>
  const { code, digits } = Object(currency) as Record<'code' | 'digits', unknown>
  const isUnsent =
    isText(orderId) &&
    isOrderId(orderId) &&
    isText(parent) &&
    isText(site) &&
    isSiteKey(site) &&
    isText(body) &&
    body.length <= ORDER_BYTES &&
    body.includes(orderId) &&
    Number.isFinite(savedAt) &&
    Array.isArray(lines) &&
    lines.every(isLine) &&
    isText(code) &&
    /^[A-Z]{3}$/.test(code) &&
    Number.isInteger(digits) &&
    Number.isSafeInteger(totalMinor)
  return isUnsent ? (stored as UnsentOrder) : undefined
}

function isLine(line: unknown): boolean {
  const { sku, title, quantity } = Object(line) as Record<string, unknown>
  return isText(sku) && isText(title) && Number.isSafeInteger(quantity)
}

const isText = (value: unknown): value is string => typeof value === 'string'
