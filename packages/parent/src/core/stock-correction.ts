import { fail, ok, type Result } from '@tributary/protocol/result'
import type { StockCorrection } from '@tributary/protocol/stock'

/** A level that staff correct, decided: what it becomes, and the movement to it. */
export interface CorrectedStock {
  readonly level: number
  readonly quantity: number
}

/** What a correction makes of a level (`null`: not counted), or a sentence on why it cannot be. */
export function correctedStock(
  { sku, level, backorder }: { readonly sku: string; readonly level: number | null; readonly backorder: boolean },
  correction: StockCorrection,
): Result<CorrectedStock, string> {
  if (level === null && 'by' in correction) {
    return fail(
      `The stock of “${sku}” is not counted, so nothing can be added to it. Count it first: tributary stock set ${sku} 12 --reason …`,
    )
  }
  const wanted = 'by' in correction ? (level ?? 0) + correction.by : correction.level
  if (wanted < 0 && !backorder) {
    return fail(`The level of “${sku}” would be ${wanted}; below 0 is only what is sold on backorder. It is ${level ?? 'not counted'} now.`)
  }
  return ok({ level: wanted, quantity: wanted - (level ?? 0) })
}
