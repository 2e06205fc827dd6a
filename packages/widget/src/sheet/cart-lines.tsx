import { Fragment, h, type VNode } from 'preact'
import { words as own } from '../words/cart-step.ts'
import { words } from '../words/sheet.ts'
import { Thumbnail } from './cart-summary.tsx'
import type { SheetActions, SheetView } from './checkout.ts'
import { lineTitle, type SheetLine, subtotalMinor } from './line.ts'
import { Stepper } from './stepper.tsx'

const MOST_OF_ONE = 99

/** The cart, to be changed. What was taken out last can be put back. */
export function CartLines({ view, actions }: { readonly view: SheetView; readonly actions: SheetActions }): VNode {
  const { lines, money, removed } = view
  const { setQuantity } = actions
  return (
    <>
      {removed && (
        <p class="row notice">
          <span role="status">{own.removed(lineTitle(removed))}</span>
          <button type="button" class="plain" data-focus onClick={() => setQuantity(removed, removed.item.quantity)}>
            {own.undo}
          </button>
        </p>
      )}
      {lines.length === 0 && <p>{words.emptyCart}</p>}
      <ul>
        {lines.map((line) => (
          <li key={line.item.sku} class="line">
            <Thumbnail line={line} />
            <div class="what">
              <p>{lineTitle(line)}</p>
              {stockNote(line) && <p class="error">{stockNote(line)}</p>}
              <div class="row">
                <Stepper
                  quantity={line.item.quantity}
                  least={1}
                  most={line.variant?.stock ?? MOST_OF_ONE}
                  label={`${words.quantity}: ${lineTitle(line)}`}
                  onChange={(quantity) => setQuantity(line, quantity)}
                />
                <button type="button" class="plain" aria-label={words.removeTitle(lineTitle(line))} onClick={() => setQuantity(line, 0)}>
                  {words.remove}
                </button>
              </div>
            </div>
            <span class="money">{line.variant && money(line.variant.amountMinor * line.item.quantity)}</span>
          </li>
        ))}
      </ul>
      {lines.length > 0 && (
        <p class="row sum">
          <span>{words.subtotal}</span>
          <span class="money">{money(subtotalMinor(lines))}</span>
        </p>
      )}
    </>
  )
}

function stockNote({ item, variant }: SheetLine): string | undefined {
  if (!variant?.available) return words.soldOut
  return variant.stock !== undefined && variant.stock < item.quantity ? words.left(variant.stock) : undefined
}
