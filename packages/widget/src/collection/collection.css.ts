import { css } from '../css.ts'

/** A collection: as many columns as its own width has room for, at most as many as are asked for. */
export const collectionSheet = css`
  :host {
    display: block;
    --_gap: calc(4 * var(--_space));
  }
  p {
    margin: 0;
  }
  .tools {
    align-items: end;
    display: flex;
    flex-wrap: wrap;
    gap: calc(3 * var(--_space));
    margin-block-end: calc(3 * var(--_space));
  }
  .tool {
    flex: 1 1 9rem;
    max-inline-size: 20rem;
    min-inline-size: 0;
  }
  .label {
    display: block;
    font-size: 0.875em;
    margin-block-end: var(--_space);
  }
  [type='search'] {
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    font-size: max(16px, 1em);
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 10px;
  }
  .check {
    align-items: center;
    display: flex;
    gap: calc(2 * var(--_space));
    min-block-size: 44px;
  }
  [type='checkbox'] {
    accent-color: var(--_accent);
    block-size: 1.25em;
    inline-size: 1.25em;
  }
  .offers {
    --_most: 1;
    display: grid;
    gap: var(--_gap);
    grid-template-columns: repeat(
      auto-fill,
      minmax(max(min(100%, 14rem), (100% - (var(--_most) - 1) * var(--_gap)) / var(--_most)), 1fr)
    );
    list-style: none;
    margin: calc(3 * var(--_space)) 0;
    padding: 0;
  }
  .grid.most-2 {
    --_most: 2;
  }
  .grid.most-3 {
    --_most: 3;
  }
  .grid.most-4 {
    --_most: 4;
  }
  li {
    border-radius: var(--_radius);
    display: grid;
    min-inline-size: 0;
  }
  li > * {
    inline-size: 100%;
  }
  .skeleton {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow: hidden;
  }
  .blank {
    aspect-ratio: 4 / 5;
    background: var(--_raised);
  }
  .lines {
    block-size: calc(6.73em + 44px + 17 * var(--_space));
  }
  .list .skeleton {
    block-size: calc(7rem + 2px);
  }
  .list .skeleton * {
    display: none;
  }
  .foot {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: var(--_gap);
    justify-content: center;
    margin-block: calc(2 * var(--_space));
  }
  .first {
    justify-content: start;
    margin-block-start: calc(3 * var(--_space));
  }
`

/** What a card takes on in a row of cards: all are of one height, and their buttons stand on one line. */
export const inRowSheet = css`
  :host {
    display: grid;
  }
  .body {
    flex: 1;
  }
  .button {
    margin-block-start: auto;
  }
  .body > .quiet {
    min-block-size: 2.9em;
  }
`
