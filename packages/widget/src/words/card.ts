/** What a customer reads on a card, in English. Another language is another object of this type. */
export const words = {
  language: 'en',
  direction: 'ltr',
  test: 'Test: nothing is charged or shipped.',

  from: 'From',
  was: 'was',
  soldOut: 'Sold out',
  left: (quantity: number) => `${quantity} left`,
  taxIncluded: 'Tax included, plus shipping',
  taxAdded: 'Plus tax and shipping',
  disclosure: (parent: string, isService?: boolean) =>
    `${isService ? 'Done' : 'Sold and shipped'} by ${parent}. This site earns a commission.`,
  question: 'Ask a question',
  onRequest: 'Price on request',
  answers: (hours: number) => `Answers within ${hours === 24 ? 'a day' : hours % 24 ? `${hours} hours` : `${hours / 24} days`}`,
  ask: 'Ask for an offer',
  choose: 'Choose',
  chooseFirst: (options: readonly string[]) => `Choose ${options.join(' and ').toLowerCase()} first.`,
  valueSoldOut: (value: string) => `${value} – sold out`,
  valueNotIn: (value: string, others: readonly string[]) => `${value} – not in ${others.join(', ')}`,
  order: 'Order',
  opening: 'Opening…',
  seeAt: (parent: string) => `See it at ${parent}`,
  seeOffer: 'See the offer',
}

/** The texts of a card in one language. */
export type CardWords = typeof words
