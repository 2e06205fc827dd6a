import { words as sheetWords } from './sheet.ts'
import { inLanguage } from './spoken.ts'

/** What a customer reads when an order was placed or refused, in English, with what the sheet says already. */
export const words = inLanguage('outcome', {
  ...sheetWords,

  shortOf: (what: string, available: number) =>
    available > 0
      ? `Only ${available} of ${what} ${available === 1 ? 'is' : 'are'} left.`
      : `Somebody was quicker: the last ${what} was just sold.`,
  changeCartNext: 'Change your cart and try again. Nothing was ordered.',
  takeWhatIsLeft: (available: number) => `Take ${available}`,
  alreadyPlaced: 'This cart was ordered already.',
  alreadyPlacedNext: (number: string | undefined) => `${number ? `The order number is ${number}. ` : ''}Nothing was ordered twice.`,
  notRegistered: 'This site cannot take orders for the shop yet.',
  notRegisteredNext: 'You can order on the shop’s own page.',
  nothingOrdered: 'Nothing was ordered.',

  awaiting: 'The price changed while your order was on its way. It waits for your answer.',
  awaitingNext: (total: string) => `The price is now ${total}. Accept or decline it on the order’s page.`,
  orderNumber: 'Order number',
  shippedLine: 'Shipped',
  arrives: 'Arrives',
  shippedSoon: 'You get an e-mail when it leaves',
  between: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  confirmationTo: (email: string) => `A confirmation is on its way to ${email}.`,
  questions: 'Questions?',
  withdraw: 'How to return or withdraw',
  seeOrder: 'See your order',
  pay: 'Continue to payment',
})
