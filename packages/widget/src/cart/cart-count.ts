/** How many pieces these lines are. Not by `reduce`, which is another thing beside scripts like Prototype 1.6. */
export function piecesIn(lines: unknown): number {
  let sum = 0
  if (!Array.isArray(lines)) return sum
  for (const line of lines as readonly { readonly quantity?: unknown }[]) {
    if (Number.isSafeInteger(line?.quantity) && 0 < (line.quantity as number)) sum += line.quantity as number
  }
  return sum
}

/** Where the cart of a site is kept between visits, as the SDK names it. */
export const cartKey = (site: string): string => `tributary.cart.${site}`

/**
 * How many pieces an earlier page left in the cart. Read without the SDK's cart, which comes with the sheet: a page that shows the button and no more does
 * not carry it. What cannot be read counts as nothing; the sheet has the last word.
 */
export function keptPieces(site: string): number {
  try {
    return piecesIn(JSON.parse(localStorage.getItem(cartKey(site)) ?? '[]'))
  } catch {
    return 0
  }
}
