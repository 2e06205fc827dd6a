import { inLanguage } from './spoken.ts'

/** What a customer reads about orders and requests that were not answered yet, in English. */
export const words = inLanguage('unsent', {
  title: 'Your orders and requests',
  close: 'Close',
  about: (articles: string, total: string, when: string) => `${articles}, ${total}, ordered ${when}`,
  aboutLead: (title: string, when: string) => `${title}, asked for ${when}`,
  article: (title: string, quantity: number) => (quantity === 1 ? title : `${quantity} × ${title}`),
  more: (quantity: number) => `and ${quantity} more`,
  order: {
    asked: 'This order was never sent. Nothing is ordered yet.',
    sending: 'Your order is on its way to the shop…',
    placed: (number: string) => `The shop has your order. Its number is ${number}.`,
    see: 'See your order',
    refused: 'The shop could not take this order.',
    refusedNext: 'Nothing was ordered. Your cart is as it was.',
  },
  lead: {
    asked: 'This request was never sent. Nobody has read it yet.',
    sending: 'Your request is on its way to the shop…',
    placed: (number: string) => `The shop has your request. Its number is ${number}.`,
    see: 'See your request',
    refused: 'The shop could not take this request.',
    refusedNext: 'Please ask again.',
  },
  askedOld: 'The price may have changed since then. You pay no more than this without being asked.',
  send: 'Send it now',
  forget: 'Forget it',
  sendingNext: 'It is saved in this browser and sent until the shop has it, once.',
  awaiting: 'The shop has your order, but the price changed: your answer is needed.',
  done: 'All right',
})
