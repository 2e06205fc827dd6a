import { css } from '../css.ts'

/** Small, in the corner where nobody reads, over whatever the page has there. */
export const noticeSheet = css`
  :host {
    inline-size: min(24rem, 100vw);
    inset-block-end: 0;
    inset-inline-end: 0;
    padding: calc(3 * var(--_space));
    position: fixed;
    z-index: 2147483000;
  }
  .notices {
    display: grid;
    gap: calc(2 * var(--_space));
    max-block-size: 60dvh;
    overflow-y: auto;
  }
  .notice {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_accent);
    border-radius: var(--_radius);
    box-shadow: var(--tributary-shadow, 0 8px 40px rgb(10 30 32 / 0.18));
    padding: calc(4 * var(--_space));
    position: relative;
  }
  .refused {
    border-inline-start-color: var(--_danger);
  }
  p {
    margin: 0 0 calc(2 * var(--_space));
    overflow-wrap: anywhere;
  }
  p:last-child {
    margin-block-end: 0;
  }
  .quiet {
    margin-block-start: calc(2 * var(--_space));
  }
  .what {
    font-weight: 600;
    padding-inline-end: 36px;
  }
  .close {
    background: none;
    border: 0;
    block-size: 44px;
    cursor: pointer;
    font-size: 1.5em;
    inline-size: 44px;
    inset-block-start: 0;
    inset-inline-end: 0;
    padding: 0;
    position: absolute;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
    margin-block-start: calc(3 * var(--_space));
  }
  .actions .primary {
    flex: 1 1 9rem;
  }
  .unseen {
    clip-path: inset(50%);
    position: absolute;
  }
`
