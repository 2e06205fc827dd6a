// What few visitors see is one chunk: an earlier visit's orders, and the sheet of who wants to become an affiliate.
export { openJoin } from './join/open-join.ts'
export { showUnsent } from './unsent/show-unsent.ts'
