import { css } from '../css.ts'

/** The button that shares, and the ways to do so. */
export const shareSheet = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
    vertical-align: top;
  }
  p,
  ul,
  figure {
    margin: 0;
  }
  .ways {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: grid;
    gap: calc(2 * var(--_space));
    grid-template-columns: minmax(0, 1fr);
    inline-size: 26rem;
    margin-block-start: calc(2 * var(--_space));
    max-inline-size: 100%;
    padding: calc(4 * var(--_space));
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
    list-style: none;
    padding: 0;
  }
  input {
    background: var(--_raised);
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    flex: 1 1 14rem;
    font-size: max(16px, 1em);
    min-block-size: 44px;
    min-inline-size: 0;
    padding-inline: 10px;
    text-overflow: ellipsis;
  }
  li .button {
    color: inherit;
    font-weight: 400;
  }
  figure {
    align-items: center;
    display: flex;
    gap: calc(4 * var(--_space));
    margin-block-start: calc(2 * var(--_space));
  }
  img {
    border-radius: var(--_control-radius);
    flex: none;
  }
`
