import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/status.ts'
import { type OrderView, type StatusActions, titleOf, withdrawn } from './status-view.ts'

// A list of more would be no choice any more; such orders are withdrawn from on the hosted page.
const MOST_CHOICES = 99

interface ChangeProps {
  readonly view: OrderView
  readonly actions: StatusActions
}

/** Asks once more before a whole order is cancelled. */
export const Cancelling = ({ view, actions }: ChangeProps): VNode => (
  <>
    <h3 tabIndex={-1}>{words.cancelTitle(view.order.number)}</h3>
    <p>{view.order.payment === 'unpaid' ? words.cancelUnpaid : words.cancelPaid}</p>
    <Buttons view={view} go={actions.cancel} text={words.cancelNow} back={() => actions.go('reading')} backText={words.keep} />
  </>
)

/** The statement of a withdrawal: which pieces, who, and where the receipt goes. */
export function Stating({ view, actions }: ChangeProps): VNode {
  const { draft, order } = view
  const next = ({ currentTarget }: Event): void => {
    const form = (currentTarget as HTMLElement).closest('form')
    const [first] = form?.querySelectorAll('select') ?? []
    first?.setCustomValidity(withdrawn(draft).length > 0 ? '' : words.noPieces)
    if (form?.reportValidity()) actions.go('confirming')
  }
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <h3 tabIndex={-1}>{words.withdrawTitle(order.number)}</h3>
      <p>{words.withdrawHelp}</p>
      {order.may?.withdraw?.lines.map(({ sku, quantity }) => (
        <label>
          {titleOf(view, sku)}
          <select onChange={({ currentTarget }) => actions.type({ pieces: { ...draft.pieces, [sku]: Number(currentTarget.value) } })}>
            {[...Array(Math.min(quantity, MOST_CHOICES) + 1).keys()].map((pieces) => (
              <option value={pieces} selected={pieces === (draft.pieces[sku] ?? 0)}>
                {words.pieces(pieces)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label>
        {words.name}
        <input
          required
          maxLength={200}
          autocomplete="name"
          value={draft.name}
          onInput={({ currentTarget }) => actions.type({ name: currentTarget.value })}
        />
      </label>
      <label>
        {words.email}
        <input
          required
          type="email"
          maxLength={254}
          autocomplete="email"
          value={draft.email}
          onInput={({ currentTarget }) => actions.type({ email: currentTarget.value })}
        />
      </label>
      <p class="actions">
        <button type="button" class="button primary" onClick={next}>
          {words.next}
        </button>
        <button type="button" class="button" onClick={() => actions.go('reading')}>
          {words.back}
        </button>
      </p>
    </form>
  )
}

/** The statement as it will be made, and the press that makes it. */
export const Confirming = ({ view, actions }: ChangeProps): VNode => (
  <>
    <h3 tabIndex={-1}>{words.confirmTitle}</h3>
    <p>{words.statement(view.draft.name, view.order.number)}</p>
    <ul>
      {withdrawn(view.draft).map(({ sku, quantity }) => (
        <li>
          {quantity} × {titleOf(view, sku)}
        </li>
      ))}
    </ul>
    <p>{words.receiptTo(view.draft.email)}</p>
    <Buttons view={view} go={actions.withdraw} text={words.confirm} back={() => actions.go('stating')} backText={words.back} />
  </>
)

interface ButtonsProps {
  readonly view: OrderView
  readonly go: () => void
  readonly text: string
  readonly back: () => void
  readonly backText: string
}

const Buttons = ({ view: { isBusy }, go, text, back, backText }: ButtonsProps): VNode => (
  <p class="actions">
    <button type="button" class="button primary" aria-busy={isBusy} onClick={go}>
      {isBusy ? words.sending : text}
    </button>
    <button type="button" class="button" disabled={isBusy} onClick={back}>
      {backText}
    </button>
  </p>
)
