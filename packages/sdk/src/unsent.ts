import type { LeadId, OrderId, SiteKey } from '@tributary/protocol/id'

/** What is kept of everything that was not answered yet. What is personal in it is sealed. */
interface Kept {
  readonly parent: string
  readonly site: SiteKey
  /** The bytes of every attempt. */
  readonly body: string
  /** By the device's clock, milliseconds. */
  readonly savedAt: number
}

/** An order that is kept on the device until the parent has answered it. */
export interface UnsentOrder extends Kept {
  readonly orderId: OrderId
  /** What it is about, to remind the customer of it. */
  readonly lines: readonly { readonly sku: string; readonly title: string; readonly quantity: number }[]
  readonly currency: { readonly code: string; readonly digits: number }
  readonly totalMinor: number
}

/** A request for a service that is kept in the same way. */
export interface UnsentLead extends Kept {
  readonly leadId: LeadId
  /** The service that is asked for, to remind the customer of it. */
  readonly title: string
}

/** What the outbox carries. */
export type UnsentEntry = UnsentOrder | UnsentLead

/** By what an order or a request is known. */
export type EntryName<Entry extends UnsentEntry = UnsentEntry> = Entry extends UnsentLead
  ? { readonly leadId: LeadId; readonly orderId?: never }
  : { readonly orderId: OrderId; readonly leadId?: never }

/** By what an entry is known: so the parent's answer must name it, and so events do. */
export const nameOf = (entry: UnsentEntry): EntryName => ('leadId' in entry ? { leadId: entry.leadId } : { orderId: entry.orderId })

/** The id of an entry, of which there is one on a device. */
export const idOf = (entry: UnsentEntry): OrderId | LeadId => ('leadId' in entry ? entry.leadId : entry.orderId)
