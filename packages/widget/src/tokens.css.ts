import { css } from './css.ts'

// The public API comes first: each `--tributary-*` with its default, copied to a private `--_x`. One set for light and dark: light-dark() follows the
// page's own color-scheme; the first block stands for browsers without it. Borders do for forced colors what fills do otherwise.
/** What card and sheet share: the tokens, and the controls made from them. */
export const tokens = css`
  :host {
    all: initial;
    --_accent: var(--tributary-accent, #006d77);
    --_accent-text: var(--tributary-accent-text, #fff);
    --_surface: var(--tributary-surface, #fff);
    --_text: var(--tributary-text, #172425);
    --_danger: var(--tributary-danger, #b3261e);
    --_raised: var(--tributary-surface-raised, color-mix(in oklab, var(--_text) 5%, var(--_surface)));
    --_muted: var(--tributary-text-muted, color-mix(in oklab, var(--_text) 72%, var(--_surface)));
    --_line: var(--tributary-line, color-mix(in oklab, var(--_text) 18%, var(--_surface)));
    --_control: color-mix(in oklab, var(--_text) 55%, var(--_surface));
    --_radius: var(--tributary-radius, 10px);
    --_control-radius: calc(var(--_radius) * 0.8);
    --_density: var(--tributary-density, 1);
    --_space: calc(var(--tributary-space, 4px) * var(--_density));
    color: var(--_text);
    font-family: var(--tributary-font, inherit);
    font-size: var(--tributary-font-size, 1rem);
    line-height: 1.45;
    text-align: start;
  }
  @supports (color: light-dark(#000, #fff)) {
    :host {
      color-scheme: inherit;
      --_accent: var(--tributary-accent, light-dark(#006d77, #56c4ca));
      --_accent-text: var(--tributary-accent-text, light-dark(#fff, #06201f));
      --_surface: var(--tributary-surface, light-dark(#fff, #172021));
      --_text: var(--tributary-text, light-dark(#172425, #e9f0ef));
      --_danger: var(--tributary-danger, light-dark(#b3261e, #ff9d94));
    }
  }
  :host([hidden]) {
    display: none;
  }
  :host,
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .quiet {
    color: var(--_muted);
    font-size: 0.8125em;
  }
  a {
    color: var(--_accent);
  }
  button,
  input,
  select {
    color: inherit;
    font: inherit;
    margin: 0;
  }
  .button {
    align-items: center;
    background: none;
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    cursor: pointer;
    display: inline-flex;
    font-weight: 600;
    justify-content: center;
    min-block-size: 44px;
    padding: calc(2 * var(--_space)) calc(4 * var(--_space));
    text-align: center;
    text-decoration: none;
  }
  .primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_accent-text);
  }
  select {
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    font-size: max(16px, 1em);
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 8px;
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
    box-shadow: 0 0 0 1px var(--_danger);
  }
  @media print {
    .button,
    label {
      display: none;
    }
  }
  .error {
    color: var(--_danger);
    display: block;
    font-size: 0.875em;
  }
  .money {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .ribbon {
    background: #ffd166;
    color: #332400;
    font-size: 0.8125em;
    font-weight: 600;
    margin: 0;
    padding: var(--_space) calc(4 * var(--_space));
    text-align: center;
  }
`
