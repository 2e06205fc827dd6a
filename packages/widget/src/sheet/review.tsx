import { addressLines } from '@tributary/protocol/address'
import type { Quote, QuoteLine, ShippingChoice } from '@tributary/sdk'
import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetActions, SheetFacts } from './checkout.ts'
import { countryName } from './details.ts'
import type { SheetLine } from './line.ts'
import { OutLink } from './out-link.tsx'

interface ReviewProps {
  readonly facts: SheetFacts
  readonly quote: Quote
  /** While the parent is asked or an order goes out, nothing can be changed. */
  readonly isFixed: boolean
  readonly actions: SheetActions
}

/** All that the customer agrees to: what, to whom, how, for how much. */
export const Review = ({ facts, quote, isFixed, actions }: ReviewProps): VNode => (
  <>
    <QuoteLines facts={facts} quote={quote} />
    <section>
      <div class="row">
        <h3>{words.sendTo}</h3>
        {!isFixed && (
          <button type="button" class="plain" onClick={actions.toDetails}>
            {words.changeDetails}
          </button>
        )}
      </div>
      <AddressText facts={facts} />
    </section>
    <Shipping facts={facts} quote={quote} isFixed={isFixed} onChoose={actions.toReview} />
    <Sums facts={facts} quote={quote} />
  </>
)

const QuoteLines = ({ facts, quote }: { readonly facts: SheetFacts; readonly quote: Quote }): VNode => (
  <ul>
    {quote.lines.map((line) => (
      <li key={line.sku} class="line">
        <p class="what">
          {line.quantity} × {[line.title, line.variant].filter(Boolean).join(', ')}
          <PriceChange facts={facts} line={line} />
        </p>
        <span class="money">{facts.money(line.unitMinor * line.quantity)}</span>
      </li>
    ))}
  </ul>
)

// The card may have shown another price: an old page, or somebody's hand in it. The parent's counts, and is never slipped in.
function PriceChange({ facts, line }: { readonly facts: SheetFacts; readonly line: QuoteLine }): VNode | null {
  const { money } = facts
  const shown = facts.lines.find(({ item }: SheetLine) => item.sku === line.sku)?.variant?.amountMinor
  return shown === undefined || shown === line.unitMinor ? null : (
    <span class="error">{words.priceChanged(money(shown), money(line.unitMinor))}</span>
  )
}

function AddressText({ facts: { draft, locale } }: { readonly facts: SheetFacts }): VNode {
  return <address>{[...addressLines(draft), countryName(draft.country ?? '', locale), draft.email].join('\n')}</address>
}

function Shipping({
  facts,
  quote,
  isFixed,
  onChoose,
}: {
  readonly facts: SheetFacts
  readonly quote: Quote
  readonly isFixed: boolean
  readonly onChoose: (id: string) => void
}): VNode {
  const { money } = facts
  const price = ({ amountMinor }: ShippingChoice) => (amountMinor === 0 ? words.free : money(amountMinor))
  return (
    <fieldset disabled={isFixed}>
      <legend>{words.howToShip}</legend>
      {quote.shippingChoices.map((choice) => (
        <label class="choice" key={choice.id}>
          <input
            type="radio"
            name="shipping"
            value={choice.id}
            checked={choice.id === quote.shipping.id}
            onChange={() => onChoose(choice.id)}
          />
          <span class="what">
            {choice.title}
            <span class="quiet">{words.workingDays(choice.days.min, choice.days.max)}</span>
          </span>
          <span class="money">{price(choice)}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Sums({ facts, quote: { totals } }: { readonly facts: SheetFacts; readonly quote: Quote }): VNode {
  const { money } = facts
  return (
    <dl class="sums">
      <Sum name={words.subtotal} amount={money(totals.subtotalMinor)} />
      {totals.discountMinor > 0 && <Sum name={words.discount} amount={money(-totals.discountMinor)} />}
      <Sum name={words.shipping} amount={totals.shippingMinor === 0 ? words.free : money(totals.shippingMinor)} />
      {!totals.taxIncluded && <Sum name={words.tax} amount={money(totals.taxMinor)} />}
      <Sum name={words.total} amount={money(totals.totalMinor)} isTotal />
      {totals.taxIncluded && <Sum name={words.taxWithin} amount={money(totals.taxMinor)} isQuiet />}
    </dl>
  )
}

interface SumProps {
  readonly name: string
  readonly amount: string
  readonly isTotal?: boolean
  readonly isQuiet?: boolean
}

const Sum = ({ name, amount, isTotal = false, isQuiet = false }: SumProps): VNode => (
  <div class={isTotal ? 'row sum' : isQuiet ? 'row quiet' : 'row'}>
    <dt>{name}</dt>
    <dd class="money">{amount}</dd>
  </div>
)

/** Terms, privacy and returns, beside the button that costs money. */
export const Legal = ({ program: { links } }: Pick<SheetFacts, 'program'>): VNode => (
  <p class="quiet legal">
    <OutLink href={links.terms}>{words.terms}</OutLink>
    {' · '}
    <OutLink href={links.privacy}>{words.privacy}</OutLink>
    {' · '}
    <OutLink href={links.returns}>{words.returns}</OutLink>
  </p>
)
