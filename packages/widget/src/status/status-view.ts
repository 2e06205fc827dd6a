import type { OrderStatus, ProgramFacts } from '@tributary/sdk'

/** Everything that the status of an order can show. */
export type StatusView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'asking'; readonly mistake?: 'notALink' | 'unknown' | undefined }
  | { readonly kind: 'link'; readonly href: string }
  | OrderView

/** What the customer is about: reading, or one of the two steps of cancelling or withdrawing. */
export type Step = 'reading' | 'cancelling' | 'stating' | 'confirming'

/** An order. */
export interface OrderView {
  readonly kind: 'order'
  readonly order: OrderStatus
  readonly program: ProgramFacts
  readonly locale: string
  /** The hosted page of the order. */
  readonly href: string
  readonly step: Step
  readonly draft: Draft
  /** While the parent is asked. */
  readonly isBusy: boolean
  /** The code of the problem for which the last press did nothing. */
  readonly problem?: string | undefined
  /** What the last press did. */
  readonly done?: 'cancelled' | 'withdrawn' | undefined
}

/** A withdrawal as it is typed. */
export interface Draft {
  readonly name: string
  readonly email: string
  /** Pieces by sku. */
  readonly pieces: Readonly<Record<string, number>>
}

/** What a customer can do. */
export interface StatusActions {
  /** Opens the order of a link that was pasted. */
  open(link: string): void
  go(step: Step): void
  type(draft: Partial<Draft>): void
  cancel(): void
  withdraw(): void
}

/** The lines that a withdrawal is about. */
export const withdrawn = ({ pieces }: Draft): { sku: string; quantity: number }[] =>
  Object.entries(pieces).flatMap(([sku, quantity]) => (0 < quantity ? [{ sku, quantity }] : []))

/** What an article of the order is called. */
export function titleOf({ order }: OrderView, sku: string): string {
  const line = order.lines.find((one) => one.sku === sku)
  return line ? [line.title, line.variant].filter(Boolean).join(', ') : sku
}
