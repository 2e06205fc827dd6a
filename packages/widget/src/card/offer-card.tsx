import { priceRange, type ServiceFacts, type Variant } from '@tributary/sdk'
import { Fragment, h, type VNode } from 'preact'
import { moneyOf } from '../locale.ts'
import { words } from '../words/card.ts'
import type { CardActions, CardReady, CardView } from './card-view.ts'
import { choices, chosenVariant, isSoldOut, unchosen } from './choice.ts'

/** What an offer looks like on a page. Pure: everything it shows is in `view`. */
export const OfferCard = ({ view, actions }: { readonly view: CardView; readonly actions: CardActions }): VNode =>
  view.kind === 'loading' ? <div class="card blank" aria-busy="true" /> : <Ready view={view} actions={actions} />

function Ready({ view, actions }: { readonly view: CardReady; readonly actions: CardActions }): VNode {
  const { offer, chosen, href, program } = view
  const { service } = offer
  const variant = chosenVariant(offer, chosen)
  const image = offer.images[variant?.image ?? 0] ?? offer.images[0]
  const badge = badgeOf(view, variant)
  return (
    <article class="card" part="card">
      {view.isTest && <p class="ribbon">{words.test}</p>}
      <div class="image" part="image">
        {image && <img loading="lazy" decoding="async" src={image.src} alt={image.alt} width={image.width} height={image.height} />}
        {badge && <span class="badge">{badge}</span>}
      </div>
      <div class="body">
        <h3 class="title" part="title">
          <a href={href}>{offer.title}</a>
        </h3>
        {service && <p class="about">{offer.description}</p>}
        <Price view={view} variant={variant} />
        {!isSoldOut(offer) || service ? (
          <Buying view={view} actions={actions} />
        ) : (
          <a class="button" href={href}>
            {words.seeAt(program.name)}
          </a>
        )}
        <p class="quiet">
          {words.disclosure(program.name, Boolean(service))} {!service && <a href={href.replace('/o/', '/ask/')}>{words.question}</a>}
        </p>
      </div>
    </article>
  )
}

function Price({ view, variant }: { readonly view: CardReady; readonly variant: Variant | undefined }): VNode {
  const { offer, program, locale } = view
  const { service } = offer
  const money = moneyOf(program, locale)
  const { fromMinor, toMinor } = priceRange(offer)
  return (
    <div>
      <p class="amount" part="price">
        {(service ? service.price.kind === 'from' : !variant && fromMinor < toMinor) && `${words.from} `}
        {service?.price.kind === 'on_request' ? words.onRequest : money(variant?.amountMinor ?? fromMinor)}
        {variant?.regularMinor && (
          <span class="quiet">
            {' '}
            {words.was} <s>{money(variant.regularMinor)}</s>
          </span>
        )}
      </p>
      <p class="quiet">
        {variant?.unit && `${money(variant.unit.amountMinor)} / ${variant.unit.base} · `}
        {service ? serviceFacts(service) : program.taxIncluded ? words.taxIncluded : words.taxAdded}
      </p>
    </div>
  )
}

/** The choices of an offer, what is missing of them, and the one primary button: what is ordered, or asked for. */
export function Buying({ view, actions }: { readonly view: CardReady; readonly actions: CardActions }): VNode {
  const { offer, chosen, isIncomplete, isOpening } = view
  return (
    <>
      {offer.options.length > 0 && (
        <div class="options">
          {offer.options.map(({ name }, index) => (
            <label class="option">
              <span class="label">{name}</span>

              <select
                aria-invalid={isIncomplete && chosen[index] === undefined}
                onChange={(event) => actions.choose(index, event.currentTarget.value || undefined)}
              >
                <option value="" selected={chosen[index] === undefined}>
                  {words.choose}
                </option>
                {choices(offer, chosen, index).map(({ value, isPossible, clash }) => (
                  <option value={value} selected={chosen[index] === value} disabled={!isPossible}>
                    {isPossible ? value : clash.length > 0 ? words.valueNotIn(value, clash) : words.valueSoldOut(value)}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      )}
      {isIncomplete && (
        <p class="error" role="alert">
          {words.chooseFirst(unchosen(offer, chosen))}
        </p>
      )}
      <button type="button" class="button primary" part="button" aria-haspopup="dialog" aria-busy={isOpening} onClick={actions.order}>
        {isOpening ? words.opening : offer.service ? words.ask : words.order}
      </button>
    </>
  )
}

// For whom, how long, and how soon somebody answers.
const serviceFacts = ({ area, duration, answersWithinHours }: ServiceFacts): string =>
  [area, duration, answersWithinHours && words.answers(answersWithinHours)].filter(Boolean).join(' · ')

// A badge only when it says something.
function badgeOf({ offer }: CardReady, variant: Variant | undefined): string | undefined {
  if (isSoldOut(offer)) return words.soldOut
  if (variant?.stock) return words.left(variant.stock)
  return variant?.regularMinor === undefined ? undefined : `−${Math.floor(100 - (variant.amountMinor / variant.regularMinor) * 100)} %`
}
