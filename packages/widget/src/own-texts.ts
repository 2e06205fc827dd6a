// A chunk of its own for pages with words of their own.

// One file holds what cards and these need: the cards'.
export { start } from './start.ts'
export { ownTexts } from './words/own.ts'
