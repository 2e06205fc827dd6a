import { css } from '../css.ts'

/** An order in the page: one box, its way as a line that fills up, its sums, and a form of one column. */
export const statusSheet = css`
  :host {
    display: block;
    max-inline-size: 36rem;
  }
  .box,
  form {
    display: flex;
    flex-direction: column;
    gap: calc(4 * var(--_space));
    overflow-wrap: anywhere;
  }
  .box {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: calc(5 * var(--_space));
  }
  .box[aria-busy='true'] p[role='status'] {
    color: var(--_muted);
  }
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
  }
  h2,
  h3 {
    font-size: 1.25em;
    line-height: 1.25;
  }
  h2 .quiet {
    display: block;
    font-size: 0.65em;
    font-weight: 400;
  }
  h2:focus,
  h3:focus {
    outline: none;
  }
  ul {
    padding-inline-start: 1.25em;
  }
  ol {
    display: flex;
    flex-direction: column;
    list-style: none;
    padding: 0;
  }
  ol li {
    padding-block-end: calc(4 * var(--_space));
    padding-inline-start: calc(7 * var(--_space));
    position: relative;
  }
  ol li:last-child {
    padding-block-end: 0;
  }
  ol li:not(:last-child)::after {
    border-inline-start: 2px solid var(--_line);
    content: '';
    inset-block: calc(0.15em + 16px) -0.15em;
    inset-inline-start: 7px;
    position: absolute;
  }
  ol li::before {
    block-size: 16px;
    border: 2px solid var(--_control);
    border-radius: 50%;
    content: '';
    inline-size: 16px;
    inset-block-start: 0.15em;
    inset-inline-start: 0;
    position: absolute;
  }
  ol .done:not(:last-child)::after {
    border-color: var(--_accent);
  }
  ol .done::before {
    border: 8px solid var(--_accent);
  }
  .parcel,
  .said .quiet,
  dt .quiet {
    display: block;
  }
  .money {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  dl {
    border-block-start: 1px solid var(--_line);
    display: flex;
    flex-direction: column;
    gap: calc(2 * var(--_space));
    padding-block-start: calc(4 * var(--_space));
  }
  dl div {
    align-items: baseline;
    display: flex;
    gap: calc(3 * var(--_space));
    justify-content: space-between;
  }
  .sum {
    font-weight: 600;
  }
  .said {
    background: var(--_raised);
    border-inline-start: 4px solid var(--_accent);
    border-radius: var(--_control-radius);
    padding: calc(3 * var(--_space)) calc(4 * var(--_space));
  }
  .said.error {
    border-color: var(--_danger);
  }
  label {
    display: flex;
    flex-direction: column;
    font-size: 0.9375em;
    font-weight: 500;
    gap: var(--_space);
  }
  input {
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    font-size: max(16px, 1em);
    inline-size: 100%;
    min-block-size: 44px;
    padding: calc(2 * var(--_space)) calc(3 * var(--_space));
  }
  .actions,
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space)) calc(3 * var(--_space));
  }
  .actions .primary {
    flex: 1 1 9rem;
  }
  .actions:empty {
    display: none;
  }
  .links {
    gap: 0 calc(4 * var(--_space));
  }
  .links a {
    padding-block: calc(2 * var(--_space));
  }
`
