import { h, type VNode } from 'preact'
import { words } from '../words/share.ts'
import type { NetworkLink } from './networks.ts'

/** Everything that sharing shows: the button, and below it, once it is open, the ways to share. */
export type ShareView = { readonly kind: 'closed' } | ShareOpen | { readonly kind: 'link'; readonly href: string }

/** The ways to share. */
export interface ShareOpen {
  readonly kind: 'open'
  readonly url: string
  readonly networks: readonly NetworkLink[]
  /** Where the QR code is, if there is one. */
  readonly code: string | undefined
  readonly isCopied: boolean
}

/** What can be done about it. */
export interface ShareActions {
  share(): void
  copy(): void
  /** A link of a network was followed. */
  sharedBy(network: string): void
}

/** Sharing, by whatever a visitor has. Pure: everything it shows is in `view`. */
export function Share({ view, actions }: { readonly view: ShareView; readonly actions: ShareActions }): VNode {
  if (view.kind === 'link') {
    return (
      <a class="button" href={view.href}>
        {words.share}
      </a>
    )
  }
  const isOpen = view.kind === 'open'
  return (
    <div>
      <button type="button" class="button" part="button" aria-expanded={isOpen} onClick={actions.share}>
        {words.share}
      </button>
      {isOpen && <Ways view={view} actions={actions} />}
    </div>
  )
}

const Ways = ({ view, actions }: { readonly view: ShareOpen; readonly actions: ShareActions }): VNode => (
  <div class="ways" part="ways">
    <div class="line">
      {/* An address runs from left to right in every language, and begins where one begins to read it. */}
      <input type="text" dir="ltr" readOnly value={view.url} aria-label={words.link} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" class="button" onClick={actions.copy}>
        {words.copy}
      </button>
    </div>
    <p class="quiet" role="status">
      {view.isCopied && words.copied}
    </p>
    <ul class="line">
      {view.networks.map(({ name, label, href }) => (
        <li key={name}>
          <a
            class="button"
            href={href}
            target="_blank"
            rel="noopener"
            aria-label={words.by(label || words.email)}
            onClick={() => actions.sharedBy(name)}
          >
            {label || words.email}
          </a>
        </li>
      ))}
    </ul>
    {view.code && (
      <figure>
        <img src={view.code} alt={words.code} width="132" height="132" />
        <figcaption class="quiet">{words.scan}</figcaption>
      </figure>
    )}
  </div>
)
