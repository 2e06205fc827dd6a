import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/cart.ts'

/** What the button of a cart shows. `isNews`: the number changed since it was first shown, which is read aloud. */
export interface CartView {
  readonly quantity: number
  readonly isNews: boolean
  readonly isOpening: boolean
}

/** The button that opens the cart, with how much is in it. Pure. */
export const CartButton = ({ view, open }: { readonly view: CartView; readonly open: () => void }): VNode => {
  const { quantity, isNews, isOpening } = view
  return (
    <>
      <button type="button" class="button" aria-haspopup="dialog" aria-busy={isOpening || undefined} onClick={open}>
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 4h2.2l2.3 10.5h10l2-7.5H6.2" />
          <circle cx="9" cy="19" r="1.5" />
          <circle cx="16" cy="19" r="1.5" />
        </svg>
        {isOpening ? words.opening : words.cart}
        {quantity > 0 && (
          <span class="count money" aria-hidden="true">
            {quantity}
          </span>
        )}
        {quantity > 0 && <span class="unseen">{` ${words.holds(quantity)}`}</span>}
      </button>
      <span class="unseen" role="status">
        {isNews ? words.holds(quantity) : ''}
      </span>
    </>
  )
}
