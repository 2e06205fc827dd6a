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
  summary,
  .field legend {
    font-size: 0.9375em;
    font-weight: 500;
  }
  summary {
    color: var(--_accent);
    cursor: pointer;
    padding-block: calc(2 * var(--_space));
  }
  input:not([type='radio'], [type='checkbox']),
  textarea {
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    font: inherit;
    font-size: max(16px, 1em);
    inline-size: 100%;
    min-block-size: 44px;
    padding: calc(2 * var(--_space)) calc(3 * var(--_space));
    resize: vertical;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: calc(3 * var(--_space));
  }
  .pair > * {
    flex: 1 1 7rem;
  }
  .line,
  .row {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
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
  }
  .what > .row {
    justify-content: start;
    margin-block-start: calc(2 * var(--_space));
  }
  .thumbnail {
    background: var(--_raised);
    block-size: 56px;
    border-radius: calc(var(--_control-radius) / 2);
    flex: none;
    inline-size: 56px;
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
    white-space: pre-line;
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
  ::file-selector-button {
    font: inherit;
  }
  .choice input {
    accent-color: var(--_accent);
    block-size: 1.25em;
    flex: none;
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
    user-select: all;
  }
  .path {
    list-style: circle;
    padding-inline-start: 1.25em;
  }
  .path li {
    padding-block: var(--_space);
  }
  .path .done {
    list-style: disc;
  }
  .path .done::marker {
    color: var(--tributary-success, #1b7f45);
  }
  .path b {
    display: inline-block;
    min-inline-size: 6em;
    padding-inline-end: 1ch;
  }
  .stepper {
    align-items: stretch;
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    display: inline-flex;
    min-block-size: 44px;
  }
  .stepper button {
    touch-action: manipulation;
    background: none;
    border: 0;
    border-radius: inherit;
    font-size: 1.125em;
    inline-size: 44px;
    padding: 0;
  }
  .stepper button:disabled {
    color: var(--_control);
    cursor: default;
  }
  .stepper output {
    align-self: center;
    min-inline-size: 1.5em;
    text-align: center;
  }
  @media (forced-colors: active) {
    [aria-invalid='true'] {
      border-width: 3px;
    }
  }
`
