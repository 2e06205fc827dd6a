import type { PlacementModule, Shop } from './shop.ts'

export { growLater } from './grow-later.ts'

// A kind is a chunk: a page fetches what it has placements of.
const KINDS: Readonly<Record<string, () => Promise<PlacementModule>>> = {
  cart: () => import('./cart/place-cart.ts'),
  join: () => import('./join/place-join.ts'),
}

/** Takes up a placement that is not an offer: `a[data-tributary-<kind>]` or `<tributary-<kind>>`. */
export async function place(shop: Shop, placement: HTMLElement): Promise<void> {
  const kind = Object.keys(KINDS).find((name) => placement.matches(`a[data-tributary-${name}],tributary-${name}`))
  const load = KINDS[kind ?? '']
  if (kind && load) (await shop.load(kind, load)).place(shop, placement)
}
