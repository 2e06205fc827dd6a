/** What names an order and opens it. */
export interface OrderLink {
  readonly id: string
  readonly secret: string
}

const LINK = /(ord_[\w-]{21})\/([\w-]{20,200})/

/** The order that a link of a mail leads to (`https://parent.example/order/ord_…/…`), or the part of one that names it. */
export function readOrderLink(text: string): OrderLink | undefined {
  const [, id, secret] = LINK.exec(text) ?? []
  return id && secret ? { id, secret } : undefined
}

/** The order that the page's address names, in its fragment or its query: `#tributary-order=ord_…/…`. */
export function orderOfPage({ hash, search }: Pick<Location, 'hash' | 'search'>): OrderLink | undefined {
  const named = [hash.slice(1), search].map((part) => new URLSearchParams(part).get('tributary-order') ?? '')
  return readOrderLink(named[0] || named[1] || '')
}
