import type { OrderId } from './id.ts'

/** Why stock moved: a file counted, an order took, a cancellation returned, staff corrected. */
export const STOCK_CAUSES = ['import', 'order', 'cancel', 'correct'] as const
export type StockCause = (typeof STOCK_CAUSES)[number]

/** A movement of an article's stock. */
export interface StockMovement {
  /** Pieces that came (positive) or went. */
  readonly quantity: number
  /** The level after it, as far as it was counted then. */
  readonly level: number
  readonly cause: StockCause
  readonly order?: OrderId
  /** Of a correction: staff's words, and the name of the key that was used. */
  readonly reason?: string
  readonly actor?: string
  readonly at: string
}

/** What is left of an article, and how it came to that. */
export interface Stock {
  readonly sku: string
  /** None where the article is not counted. */
  readonly level?: number
  /** It is sold below nothing too. */
  readonly backorder: boolean
  /** What the last file counted: another file changes the level only where it says another number. */
  readonly imported?: number
  /** Newest first. */
  readonly movements: readonly StockMovement[]
  /** The cursor of the movements before these. */
  readonly next?: string
}

/** What staff correct a level by: what it is now, or how many pieces came or went. */
export type StockCorrection = { readonly level: number; readonly reason: string } | { readonly by: number; readonly reason: string }
