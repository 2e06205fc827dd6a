import type { CodeReason } from '@tributary/protocol/discount'
import { inLanguage } from './spoken.ts'

/** What a customer reads of a cart that is changed and of a code, in English. */
export const words = inLanguage('cartStep', {
  removed: (title: string) => `Removed: ${title}`,
  undo: 'Undo',
  codeTook: (title: string, amount: string) => `${title}: your code takes off ${amount}.`,
  codeNothing: 'Your code takes nothing off this order.',
  codeOfAffiliate: 'Your code says who sent you. The price stays the same.',
  /** Each is told when the code begins, or how much is missing. */
  codeRefused: {
    unknown: () => 'This code is not known here.',
    too_early: (day: string) => `This code is valid from ${day}.`,
    expired: () => 'This code is no longer valid.',
    used_up: () => 'This code is used up.',
    below_minimum: (missing: string) => `This code needs ${missing} more in the cart.`,
  } as Readonly<Record<CodeReason, (more: string) => string>>,
  codeWithout: 'The price is without it.',
  changeCode: 'Change the code',
})
