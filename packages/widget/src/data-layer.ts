import { createItems, type Line, type Sums } from './data-layer-items.ts'
import type { Shop } from './shop.ts'

/** Where a data layer is told from. */
export interface DataLayerPlace {
  /** Whether there is consent by now. */
  consent(): boolean
  /** The shop, once there are cards: nothing happens before. */
  shop(): Promise<Shop | undefined>
}

type Layer = { push(entry: object): unknown }

interface OrderTold extends Sums {
  readonly state: string
  readonly test: boolean
}

// Forgotten when consent is taken back (`commands.ts`).
const TOLD = 'tributary.told'
// So many order numbers are remembered.
const MOST = 50

/**
 * Tells an array of the page (`window.dataLayer`, or what `name` says) of what happens, as GA4 calls it, while there is consent. What happens without is not
 * kept. Nothing is told of test orders, and nothing of a person. Answers what is wrong with the name, for a developer.
 * https://developers.google.com/analytics/devguides/collection/ga4/reference/events?client_type=gtm
 */
export function tellDataLayer({ consent, shop }: DataLayerPlace, name: unknown = ''): string | undefined {
  if (typeof name !== 'string') return 'the name of an array comes next, or nothing for dataLayer.'
  const page = window as unknown as Record<string, Layer | undefined>
  const key = name || 'dataLayer'
  page[key] ??= []
  if (typeof page[key]?.push !== 'function') return `window.${key} is something else, and nothing can be pushed into it.`

  // Who said no to everybody said it here too (https://www.w3.org/TR/gpc/).
  const isGranted = (): boolean => consent() && !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
  // One after the other, in the order in which it happened.
  let turn: Promise<unknown> = Promise.resolve()
  const tell = (event: string, describe: (shop: Shop) => Promise<object | undefined>): void => {
    if (!isGranted()) return
    turn = turn
      .then(async () => {
        const there = await shop()
        const ecommerce = there && (await describe(there))
        if (!ecommerce || !isGranted()) return
        // What an earlier entry said stays in a data layer until it is overwritten.
        page[key]?.push({ ecommerce: null })
        page[key]?.push(event === 'generate_lead' ? { event } : { event, ecommerce })
      })
      // What cannot be described is not told; the page goes on.
      .catch(() => undefined)
  }

  let counted: readonly Line[] = []
  let ordered: Promise<readonly Line[]> = Promise.resolve([])
  let isBegun = false
  const told = new Set<string>()
  const listen = <Detail>(event: string, hear: (detail: Detail, target: EventTarget | undefined) => void): void =>
    document.addEventListener(`tributary:${event}`, (told) => hear((told as CustomEvent<Detail>).detail, told.composedPath()[0]))
  const begin = (): void => {
    isBegun = true
    tell('begin_checkout', async (there) => createItems(there).ofLines(await cartOf(there)))
  }

  listen<{ offer?: string; collection?: string }>('view', ({ offer, collection }, target) => {
    const element = target as Element
    const shown = [...(element.shadowRoot?.querySelectorAll('tributary-offer') ?? [])].map((card) => card.getAttribute('offer') ?? '')
    if (collection !== undefined) tell('view_item_list', async (there) => createItems(there).ofList(shown, collection))
    // What a collection shows is told as its list.
    else if (
      offer &&
      element.localName === 'tributary-offer' &&
      (element.getRootNode() as ShadowRoot).host?.localName !== 'tributary-collection'
    )
      tell('view_item', async (there) => createItems(there).ofOffer(offer))
  })
  listen<{ lines: readonly Line[] }>('cart-change', ({ lines }) => {
    counted = lines
  })
  listen<{ offer: string; sku: string }>('cart-add', ({ offer, sku }) => {
    const quantity = counted.find((line) => line.sku === sku)?.quantity ?? 1
    tell('add_to_cart', async (there) => createItems(there).ofLines([{ offer, sku, quantity }]))
  })
  listen<{ sheet: string; offer?: string }>('open', ({ sheet, offer }) => {
    if (sheet !== 'order') return
    if (offer) begin()
    else tell('view_cart', async (there) => createItems(there).ofLines(await cartOf(there)))
  })
  listen('before-order', () => {
    // Read now: once it is ordered, the cart is empty.
    ordered = shop().then((there) => (there ? cartOf(there) : []))
    ordered.catch(() => undefined)
    // Who came by the cart is told of here: no other moment says it.
    if (!isBegun) begin()
  })
  listen<OrderTold>('order', (order) => {
    const lines = ordered
    ordered = Promise.resolve([])
    isBegun = false
    if (order.test || order.state === 'awaiting_customer' || !isGranted() || !isFirst(told, `${key} ${order.number}`)) return
    tell('purchase', async (there) => createItems(there).ofOrder(order, await lines.catch(() => [])))
  })
  listen<{ number: string; test: boolean }>('lead', ({ number, test }) => {
    if (!test && isGranted() && isFirst(told, `${key} ${number}`)) tell('generate_lead', async () => ({}))
  })
  return undefined
}

/** What is in the cart by now; its code is there wherever there was something to put into it. */
const cartOf = async (shop: Shop): Promise<readonly Line[]> => (await shop.load('sheet')).assemblyOf(shop).counter.cart.lines()

/**
 * Whether nothing was told under this name yet, on this page or, as far as the device keeps it, on an earlier one. Kept by layer: a page may have two.
 */
function isFirst(told: Set<string>, name: string): boolean {
  let kept: string[] = []
  try {
    kept = JSON.parse(localStorage.getItem(TOLD) ?? '[]') as string[]
    if (!kept.includes(name)) localStorage.setItem(TOLD, JSON.stringify([...kept, name].slice(-MOST)))
  } catch {
    // A page without storage remembers as long as it is there.
  }
  const isNew = !told.has(name) && !kept.includes(name)
  told.add(name)
  return isNew
}
