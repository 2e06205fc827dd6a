import { css } from '../css.ts'

/** The card. In reserved space (`data-tributary-size`) it fills that space and the picture gives way; elsewhere the picture keeps its own ratio. */
export const offerCardSheet = css`
  :host {
    display: block;
    inline-size: min(100%, 22rem);
  }
  .card {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: flex;
    flex-direction: column;
    min-block-size: inherit;
    overflow: hidden;
  }
  .image {
    background: var(--_raised);
    position: relative;
  }
  img {
    block-size: auto;
    display: block;
    inline-size: 100%;
    object-fit: cover;
  }
  img:not([height]),
  .blank {
    aspect-ratio: 4 / 5;
  }
  :host([data-tributary-size]) .image {
    flex: 1 1 8rem;
    min-block-size: 8rem;
  }
  :host([data-tributary-size]) img {
    block-size: 100%;
    inset: 0;
    position: absolute;
  }
  .badge {
    background: var(--_surface);
    border-radius: var(--_control-radius);
    font-size: 0.8125em;
    font-weight: 600;
    inset-block-start: calc(3 * var(--_space));
    inset-inline-start: calc(3 * var(--_space));
    padding: var(--_space) calc(2 * var(--_space));
    position: absolute;
  }
  .body {
    display: flex;
    flex-direction: column;
    gap: calc(3 * var(--_space));
    padding: calc(4 * var(--_space));
  }
  p,
  h3 {
    margin: 0;
  }
  .title,
  .about {
    -webkit-box-orient: vertical;
    display: -webkit-box;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .title {
    font-size: 1.0625em;
    font-weight: 600;
    line-height: 1.3;
  }
  .title a {
    color: inherit;
  }
  .title a:not(:hover) {
    text-decoration: none;
  }
  .amount {
    font-size: 1.25em;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .amount .quiet {
    font-size: 0.75em;
    font-weight: 400;
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
