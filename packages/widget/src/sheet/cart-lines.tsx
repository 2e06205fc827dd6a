import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetFacts } from './checkout.ts'
import { lineTitle, type SheetLine, subtotalMinor } from './line.ts'
import { Stepper } from './stepper.tsx'

const MOST_OF_ONE = 99

interface CartLinesProps {
  readonly facts: SheetFacts
  readonly onQuantity: (line: SheetLine, quantity: number) => void
}

/** The cart, to be changed. */
export function CartLines({ facts, onQuantity }: CartLinesProps): VNode {
  const { lines, money } = facts
  if (lines.length === 0) return <p>{words.emptyCart}</p>
  return (
    <>
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
                  onChange={(quantity) => onQuantity(line, quantity)}
                />
                <button type="button" class="plain" aria-label={words.removeTitle(lineTitle(line))} onClick={() => onQuantity(line, 0)}>
                  {words.remove}
                </button>
              </div>
            </div>
            <span class="money">{line.variant && money(line.variant.amountMinor * line.item.quantity)}</span>
          </li>
        ))}
      </ul>
      <p class="row sum">
        <span>{words.subtotal}</span>
        <span class="money">{money(subtotalMinor(lines))}</span>
      </p>
    </>
  )
}

/** The cart in short, above the form. */
export function CartSummary({ facts, onChange }: { readonly facts: SheetFacts; readonly onChange: () => void }): VNode {
  const { money } = facts
  return (
    <section>
      <div class="row">
        <h3>{words.yourOrder}</h3>
        <button type="button" class="plain" onClick={onChange}>
          {words.changeCart}
        </button>
      </div>
      <ul>
        {facts.lines.map((line) => (
          <li key={line.item.sku} class="line">
            <Thumbnail line={line} />
            <p class="what">
              {line.item.quantity} × {lineTitle(line)}
            </p>
            <span class="money">{line.variant && money(line.variant.amountMinor * line.item.quantity)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Thumbnail({ line: { offer, variant } }: { readonly line: SheetLine }): VNode {
  const image = offer?.images[variant?.image ?? 0] ?? offer?.images[0]
  return image ? <img class="thumbnail" src={image.src} alt="" width="56" height="56" /> : <span class="thumbnail" />
}

function stockNote({ item, variant }: SheetLine): string | undefined {
  if (!variant?.available) return words.soldOut
  return variant.stock !== undefined && variant.stock < item.quantity ? words.left(variant.stock) : undefined
}
