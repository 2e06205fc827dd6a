import { css } from '../css.ts'

/** The order sheet: from the bottom at full height on a phone, a panel at the inline end on a desktop. */
export const orderSheetSheet = css`
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
  }
  .money {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .unseen {
    clip-path: inset(50%);
    position: absolute;
    white-space: nowrap;
  }
  dialog {
    background: var(--_surface);
    block-size: var(--_height, 100dvh);
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 1.6) calc(var(--_radius) * 1.6) 0 0;
    box-shadow: var(--tributary-shadow, 0 8px 40px rgb(10 30 32 / 0.18));
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
    overflow-wrap: anywhere;
  }
  header {
    align-items: center;
    border-block-end: 1px solid var(--_line);
    display: flex;
    padding-block: calc(4 * var(--_space)) calc(3 * var(--_space));
    padding-inline: calc(5 * var(--_space)) calc(2 * var(--_space));
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
  h2,
  h3,
  legend,
  fieldset,
  p,
  ul,
  ol,
  dl,
  dd {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .notice {
    background: var(--_raised);
    border-inline-start: 4px solid var(--_accent);
    border-radius: var(--_control-radius);
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
  @media screen and (min-width: 640px) {
    dialog {
      block-size: 100dvh;
      border-radius: 0;
      inline-size: 480px;
      inset-inline: auto 0;
    }
    .handle {
      display: none;
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
