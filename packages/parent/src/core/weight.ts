const GRAMS_PER_UNIT: Readonly<Record<string, number>> = { kg: 1_000, g: 1, lbs: 453.59237, lb: 453.59237, oz: 28.349523125 }
const MOST_GRAMS = 100_000_000

/** Whether we know what so much of this unit weighs. */
export const isWeightUnit = (unit: string): boolean => Object.hasOwn(GRAMS_PER_UNIT, unit.toLowerCase())

/** A weight as typed, in grams: `gramsIn('1.5', 'oz')` is 43. Undefined where it is none, or more than anything weighs. */
export function gramsIn(typed: string, unit: string): number | undefined {
  const gramsPerUnit = GRAMS_PER_UNIT[unit.toLowerCase()]
  if (gramsPerUnit === undefined || !/^\d{1,9}([.,]\d{1,9})?$/.test(typed)) return undefined
  const grams = Math.round(Number(typed.replace(',', '.')) * gramsPerUnit)
  return grams <= MOST_GRAMS ? grams : undefined
}
