import type { Language } from '../language.ts'

/** French: the button of a cart, a cart that is changed, and what a code did. */
export const cart = {
  cart: {
    cart: 'Panier',
    holds: (quantity) => `${quantity} ${quantity < 2 ? 'article' : 'articles'} dans le panier`,
    opening: 'Ouverture…',
  },
  cartStep: {
    removed: (title) => `Retiré : ${title}`,
    undo: 'Annuler',
    codeTook: (title, amount) => `${title} : votre code retire ${amount}.`,
    codeNothing: 'Votre code ne change rien au prix de cette commande.',
    codeOfAffiliate: 'Votre code indique qui vous a envoyé. Le prix reste le même.',
    codeRefused: {
      unknown: () => 'Ce code est inconnu ici.',
      too_early: (day) => `Ce code est valable à partir du ${day}.`,
      expired: () => 'Ce code n’est plus valable.',
      used_up: () => 'Ce code est épuisé.',
      below_minimum: (missing) => `Il manque ${missing} dans le panier pour ce code.`,
    },
    codeWithout: 'Le prix est calculé sans lui.',
    changeCode: 'Changer le code',
  },
} satisfies Pick<Language, 'cart' | 'cartStep'>
