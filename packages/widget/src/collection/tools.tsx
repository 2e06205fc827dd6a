import { OFFER_SORTS, type OfferSort } from '@tributary/protocol/offer-sort'
import { type ComponentChild, h, type VNode } from 'preact'
import { moneyOf } from '../locale.ts'
import { words } from '../words/collection.ts'
import { type CollectionActions, type CollectionView, priceSteps, type Tool } from './collection-view.ts'

interface ToolsProps {
  readonly view: CollectionView
  readonly actions: CollectionActions
}

/** What a collection is searched, sorted and narrowed down by. What turns out to have nothing to choose from goes. */
export function Tools({ view, actions }: ToolsProps): VNode | null {
  const { plan, wanted, facets, program, locale } = view
  if (plan.tools.length === 0) return null
  const has = (tool: Tool): boolean => plan.tools.includes(tool)
  const money = program && moneyOf(program, locale)
  const steps = facets ? priceSteps(facets) : []
  return (
    <div class="tools">
      {has('search') && (
        <label class="tool">
          <span class="label">{words.search}</span>
          <input
            type="search"
            value={wanted.q}
            maxLength={200}
            enterkeyhint="search"
            onInput={(event) => actions.want({ q: event.currentTarget.value })}
          />
        </label>
      )}
      {has('option') && facets?.options.length !== 0 && (
        <Choice label={words.option} value={wanted.option} onPick={(option) => actions.want({ option })}>
          <option value="">{words.any}</option>
          {facets?.options.map(({ name, values }) => (
            <optgroup label={name}>
              {values.map((value) => (
                <option value={`${name}:${value}`} selected={wanted.option === `${name}:${value}`}>
                  {value}
                </option>
              ))}
            </optgroup>
          ))}
        </Choice>
      )}
      {has('price') && (!facets || steps.length > 0) && (
        <Choice label={words.price} value={wanted.maxMinor} onPick={(maxMinor) => actions.want({ maxMinor })}>
          <option value="">{words.any}</option>
          {steps.map((amount) => (
            <option value={amount} selected={wanted.maxMinor === String(amount)}>
              {words.upTo(money?.(amount) ?? '')}
            </option>
          ))}
        </Choice>
      )}
      <Choice label={words.sort} value={wanted.sort} onPick={(sort) => actions.want({ sort: sort as OfferSort })}>
        {OFFER_SORTS.map((sort) => (
          <option value={sort} selected={wanted.sort === sort}>
            {words.sorts[sort]}
          </option>
        ))}
      </Choice>
      {has('stock') && (
        <label class="check">
          <input
            type="checkbox"
            checked={wanted.available}
            onChange={(event) => actions.want({ available: event.currentTarget.checked })}
          />{' '}
          {words.inStock}
        </label>
      )}
    </div>
  )
}

const Choice = ({
  label,
  value,
  onPick,
  children,
}: {
  readonly label: string
  readonly value: string
  readonly onPick: (value: string) => void
  readonly children: ComponentChild
}): VNode => (
  <label class="tool">
    <span class="label">{label}</span>
    <select value={value} onChange={(event) => onPick(event.currentTarget.value)}>
      {children}
    </select>
  </label>
)
