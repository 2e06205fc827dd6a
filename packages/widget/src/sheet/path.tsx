import { Fragment, h, type VNode } from 'preact'

interface PathProps {
  /** What the number is called, the number, and what it costs. */
  readonly number: readonly [name: string, number: string, total?: string]
  /** What happened, and what happens next; the first is done. */
  readonly steps: readonly (readonly [name: string, when: string])[]
}

/** The number of something that was placed, and its way from here in dated lines. */
export const Path = ({ number: [name, number, total], steps }: PathProps): VNode => (
  <>
    <p class="number">
      <span class="quiet">{name}</span>
      <strong>{number}</strong>
      <span class="money">{total}</span>
    </p>
    <ol class="path">
      {steps.map(([step, when], index) => (
        <li class={index === 0 ? 'done' : undefined}>
          <b>{step}</b> {when}
        </li>
      ))}
    </ol>
  </>
)
