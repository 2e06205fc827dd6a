import { h, type VNode } from 'preact'
import { words } from '../words/status.ts'
import { Order } from './order.tsx'
import type { StatusActions, StatusView } from './status-view.ts'

interface StatusProps {
  readonly view: StatusView
  readonly actions: StatusActions
}

/** What has become of an order, and what its customer can still do. Pure: everything it shows is in `view`. */
export function Status({ view, actions }: StatusProps): VNode {
  switch (view.kind) {
    case 'loading':
      return (
        <div class="box" aria-busy="true">
          <p role="status">{words.loading}</p>
        </div>
      )
    case 'asking':
      return <Asking mistake={view.mistake} actions={actions} />
    case 'link':
      return (
        <a class="button" href={view.href}>
          {words.hosted}
        </a>
      )
    case 'order':
      return <Order view={view} actions={actions} />
  }
}

// Pressed by click or Enter: a frame without `allow-forms` never fires `submit`.
function Asking({ mistake, actions }: Pick<StatusProps, 'actions'> & { readonly mistake: 'notALink' | 'unknown' | undefined }): VNode {
  const open = ({ currentTarget }: Event): void => {
    const field = (currentTarget as HTMLElement).closest('form')?.querySelector('input')
    if (field?.reportValidity()) actions.open(field.value)
  }
  return (
    <form class="box" onSubmit={(event) => event.preventDefault()}>
      <h2 tabIndex={-1}>{words.find}</h2>
      <label>
        {words.link}
        <input
          type="text"
          inputMode="url"
          autocomplete="off"
          required
          aria-invalid={mistake ? 'true' : undefined}
          aria-describedby="help"
          onKeyDown={(event) => event.key === 'Enter' && open(event)}
        />
      </label>
      <p id="help" class={mistake ? 'error' : 'quiet'} role={mistake ? 'alert' : undefined}>
        {mistake ? words[mistake] : words.linkHelp}
      </p>
      <p class="actions">
        <button type="button" class="button primary" onClick={open}>
          {words.show}
        </button>
      </p>
    </form>
  )
}
