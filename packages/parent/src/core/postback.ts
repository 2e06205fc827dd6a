import { currencyExponent } from '@tributary/protocol/currency'
import { POSTBACK_EVENTS, type PostbackEvent, type PostbackMacro } from '@tributary/protocol/postback'

/** What a postback's delivery holds: numbers and the affiliate's own words. */
export interface PostbackFacts {
  readonly event: string
  readonly time: string
  readonly orderNumber?: string | null
  readonly amountMinor?: number | null
  readonly commissionMinor?: number | null
  readonly currency?: string | null
  readonly campaign?: string | null
  readonly subId?: string | null
}

const PREFIX = 'postback.'

/** The kinds of events as they are stored, beside those of webhooks. */
export const storedEvents = (events: readonly PostbackEvent[] | undefined): string[] =>
  (events ?? (Object.keys(POSTBACK_EVENTS) as PostbackEvent[])).map((event) => `${PREFIX}${event}`)

/** The same as they are shown. */
export const shownEvents = (events: readonly string[]): PostbackEvent[] =>
  events.map((event) => event.slice(PREFIX.length) as PostbackEvent)

/** The address to call: each macro replaced by its value, percent-encoded, so that no value can add a parameter; what is not known is left empty. */
export function expandedUrl(url: string, facts: PostbackFacts): string {
  const { currency } = facts
  const amount = (minor: number | null | undefined): string => (minor == null || currency == null ? '' : decimal(minor, currency))
  const values: Record<PostbackMacro, string> = {
    order_number: facts.orderNumber ?? '',
    amount: amount(facts.amountMinor),
    currency: currency ?? '',
    commission: amount(facts.commissionMinor),
    sub_id: facts.subId ?? '',
    campaign: facts.campaign ?? '',
    event: facts.event,
    time: facts.time,
  }
  return url.replace(/\{(\w+)\}/g, (_, name: PostbackMacro) => encodeURIComponent(values[name] ?? ''))
}

function decimal(minor: number, currency: string): string {
  const digits = currencyExponent(currency) ?? 0
  const text = String(minor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
