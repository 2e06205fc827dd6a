// What not every visitor sees is one chunk: a cart that is changed, what a code did, how an order ended, an earlier visit's orders.
export { CartLines } from './sheet/cart-lines.tsx'
export { CodeAnswer } from './sheet/code-answer.tsx'
export { Outcome, OutcomeButtons } from './sheet/outcome.tsx'
export { showUnsent } from './unsent/show-unsent.ts'
