import { css } from '../css.ts'

/** What stands inside the sheet: the form's fields, the cart's lines, the review's sums, the receipt. */
export const stepsSheet = css`
  .field {
    display: flex;
    flex-direction: column;
    gap: var(--_space);
    min-inline-size: 0;
  }
  label,
  summary {
    font-size: 0.9375em;
    font-weight: 500;
  }
  summary {
    color: var(--_accent);
    cursor: pointer;
    padding-block: calc(2 * var(--_space));
  }
  input:not([type]),
  textarea {
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    font-size: max(16px, 1em);
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: calc(3 * var(--_space));
  }
  .pair {
    display: grid;
    gap: calc(3 * var(--_space));
    grid-template-columns: minmax(7rem, 2fr) 3fr;
  }
  .pair > :only-child {
    grid-column: 1 / -1;
  }
  .line,
  .row {
    align-items: baseline;
    display: flex;
    gap: calc(3 * var(--_space));
    justify-content: space-between;
  }
  .line {
    align-items: center;
    border-block-end: 1px solid var(--_line);
    padding-block: calc(3 * var(--_space));
  }
  .what {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .what > .row {
    justify-content: start;
    margin-block-start: calc(2 * var(--_space));
  }
  .name {
    font-weight: 500;
  }
  .thumbnail {
    background: var(--_raised);
    block-size: 56px;
    border-radius: calc(var(--_control-radius) / 2);
    flex: none;
    inline-size: 56px;
    overflow: hidden;
  }
  .thumbnail img {
    block-size: 100%;
    display: block;
    inline-size: 100%;
    object-fit: cover;
  }
  .sum {
    font-size: 1.125em;
    font-weight: 600;
  }
  .sums {
    border-block-start: 1px solid var(--_line);
    display: flex;
    flex-direction: column;
    gap: calc(1.5 * var(--_space));
    padding-block-start: calc(4 * var(--_space));
  }
  .row .plain {
    margin-block: -12px;
    padding-inline-end: 0;
  }
  address {
    font-style: normal;
    margin-block-start: calc(2 * var(--_space));
  }
  address span {
    display: block;
    overflow-wrap: anywhere;
  }
  fieldset {
    border: 0;
    display: flex;
    flex-direction: column;
    gap: calc(2 * var(--_space));
    min-inline-size: 0;
  }
  legend {
    margin-block-end: calc(2 * var(--_space));
  }
  .choice {
    align-items: center;
    border: 1px solid var(--_line);
    border-radius: var(--_control-radius);
    cursor: pointer;
    display: flex;
    font-weight: 400;
    gap: calc(3 * var(--_space));
    min-block-size: 44px;
    padding: calc(2 * var(--_space)) calc(3 * var(--_space));
  }
  .choice:has(:checked) {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  .choice .quiet {
    display: block;
  }
  input[type='radio'] {
    accent-color: var(--_accent);
    block-size: 1.25em;
    inline-size: 1.25em;
  }
  .number {
    align-items: baseline;
    background: var(--_raised);
    border-radius: var(--_control-radius);
    column-gap: calc(3 * var(--_space));
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    padding: calc(4 * var(--_space));
  }
  .number .quiet {
    flex: 1 1 100%;
  }
  .number strong {
    font-size: 1.5em;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.06em;
    user-select: all;
  }
  .path li {
    border-inline-start: 2px solid var(--_line);
    display: grid;
    gap: calc(3 * var(--_space));
    grid-template-columns: 6rem 1fr;
    margin-inline-start: 5px;
    padding: 0 0 calc(5 * var(--_space)) calc(5 * var(--_space));
    position: relative;
  }
  .path li:last-child {
    border-color: transparent;
    padding-block-end: 0;
  }
  .path li::before {
    background: var(--_surface);
    block-size: 12px;
    border: 2px solid var(--_control);
    border-radius: 50%;
    content: '';
    inline-size: 12px;
    inset: 0.3em auto auto -7px;
    position: absolute;
  }
  .path .done::before {
    background: var(--_success);
    border-color: var(--_success);
  }
  .path li > :first-child {
    font-weight: 600;
  }
`
