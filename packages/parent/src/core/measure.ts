import type { UnitPrice } from '@tributary/protocol/offer'

/** What is in one piece, and the quantity that its unit price is for, both in whole parts of one unit: 750 ml for 1 l is 750,000 and 1,000,000. */
export interface Measure {
  readonly amount: number
  readonly base: number
  /** The quantity as people read it: `1 l`. */
  readonly label: string
}

interface Unit {
  readonly dimension: string
  /** In thousandths of the smallest unit that we know. */
  readonly parts: number
  readonly label: string
}

const unit = (dimension: string, parts: number, label: string): Unit => ({ dimension, parts, label })

// The metric units of Google's product data specification ("unit_pricing_measure"), and pieces; the last of a dimension is what a price is for.
const UNITS: Readonly<Record<string, Unit>> = {
  mg: unit('mass', 1, 'mg'),
  g: unit('mass', 1_000, 'g'),
  kg: unit('mass', 1_000_000, 'kg'),
  ml: unit('volume', 1_000, 'ml'),
  cl: unit('volume', 10_000, 'cl'),
  l: unit('volume', 1_000_000, 'l'),
  cm: unit('length', 10_000, 'cm'),
  m: unit('length', 1_000_000, 'm'),
  sqm: unit('area', 1_000, 'm²'),
  cbm: unit('room', 1_000, 'm³'),
  ct: unit('pieces', 1_000, '×'),
}
const MOST_PARTS = 1_000_000_000_000

/** Reads `750ml` and, if it is said, the quantity of the unit price (`1l`). Undefined where we know no such measure, or the two are of different kinds. */
export function readMeasure(typed: string, typedBase = ''): Measure | undefined {
  const amount = quantityIn(typed)
  if (!amount) return undefined
  const standard = Object.values(UNITS).findLast(({ dimension }) => dimension === amount.unit.dimension)
  const base = typedBase === '' ? standard && { unit: standard, parts: standard.parts, number: '1' } : quantityIn(typedBase)
  if (!base || base.unit.dimension !== amount.unit.dimension) return undefined
  return { amount: amount.parts, base: base.parts, label: `${base.number} ${base.unit.label}` }
}

/** What the base quantity costs when one piece costs so much, rounded half up: 12.90 for 750 ml is 17.20 for 1 l. */
export function unitPrice(amountMinor: number, { amount, base, label }: Measure): UnitPrice {
  const [product, divisor] = [BigInt(amountMinor) * BigInt(base), BigInt(amount)]
  return { amountMinor: Number((2n * product + divisor) / (2n * divisor)), base: label }
}

function quantityIn(typed: string): { readonly unit: Unit; readonly parts: number; readonly number: string } | undefined {
  const [, number = '', name = ''] = /^(\d{1,7}(?:[.,]\d{1,6})?)\s*([a-z]+)$/.exec(typed.trim().toLowerCase()) ?? []
  const known = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined
  if (!known) return undefined
  const parts = Math.round(Number(number.replace(',', '.')) * known.parts)
  return 0 < parts && parts <= MOST_PARTS ? { unit: known, parts, number } : undefined
}
