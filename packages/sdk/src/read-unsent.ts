import { isLeadId, isOrderId, isSiteKey } from '@tributary/protocol/id'
import { ORDER_BYTES } from '@tributary/protocol/order'
import type { UnsentEntry, UnsentLead, UnsentOrder } from './unsent.ts'

/** What was read back from storage as an unsent entry, if it is one: other versions and other hands write there too. */
export function readUnsent(stored: unknown): UnsentEntry | undefined {
  const entry = Object(stored) as Record<keyof UnsentOrder | keyof UnsentLead, unknown>
  const { parent, site, body, savedAt } = entry
  const id = entry.leadId ?? entry.orderId
  const isUnsent =
    isText(parent) &&
    isText(site) &&
    isSiteKey(site) &&
    isText(body) &&
    body.length <= ORDER_BYTES &&
    isText(id) &&
    body.includes(id) &&
    Number.isFinite(savedAt) &&
    (entry.leadId === undefined ? isOrderId(id) && isOrder(entry) : isLeadId(id) && isText(entry.title))
  return isUnsent ? (stored as UnsentEntry) : undefined
}

function isOrder({ lines, currency, totalMinor }: Record<keyof UnsentOrder, unknown>): boolean {
  const { code, digits } = Object(currency) as Record<'code' | 'digits', unknown>
  return (
    Array.isArray(lines) &&
    lines.every(isLine) &&
    isText(code) &&
    /^[A-Z]{3}$/.test(code) &&
    Number.isInteger(digits) &&
    Number.isSafeInteger(totalMinor)
  )
}

function isLine(line: unknown): boolean {
  const { sku, title, quantity } = Object(line) as Record<string, unknown>
  return isText(sku) && isText(title) && Number.isSafeInteger(quantity)
}

const isText = (value: unknown): value is string => typeof value === 'string'
