import { type ComponentChildren, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'

interface OutLinkProps {
  readonly href: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** A link out of the sheet: in a new tab, and said so, since what was typed stays here. */
export const OutLink = ({ children, href, class: look }: OutLinkProps): VNode => (
  <a href={href} class={look} target="_blank" rel="noreferrer">
    {children}
    <span class="unseen"> {words.opensTab}</span>
  </a>
)
