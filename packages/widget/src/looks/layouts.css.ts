import { css } from '../css.ts'

/** A button that stands alone: as wide as what it says, with its small print below. */
export const buttonSheet = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
    vertical-align: top;
  }
  p {
    margin: 0;
  }
  .alone {
    display: flex;
    flex-direction: column;
    gap: calc(2 * var(--_space));
    max-inline-size: 22rem;
  }
  .primary {
    flex: none;
    gap: calc(2 * var(--_space));
  }
  .primary .money {
    border-inline-start: 1px solid;
    font-variant-numeric: tabular-nums;
    padding-inline-start: calc(2 * var(--_space));
    white-space: nowrap;
  }
  .blank {
    background: var(--_raised);
    border-color: var(--_line);
    min-inline-size: 8rem;
  }
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
  }
  .option {
    flex: 1 1 7.5rem;
    min-inline-size: 0;
  }
  .label {
    display: block;
    font-size: 0.875em;
    margin-block-end: var(--_space);
  }
`

/** A card as a compact row: the picture beside the lines, and the button at the end where there is room. */
export const rowSheet = css`
  :host {
    container-type: inline-size;
    inline-size: 100%;
  }
  .card {
    align-items: center;
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
  }
  .card.blank {
    aspect-ratio: auto;
    block-size: 7rem;
  }
  .ribbon {
    grid-column: 1 / -1;
  }
  .image {
    align-self: stretch;
    min-block-size: 7rem;
  }
  img {
    aspect-ratio: auto;
    block-size: 100%;
    inset: 0;
    position: absolute;
  }
  .badge {
    inset-block-start: var(--_space);
    inset-inline-start: var(--_space);
  }
  .body {
    padding: calc(3 * var(--_space));
  }
  .amount {
    font-size: 1.0625em;
  }
  @container (32rem <= inline-size) {
    .body {
      align-items: center;
      display: grid;
      gap: calc(1.5 * var(--_space)) calc(4 * var(--_space));
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .body > * {
      grid-column: 1;
    }
    .body > .button,
    .body > .options {
      grid-column: 2;
      grid-row: 1 / span 3;
      max-inline-size: 18rem;
    }
    .body > .options ~ .button {
      grid-row: 4;
      justify-self: stretch;
    }
    .body > .options ~ .error {
      grid-column: 2;
    }
  }
`
