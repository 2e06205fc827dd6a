import type {} from '@tributary/widget/svelte'
import type { SvelteHTMLElements } from 'svelte/elements'

// What a template says of an element is checked against this table; so no compiler of templates is needed here.
type Props<Tag extends keyof SvelteHTMLElements> = SvelteHTMLElements[Tag]

/** Every element with all that it takes. */
export const page = [
  {
    offer: 'mug',
    layout: 'button',
    price: true,
    theme: 'host',
    density: 'compact',
    via: 'FERNWEH',
    class: 'wide',
  } satisfies Props<'tributary-offer'>,
  {
    collection: 'kitchen',
    layout: 'list',
    columns: 2,
    limit: '12',
    sort: 'price',
    filter: 'stock price',
    search: '',
  } satisfies Props<'tributary-collection'>,
  { parent: 'https://shop.example', site: 'site_x', consent: 'required' } satisfies Props<'tributary-cart'>,
  { order: 'ord_x', secret: 's' } satisfies Props<'tributary-status'>,
  { offer: 'mug', campaign: 'spring', networks: 'email', theme: 'own' } satisfies Props<'tributary-share'>,
  { placement: 'plc_x', theme: 'host' } satisfies Props<'tributary-placement'>,
]

/** What none of them takes: each is a mistake that the compiler finds. */
export const mistakes = [
  // @ts-expect-error An offer has to be named.
  { layout: 'card' } satisfies Props<'tributary-offer'>,
  // @ts-expect-error There is no such layout.
  { offer: 'mug', layout: 'poster' } satisfies Props<'tributary-offer'>,
  // @ts-expect-error A collection has no layout of an offer.
  { layout: 'button' } satisfies Props<'tributary-collection'>,
  // @ts-expect-error Consent is one of three.
  { consent: 'maybe' } satisfies Props<'tributary-cart'>,
  // @ts-expect-error An order is named by its id, a text.
  { order: 7 } satisfies Props<'tributary-status'>,
  // @ts-expect-error There is no such theme.
  { theme: 'dark' } satisfies Props<'tributary-share'>,
  // @ts-expect-error A placement has to be named.
  { density: 'roomy' } satisfies Props<'tributary-placement'>,
]
