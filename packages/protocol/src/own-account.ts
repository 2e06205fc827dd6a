import type { AffiliateState } from './affiliate.ts'
import type { OrderState } from './order.ts'
import type { PaymentState } from './payment.ts'
import type { AccountSplit } from './statement.ts'

/** What the next payout will be, as far as it is known today. */
export interface NextPayout {
  /** The day it is made, `2026-12-15` in the program's time zone; absent where the program promises none. */
  readonly on?: string
  /** What will be payable by then if nothing is taken back; without a day what is payable now. */
  readonly amountMinor: number
  /** The least that is paid out; less is carried to the payout after. */
  readonly minimumMinor: number
  readonly isCarried: boolean
}

/** What an affiliate has in one currency. Minor units; a negative payable amount is owed and set off against what comes. */
export interface Balance extends AccountSplit {
  readonly currency: string
  readonly nextPayout: NextPayout
}

/** Where an affiliate's account stands. */
export interface OwnAccount {
  readonly affiliate: string
  readonly name: string
  readonly state: AffiliateState
  readonly balances: readonly Balance[]
}

/** An order as an affiliate sees that earns from it. */
export interface OwnOrder {
  readonly number: string
  readonly placedAt: string
  readonly state: OrderState
  readonly payment: PaymentState
  /** 0: it sold it itself; higher: somebody in its network did. */
  readonly level: number
  readonly currency: string
  /** What it earned from it and has not lost again; 0 until the order is paid. */
  readonly amountMinor: number
  /** Why there is no commission of it: it waits for its payment, or nothing was earned. */
  readonly why?: string
  /** As far as the program allows, and only of what it sold itself. */
  readonly customer?: { readonly country: string; readonly name?: string }
  readonly test: boolean
}

/** A page of orders, newest first. */
export interface OwnOrderPage {
  readonly orders: readonly OwnOrder[]
  readonly next?: string
}

/** One level of an affiliate's network: 1 is whom it recruited itself. */
export interface DownlineLevel {
  readonly level: number
  readonly affiliates: number
  readonly active: number
  /** What it earned from sales of this level, minor units by currency. */
  readonly earnedMinor: Readonly<Record<string, number>>
}

/** Somebody in an affiliate's network; the name only where they agreed to show it. */
export interface DownlineMember {
  readonly code: string
  readonly level: number
  readonly state: AffiliateState
  readonly name?: string
  readonly joinedAt: string
}

/** An affiliate's network by level, and its newest members. */
export interface Downline {
  readonly levels: readonly DownlineLevel[]
  readonly newest: readonly DownlineMember[]
}
