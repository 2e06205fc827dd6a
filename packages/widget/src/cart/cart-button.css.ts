import { css } from '../css.ts'

/** The button of a cart. The number has room for itself, so that nothing around it moves when it grows. */
export const cartButtonSheet = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
    vertical-align: middle;
  }
  .button {
    flex-wrap: wrap;
    max-inline-size: 100%;
    background: var(--_surface);
    color: var(--_text);
    position: relative;
    gap: calc(2 * var(--_space));
  }
  .button:hover {
    background: var(--_raised);
  }
  .icon {
    block-size: 1.375em;
    fill: none;
    flex: none;
    inline-size: 1.375em;
    stroke: currentcolor;
    stroke-linecap: round;
    stroke-linejoin: round;
    stroke-width: 1.75;
  }
  :host(:dir(rtl)) .icon {
    transform: scaleX(-1);
  }
  .count {
    background: var(--_accent);
    border: 1px solid transparent;
    border-radius: 1em;
    color: var(--_accent-text);
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
    line-height: 1.5;
    min-inline-size: 1.75em;
    padding-inline: 0.4em;
  }
  .unseen {
    clip-path: inset(50%);
    position: absolute;
    white-space: nowrap;
  }
`
