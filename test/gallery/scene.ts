import { readTouches } from '@tributary/sdk/parts'
import type { TestParentOptions } from '@tributary/sdk/testing'
import { TributaryOffer } from '@tributary/widget/card/offer-element'
import { createShop } from '@tributary/widget/create-shop'
import type { PlacementElement } from '@tributary/widget/placement-element'
import type { Shop } from '@tributary/widget/shop'
import '@tributary/widget/define'
import { inSheet, leaveSheet, within } from './act.ts'
import { type GalleryParent, openParent } from './parent.ts'
import { MUG } from './picture.ts'

/** A page of an affiliate, with a parent of its own that answers over the network. */
export interface Scene {
  readonly parent: GalleryParent
  readonly shop: Shop
  /** Puts one of our elements on the page. */
  put(name: string, attributes: Readonly<Record<string, string>>): HTMLElement
}

/** How a state comes about, on the way that a visitor comes to it. Resolves when it is there to be seen. */
export interface Failing {
  /** `sheet: refused, stock_short`; unique in the gallery. */
  readonly name: string
  readonly options?: Omit<TestParentOptions, 'origin' | 'now'>
  play(scene: Scene): Promise<unknown>
}

const image = { src: MUG, alt: 'A white mug', width: 800, height: 1_000 }

/** What is sold where failures are shown. */
export const OFFERS: NonNullable<TestParentOptions['offers']> = [
  { handle: 'mug', title: 'Enamel mug', images: [image], variants: [{ sku: 'mug', amountMinor: 1_490, stock: 100 }] },
  { handle: 'kettle', title: 'Kettle for two', images: [image], variants: [{ sku: 'kettle', amountMinor: 3_900 }] },
  { handle: 'bowl', title: 'Bowl', images: [image], variants: [{ sku: 'bowl', amountMinor: 990 }] },
  {
    ...{ handle: 'kitchen', kind: 'service', title: 'Kitchen planning', variants: [{ sku: 'kitchen', amountMinor: 30_000 }] },
    service: {
      price: { kind: 'from', amountMinor: 30_000 },
      questions: [{ id: 'plan', kind: 'file', label: 'A plan of the room', isNeeded: false }],
      consents: [],
    },
  },
]

/** Plays a state, and answers how to leave it. */
export async function stage({ options, play }: Failing): Promise<() => Promise<void>> {
  const parent = await openParent({ offers: OFFERS, program: { name: 'Acme', contact: 'hello@acme.example' }, ...options })
  const shop = createShop({ parent: parent.origin, site: parent.site, touchModule: async () => ({ readTouches }) })
  const put: Element[] = []
  const leave = async (): Promise<void> => {
    await leaveSheet()
    for (const element of put) element.remove()
  }
  const scene: Scene = {
    parent,
    shop,
    put(name, attributes) {
      const element = document.createElement(name) as PlacementElement
      for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
      document.querySelector('main')?.append(element)
      put.push(element)
      element.shop = shop
      return element
    },
  }
  try {
    await play(scene)
  } catch (cause) {
    await leave()
    throw cause
  }
  return leave
}

/** A card of this offer, with its sheet opened by its button. */
export async function openByCard({ put }: Scene, offer: string): Promise<HTMLElement> {
  const card = put('tributary-offer', { offer })
  if (!(card instanceof TributaryOffer)) throw new Error('expected a card, received an element that nobody defined')
  await pressCard(card)
  return card
}

/** Presses the button of a card. */
export async function pressCard(card: HTMLElement): Promise<void> {
  const button = await within(card, 'button.primary')
  button.click()
  await inSheet('form')
}
