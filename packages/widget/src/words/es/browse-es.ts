import type { BrowseLanguage } from '../language.ts'

/** Spanish: collections, and sharing. */
export const browse = {
  collection: {
    search: 'Buscar',
    sort: 'Ordenar',
    sorts: { given: 'Como en la tienda', price: 'Precio: de menor a mayor', 'price-down': 'Precio: de mayor a menor', title: 'Nombre' },
    option: 'Opción',
    price: 'Precio',
    any: 'Todo',
    upTo: (amount) => `Hasta ${amount}`,
    inStock: 'Solo disponibles',
    shown: (quantity) => `${quantity} ${quantity === 1 ? 'oferta' : 'ofertas'}`,
    loading: 'Cargando…',
    more: 'Mostrar más',
    end: 'Eso es todo.',
    none: 'Nada coincide.',
    clear: 'Mostrar todo',
    empty: 'Ahora mismo no hay nada aquí.',
    failed: 'No se puede contactar con la tienda en este momento.',
    again: 'Reintentar',
    see: 'Ver en la tienda',
  },
  share: {
    share: 'Compartir',
    copy: 'Copiar el enlace',
    copied: 'El enlace está copiado.',
    link: 'El enlace',
    by: (network) => `Compartir por ${network}`,
    email: 'Correo',
    code: 'Código QR',
    scan: 'Escanéelo para abrir el enlace en otro dispositivo.',
  },
} satisfies BrowseLanguage
