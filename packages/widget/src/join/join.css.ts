import { css } from '../css.ts'

/** What only the sheet of applying has. */
export const joinSheetSheet = css`
  textarea {
    line-height: inherit;
    min-block-size: 7em;
    padding-block: calc(2 * var(--_space));
    resize: vertical;
  }
  .tick {
    cursor: pointer;
    display: grid;
    font-weight: 400;
    gap: calc(3 * var(--_space));
    grid-template-columns: auto 1fr;
    padding-block: calc(2 * var(--_space));
  }
  .tick input {
    accent-color: var(--_accent);
    block-size: 1.25em;
    inline-size: 1.25em;
  }
`
