import type { ProblemCode } from '@tributary/protocol/problem'
import { words as cardWords } from './card.ts'
import { inLanguage } from './spoken.ts'

const count = (quantity: number, one: string, many: string): string => `${quantity} ${quantity === 1 ? one : many}`

/** What a customer reads in the order sheet, in English, with what the card says already. */
export const words = inLanguage('sheet', {
  ...cardWords,

  close: 'Close',
  articles: (quantity: number) => count(quantity, 'article', 'articles'),
  steps: {
    cart: 'Your cart',
    filling: 'Your details',
    quoting: 'Review your order',
    review: 'Review your order',
    queued: 'Your order is saved',
    refused: 'Not ordered yet',
    awaiting: 'Your answer is needed',
  },
  placing: 'Placing your order',
  quantity: 'Quantity',
  fewer: 'One fewer',
  more: 'One more',
  remove: 'Remove',
  removeTitle: (title: string) => `Remove ${title}`,
  yourOrder: 'Your order',
  changeCart: 'Change the cart',
  emptyCart: 'Your cart is empty.',
  backToPage: 'Back to the page',
  subtotal: 'Subtotal',
  discount: 'Discount',
  shipping: 'Shipping',
  free: 'free',
  total: 'Total',
  taxWithin: 'of which tax',
  tax: 'Tax',
  continue: 'Continue',
  pricing: 'Asking for the price…',
  changeDetails: 'Change details',
  workingDays: (min: number, max: number) => (min === max ? count(min, 'working day', 'working days') : `${min} to ${max} working days`),

  contact: 'Contact',
  delivery: 'Delivery',
  optional: 'optional',
  fields: {
    email: 'E-mail',
    phone: 'Delivery phone',
    country: 'Country',
    name: 'Full name',
    line1: 'Street and number',
    line2: 'Flat, floor, building',
    postcode: 'Postcode',
    city: 'Town or city',
    region: 'State or region',
    code: 'Code',
  },
  /** What a country calls the parts of its addresses that not every country has, or calls so. */
  regions: { state: 'State', province: 'Province', prefecture: 'Prefecture', emirate: 'Emirate' },
  zip: 'ZIP code',
  chooseCountry: 'Choose a country',
  emailHelp: 'For the confirmation of your order.',
  phoneHelp: 'For questions about the delivery.',
  haveCode: 'Do you have a code?',
  missing: (field: string) => `${field} is missing.`,
  emailForm: 'An e-mail address has the form name@example.com.',
  /** In other languages, what the parent says in English: refusals by their code, one sentence for every other, and what is wrong by field. */
  refusals: {} as Readonly<Partial<Record<ProblemCode | 'other', string>>>,
  wrong: undefined as { readonly [field: string]: string; readonly other: string } | undefined,
  problems: (quantity: number) => `${count(quantity, 'field needs', 'fields need')} a look:`,
  sendTo: 'Send to',
  howToShip: 'Shipping',
  terms: 'Terms',
  privacy: 'Privacy',
  returns: 'Returns',
  opensTab: '(opens a new tab)',
  orderAndPay: (total: string) => `Order and pay ${total}`,
  priceChanged: (before: string, after: string) => `The price changed from ${before} to ${after}.`,
  priceSame: (total: string) => `Asked again: the price is still ${total}.`,
  pressAgain: 'Nothing is ordered yet. Press again if you agree.',

  saving: 'Saving it in this browser…',
  saved: 'It is saved in this browser, and sent now or when you come back to this site.',
  queued: 'It is sent by itself, now or when you come back to this site, and counts only once.',
  sending: (parent: string) => `Sending it to ${parent}…`,
  keepOpen: 'Keep this page open until it has arrived.',
  noAnswerNext: 'We do not know yet whether it arrived. Sent again, it counts only once.',
  offline: 'You are offline.',
  noAnswer: (parent: string) => `${parent} has not answered yet.`,
  sendAgain: 'Send it again',

  unreached: (parent: string) => `${parent} cannot be reached at the moment.`,
  nothingLost: 'What you typed is kept. Try again shortly.',
  tryAgain: 'Try again',
  thanks: (parent: string) => `${parent} has your order.`,
  received: 'Received',
})

/** The texts of the sheet in one language. */
export type SheetWords = typeof words
