import { h, type VNode } from 'preact'

/** A link of a placement's own, where no link of the page stands there: what it says, where it leads, and what else it is. */
export interface HeldLinkView {
  readonly text: string
  readonly href: string
}

/** Draws it as the button that such links are. */
export const heldLink = ({ text, href }: HeldLinkView, more: object = {}): VNode => (
  <a class="button" href={href} {...more}>
    {text}
  </a>
)
