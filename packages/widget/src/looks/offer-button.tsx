import { priceRange } from '@tributary/sdk'
import { h, type VNode } from 'preact'
import type { CardActions, CardReady, CardView } from '../card/card-view.ts'
import { chosenVariant, isSoldOut } from '../card/choice.ts'
import { Buying } from '../card/offer-card.tsx'
import { moneyOf } from '../locale.ts'
import { words } from '../words/card.ts'

interface ButtonProps {
  readonly view: CardView
  readonly actions: CardActions
  /** Whether the button says what it costs. */
  readonly hasPrice: boolean
}

/** An offer as its button alone. What must be chosen is asked for at the press; who sells, and that somebody earns, stands below. Pure. */
export function OfferButton({ view, actions, hasPrice }: ButtonProps): VNode {
  if (view.kind === 'loading') return <span class="button blank" aria-busy="true" />
  const { offer, program, href, chosen, isIncomplete, isTest, isOpening } = view
  // Options of one value are chosen already; whoever chose another one is in the middle of choosing.
  const isAsked = isIncomplete || chosen.some((value, index) => value && 1 < (offer.options[index]?.values.length ?? 0))
  return (
    <div class="alone">
      {isTest && <p class="ribbon">{words.test}</p>}
      {isSoldOut(offer) && !offer.service ? (
        <a class="button" href={href}>
          {words.soldOut} · {words.seeAt(program.name)}
        </a>
      ) : isAsked ? (
        <Buying view={view} actions={actions} />
      ) : (
        <button type="button" class="button primary" part="button" aria-haspopup="dialog" aria-busy={isOpening} onClick={actions.order}>
          {isOpening ? words.opening : offer.service ? words.ask : words.order}
          {hasPrice && !isOpening && <span class="money">{priceOf(view)}</span>}
        </button>
      )}
      <p class="quiet">{words.disclosure(program.name, Boolean(offer.service))}</p>
    </div>
  )
}

function priceOf({ offer, program, locale, chosen }: CardReady): string {
  const money = moneyOf(program, locale)
  const { service } = offer
  if (service)
    return service.price.kind === 'on_request'
      ? ''
      : `${service.price.kind === 'from' ? `${words.from} ` : ''}${money(service.price.amountMinor)}`
  const { fromMinor, toMinor } = priceRange(offer)
  const variant = chosenVariant(offer, chosen)
  return `${!variant && fromMinor < toMinor ? `${words.from} ` : ''}${money(variant?.amountMinor ?? fromMinor)}`
}
