import { h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'

interface StepperProps {
  readonly quantity: number
  readonly least: number
  readonly most: number
  /** What is counted, for those who do not see it. */
  readonly label: string
  readonly onChange: (quantity: number) => void
}

/** How many: two buttons and a number between them. */
export const Stepper = ({ quantity, least, most, label, onChange }: StepperProps): VNode => (
  <div class="stepper" role="group" aria-label={label}>
    <button type="button" aria-label={words.fewer} disabled={quantity <= least} onClick={() => onChange(quantity - 1)}>
      −
    </button>
    <output class="money">{quantity}</output>
    <button type="button" aria-label={words.more} disabled={quantity >= most} onClick={() => onChange(quantity + 1)}>
      +
    </button>
  </div>
)
