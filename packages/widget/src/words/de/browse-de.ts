import type { BrowseLanguage } from '../language.ts'

/** German: collections, and sharing. */
export const browse = {
  collection: {
    search: 'Suchen',
    sort: 'Sortieren',
    sorts: { given: 'Wie aufgeführt', price: 'Preis aufsteigend', 'price-down': 'Preis absteigend', title: 'Name' },
    option: 'Auswahl',
    price: 'Preis',
    any: 'Alle',
    upTo: (amount) => `Bis ${amount}`,
    inStock: 'Nur lieferbare',
    shown: (quantity) => `${quantity} ${quantity === 1 ? 'Angebot' : 'Angebote'}`,
    loading: 'Wird geladen …',
    more: 'Mehr anzeigen',
    end: 'Das ist alles.',
    none: 'Nichts passt dazu.',
    clear: 'Alles anzeigen',
    empty: 'Hier gibt es gerade nichts.',
    failed: 'Der Shop ist gerade nicht erreichbar.',
    again: 'Noch einmal versuchen',
    see: 'Im Shop ansehen',
  },
  share: {
    share: 'Teilen',
    copy: 'Link kopieren',
    copied: 'Der Link ist kopiert.',
    link: 'Der Link',
    by: (network) => `Teilen über ${network}`,
    email: 'E-Mail',
    code: 'QR-Code',
    scan: 'Scannen, um den Link auf einem anderen Gerät zu öffnen.',
  },
} satisfies BrowseLanguage
