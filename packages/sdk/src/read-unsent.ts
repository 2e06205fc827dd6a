import { ORDER_BYTES } from '@tributary/protocol/order'
import type { UnsentEntry, UnsentLead, UnsentOrder } from './unsent.ts'

// The forms of `@tributary/protocol/id`, said again: what few visitors need stays out of what all who order load.
const ID = /^(ord|led)_[\w-]{21}$/
const SITE = /^site_(test_)?[\w-]{21}$/

/** What was read back from storage as an unsent entry, if it is one: other versions and other hands write there too. */
export function readUnsent(stored: unknown): UnsentEntry | undefined {
  const entry = Object(stored) as Record<keyof UnsentOrder | keyof UnsentLead, unknown>
  const { parent, site, body, savedAt } = entry
  const id = entry.leadId ?? entry.orderId
  const isUnsent =
    isText(parent) &&
    isText(site) &&
    SITE.test(site) &&
    isText(body) &&
    body.length <= ORDER_BYTES &&
    isText(id) &&
    ID.test(id) &&
    body.includes(id) &&
    Number.isFinite(savedAt) &&
    (id === entry.orderId ? isOrder(entry) : isText(entry.title))
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
