import type { BrowseLanguage } from '../language.ts'

/** French: collections, and sharing. */
export const browse = {
  collection: {
    search: 'Rechercher',
    sort: 'Trier',
    sorts: { given: 'Ordre du catalogue', price: 'Prix croissant', 'price-down': 'Prix décroissant', title: 'Nom' },
    option: 'Choix',
    price: 'Prix',
    any: 'Tout',
    upTo: (amount) => `Jusqu’à ${amount}`,
    inStock: 'Seulement en stock',
    shown: (quantity) => `${quantity} ${quantity < 2 ? 'offre' : 'offres'}`,
    loading: 'Chargement…',
    more: 'En voir plus',
    end: 'C’est tout.',
    none: 'Rien ne correspond.',
    clear: 'Tout afficher',
    empty: 'Il n’y a rien ici pour le moment.',
    failed: 'La boutique est injoignable pour le moment.',
    again: 'Réessayer',
    see: 'Voir dans la boutique',
  },
  share: {
    share: 'Partager',
    copy: 'Copier le lien',
    copied: 'Le lien est copié.',
    link: 'Le lien',
    by: (network) => `Partager par ${network}`,
    email: 'E-mail',
    code: 'Code QR',
    scan: 'Scannez-le pour ouvrir le lien sur un autre appareil.',
  },
} satisfies BrowseLanguage
