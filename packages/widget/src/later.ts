// What few visitors see is one chunk: an earlier visit's orders, how an order ended, and the sheet of who wants to become an affiliate.
export { openJoin } from './join/open-join.ts'
export { Outcome, OutcomeButtons } from './sheet/outcome.tsx'
export { showUnsent } from './unsent/show-unsent.ts'
