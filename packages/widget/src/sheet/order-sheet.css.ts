import { css } from '../css.ts'

/** The order sheet: from the bottom at full height on a phone, a panel at the inline end on a desktop. */
export const orderSheetSheet = css`
  :host {
    --_shadow: var(--tributary-shadow, 0 8px 40px rgb(10 30 32 / 0.18));
    --_success: var(--tributary-success, #1b7f45);
  }
  .button[aria-disabled='true'] {
    background: var(--_raised);
    border-color: var(--_line);
    color: var(--_muted);
    cursor: default;
  }
  .plain {
    background: none;
    border: 0;
    color: var(--_accent);
    min-block-size: 44px;
    padding: 0 calc(2 * var(--_space));
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  .unseen {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }
  dialog {
    background: var(--_surface);
    block-size: var(--_height, 100dvh);
    border: 1px solid transparent;
    box-shadow: var(--_shadow);
    color: var(--_text);
    inline-size: 100%;
    inset: 0 0 auto auto;
    margin: 0;
    max-block-size: none;
    max-inline-size: none;
    overflow: hidden;
    overscroll-behavior: contain;
    padding: 0;
    position: fixed;
  }
  dialog::backdrop {
    background: rgb(10 25 27 / 0.4);
  }
  form {
    block-size: 100%;
    display: flex;
    flex-direction: column;
  }
  header {
    align-items: center;
    border-block-end: 1px solid var(--_line);
    display: flex;
    padding: calc(4 * var(--_space)) calc(2 * var(--_space)) calc(3 * var(--_space)) calc(5 * var(--_space));
  }
  .handle {
    background: var(--_line);
    block-size: 4px;
    border-radius: 2px;
    inset: 8px calc(50% - 18px) auto;
    position: absolute;
  }
  .bought {
    flex: 1;
    min-inline-size: 0;
  }
  .bought p {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h2,
  h3,
  legend {
    font-weight: 600;
    line-height: 1.25;
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 1.25em;
  }
  h2:focus-visible {
    outline: none;
  }
  h3,
  legend {
    font-size: 1.0625em;
  }
  .close {
    background: none;
    block-size: 44px;
    border: 0;
    border-radius: 50%;
    font-size: 1.75em;
    inline-size: 44px;
    line-height: 1;
    padding: 0;
  }
  .close:hover {
    background: var(--_raised);
  }
  .content {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: calc(5 * var(--_space));
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: calc(5 * var(--_space));
  }
  .fields {
    display: flex;
    flex-direction: column;
    gap: calc(4 * var(--_space));
  }
  [hidden] {
    display: none;
  }
  p,
  ul,
  ol,
  dl,
  dd {
    list-style: none;
    margin: 0;
    padding: 0;
  }
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
  input:not([type='radio']) {
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
  .notice {
    background: var(--_raised);
    border-inline-start: 4px solid var(--_accent);
    border-radius: var(--_control-radius);
    outline-offset: 2px;
    padding: calc(3 * var(--_space)) calc(4 * var(--_space));
  }
  .bad {
    border-color: var(--_danger);
  }
  .notice .what {
    font-weight: 600;
  }
  .notice .plain {
    color: var(--_text);
    min-block-size: 24px;
    padding: var(--_space) 0;
    text-align: start;
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
    padding-block: calc(3 * var(--_space));
  }
  .line {
    border-block-end: 1px solid var(--_line);
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
    margin: 0;
    min-inline-size: 0;
    padding: 0;
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
  footer {
    background: var(--_surface);
    border-block-start: 1px solid var(--_line);
    display: flex;
    flex-wrap: wrap;
    gap: calc(3 * var(--_space));
    padding: calc(3 * var(--_space)) calc(5 * var(--_space)) max(calc(4 * var(--_space)), env(safe-area-inset-bottom));
  }
  footer .button {
    flex: 1 1 9rem;
    min-block-size: 48px;
  }
  .legal,
  .out {
    flex: 1 1 100%;
    text-align: center;
  }
  @media (min-width: 640px) {
    dialog {
      block-size: 100dvh;
      inline-size: 480px;
      inset-inline: auto 0;
    }
    .handle {
      display: none;
    }
  }
  @media (max-width: 639px) {
    dialog {
      border-start-end-radius: calc(var(--_radius) * 1.6);
      border-start-start-radius: calc(var(--_radius) * 1.6);
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: arrive 160ms ease-out;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        transform: translateY(24px);
      }
    }
  }
`
