import type { Language } from '../language.ts'

/** German: the button of a cart, a cart that is changed, and what a code did. */
export const cart = {
  cart: {
    cart: 'Warenkorb',
    holds: (quantity) => `${quantity} Artikel im Warenkorb`,
    opening: 'Wird geöffnet …',
  },
  cartStep: {
    removed: (title) => `Entfernt: ${title}`,
    undo: 'Rückgängig',
    codeTook: (title, amount) => `${title}: Ihr Code spart ${amount}.`,
    codeNothing: 'Ihr Code ändert am Preis dieser Bestellung nichts.',
    codeOfAffiliate: 'Ihr Code sagt, wer Sie geschickt hat. Der Preis bleibt gleich.',
    codeRefused: {
      unknown: () => 'Diesen Code kennt der Shop nicht.',
      too_early: (day) => `Dieser Code gilt ab ${day}.`,
      expired: () => 'Dieser Code gilt nicht mehr.',
      used_up: () => 'Dieser Code ist aufgebraucht.',
      below_minimum: (missing) => `Für diesen Code fehlen noch ${missing} im Warenkorb.`,
    },
    codeWithout: 'Der Preis ist ohne ihn.',
    changeCode: 'Code ändern',
  },
} satisfies Pick<Language, 'cart' | 'cartStep'>
