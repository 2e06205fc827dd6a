import { type ComponentChildren, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import { isUnderWay } from './checkout.ts'

interface FrameProps {
  readonly state: string
  readonly isSaved?: boolean | undefined
  /** What it is about; stays in sight in every step. */
  readonly about: ComponentChildren
  readonly title: string
  /** What a test is told. */
  readonly ribbon?: string | false | undefined
  readonly close: () => void
  readonly keep?: () => void
  readonly footer: ComponentChildren
  readonly children: ComponentChildren
}

/** The frame of every sheet: one form, with what it is about above it and the next step below. */
export const Frame = ({ state, isSaved, about, title, ribbon, close, keep, footer, children }: FrameProps): VNode => (
  <form noValidate data-state={state} data-saved={isSaved || undefined} onInput={keep} onSubmit={(event) => event.preventDefault()}>
    <header>
      <span class="handle" />
      <div class="bought">
        <p class="quiet">{about}</p>
        <h2 tabIndex={-1} id="heading">
          {title}
        </h2>
      </div>
      {(isSaved || !isUnderWay(state) || state === 'unknown') && (
        <button type="button" class="close" aria-label={words.close} onClick={close}>
          ×
        </button>
      )}
    </header>
    {ribbon && <p class="ribbon">{ribbon}</p>}
    {/* Where nothing in it can be pressed, who scrolls by keyboard needs it to take the focus. */}
    <div class="content" tabIndex={state === 'filling' ? undefined : 0}>
      {children}
    </div>
    <footer>{footer}</footer>
  </form>
)
