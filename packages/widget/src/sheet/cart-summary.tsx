import { h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetFacts } from './checkout.ts'
import { lineTitle, type SheetLine } from './line.ts'

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

/** A small picture of a line's article. */
export function Thumbnail({ line: { offer, variant } }: { readonly line: SheetLine }): VNode {
  const image = offer?.images[variant?.image ?? 0] ?? offer?.images[0]
  return image ? <img class="thumbnail" src={image.src} alt="" width="56" height="56" /> : <span class="thumbnail" />
}
