import { css } from '../css.ts'

/** As if what it shows stood in the page itself: no box of its own, and the page's own text around it. */
export const heldSheet = css`
  :host {
    all: unset;
    display: contents;
  }
`
