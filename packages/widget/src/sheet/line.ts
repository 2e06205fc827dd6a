import {
  type CartItem,
  type Counter,
  type Failure,
  type Offer,
  type OffersAnswer,
  offerOf,
  type Result,
  type Variant,
} from '@tributary/sdk'

/** A line of the cart with what is known of its article; an article that is no longer sold has neither offer nor variant. */
export interface SheetLine {
  readonly item: CartItem
  readonly offer: Offer | undefined
  readonly variant: Variant | undefined
}

/** All lines, with the facts around them. */
export interface SheetLines extends Pick<OffersAnswer, 'program' | 'site'> {
  readonly lines: readonly SheetLine[]
}

/** The cart with its offers and the facts around them, or why the parent could not say. `isFresh` asks it again, for what is left at this moment. */
export async function readLines(tributary: Counter, isFresh = false): Promise<Result<SheetLines, Failure>> {
  const items = tributary.cart.lines()
  const answer = await tributary.offers([...new Set(items.map(({ offer }) => offer))], { isFresh })
  if (!answer.ok) return answer
  const { program, site, offers } = answer.value
  const lines = items.map((item) => lineOf(item, offerOf(offers, item.offer)))
  return { ok: true, value: { program, site, lines } }
}

/** The lines after a change of the cart, with the offers that are known already: of its lines, and of what was taken out and may be put back. */
export const withItems = (lines: readonly SheetLine[], items: readonly CartItem[], removed?: SheetLine): SheetLine[] =>
  items.map((item) => lineOf(item, lines.concat(removed ?? []).find(({ item: { offer } }) => offer === item.offer)?.offer))

const lineOf = (item: CartItem, offer: Offer | undefined): SheetLine => ({
  item,
  offer,
  variant: offer?.variants.find(({ sku }) => sku === item.sku),
})

/** What a line is called: "Fjord Hoodie, Blue, M". */
export const lineTitle = ({ item, offer, variant }: SheetLine): string => [offer?.title ?? item.sku, ...(variant?.options ?? [])].join(', ')

/** What the lines cost by the catalogue, before shipping: an estimate until the parent prices them. */
export const subtotalMinor = (lines: readonly SheetLine[]): number =>
  sumOf(lines, ({ item, variant }) => (variant?.amountMinor ?? 0) * item.quantity)

/** The sum over lines. Not by `reduce`, which is another thing beside scripts like Prototype 1.6. */
export function sumOf(lines: readonly SheetLine[], of: (line: SheetLine) => number): number {
  let sum = 0
  for (const line of lines) sum += of(line)
  return sum
}
