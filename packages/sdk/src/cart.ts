import { type CartLine, LINES_PER_ORDER } from '@tributary/protocol/quote'
import type { Keep } from './storage.ts'

const MOST_OF_ONE = 1_000_000

/** A line of the cart with where it came from. */
export interface CartItem extends CartLine {
  /** The offer's id or handle, to show it again. */
  readonly offer: string
  /** From the placement: who is attributed (a site key or an affiliate code). */
  readonly via?: string
}

/** What the customer is about to order, kept between pages and visits. Each change is announced as a `cart` event. */
export interface Cart {
  /** In the order of adding. */
  lines(): readonly CartItem[]
  /** Puts so many of an article into the cart, in place of what was there. A quantity of 0 takes it out. */
  set(item: CartItem): void
  /** Takes these articles out, or all. */
  clear(skus?: readonly string[]): void
}

/** The cart of one site. A site belongs to one program, so a cart never mixes two. `changed` is told what is in it after each change. */
export function createCart(keep: Keep, changed: (items: readonly CartItem[]) => void): Cart {
  const lines = (): readonly CartItem[] => readCart(keep.read())

  const replace = (items: readonly CartItem[]): void => {
    // One by one: an array has a `toJSON` where scripts like Prototype 1.6 are.
    keep.write(`[${items.map((item) => JSON.stringify(item))}]`)
    changed(items)
  }

  return {
    lines,
    set(item) {
      const others = lines()
      const changed = others.map((other) => (other.sku === item.sku ? item : other))
      const next = changed.includes(item) ? changed : [...changed, item]
      replace(next.filter(isCartItem).slice(0, LINES_PER_ORDER))
    },
    clear(skus) {
      replace(skus ? lines().filter(({ sku }) => !skus.includes(sku)) : [])
    },
  }
}

/** A cart as it was stored; what does not read as a line (an older form, another script's hand) is left out. */
export function readCart(stored: string | null): CartItem[] {
  try {
    const items: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(items) ? items.filter(isCartItem) : []
  } catch {
    return []
  }
}

function isCartItem(item: unknown): item is CartItem {
  const { sku, quantity, offer, via } = Object(item) as Record<keyof CartItem, unknown>
  return (
    isText(sku) &&
    isText(offer) &&
    (via === undefined || isText(via)) &&
    Number.isInteger(quantity) &&
    1 <= Number(quantity) &&
    Number(quantity) <= MOST_OF_ONE
  )
}

const isText = (value: unknown): value is string => typeof value === 'string' && 0 < value.length && value.length <= 200
