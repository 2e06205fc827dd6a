const DAY_MS = 24 * 60 * 60 * 1_000
// So many sales that left the window are let go of at once: cutting an array costs as much as it is long.
const LET_GO_AT = 1_000

/** What was sold inside a window: orders, and their commission base in minor units. */
export interface SoldSums {
  readonly count: number
  readonly volumeMinor: number
}

/** What somebody sold who sold nothing. */
export const NOTHING_SOLD: SoldSums = { count: 0, volumeMinor: 0 }

/** What one affiliate sold in the last days, as sales go by in the order of their time; each sale is looked at twice. */
export class SalesWindow {
  readonly #lengthMs: number
  #sales: { readonly at: number; readonly baseMinor: number }[] = []
  /** The first sale inside the window, and the first one that is not before its end. */
  #first = 0
  #end = 0
  #volumeMinor = 0

  constructor(days: number) {
    this.#lengthMs = days * DAY_MS
  }

  /** Adds a sale; none may be earlier than one that was added before. */
  add(at: number, baseMinor: number): void {
    this.#sales.push({ at, baseMinor })
  }

  /** What was sold in the days before this instant, the instant itself not included. Instants never go back. */
  before(now: number): SoldSums {
    for (let sale = this.#sales[this.#end]; sale && sale.at < now; sale = this.#sales[this.#end]) {
      this.#volumeMinor += sale.baseMinor
      this.#end++
    }
    for (
      let sale = this.#sales[this.#first];
      sale && this.#first < this.#end && sale.at < now - this.#lengthMs;
      sale = this.#sales[this.#first]
    ) {
      this.#volumeMinor -= sale.baseMinor
      this.#first++
    }
    if (LET_GO_AT <= this.#first) this.#letGo()
    return { count: this.#end - this.#first, volumeMinor: this.#volumeMinor }
  }

  #letGo(): void {
    this.#sales = this.#sales.slice(this.#first)
    this.#end -= this.#first
    this.#first = 0
  }
}
