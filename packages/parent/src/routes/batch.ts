interface Waiting<Item, Answer> {
  readonly item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/** How items go together. */
export interface BatchLimits {
  /** Enough that a burst is a few statements, few enough that one of them stays short. */
  readonly mostTogether: number
  /** How many batches may be under way: a second one is made ready while the database works on the first. */
  readonly atOnce: number
}

const LIMITS: BatchLimits = { mostTogether: 500, atOnce: 1 }

// PostgreSQL's classes of what is wrong with a value or a reference: the fault of one item, not of the database.
const ITEM_FAULT = /^2[23]/

/**
 * Does items together that arrive together: the first goes at once, what comes while it is done goes with the next. `work` answers each item in the order
 * given, or nothing at all. Each call ends when its own item is done for good. Where one item is at fault the others are done without it.
 */
export function createBatch<Item, Answer = void>(
  work: (items: readonly Item[]) => Promise<readonly Answer[] | void>,
  { mostTogether, atOnce } = LIMITS,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = []
  let underWay = 0

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (underWay < atOnce) void workAll()
    })

  async function workAll(): Promise<void> {
    underWay++
    while (waiting.length > 0) await workTogether(waiting.splice(0, mostTogether))
    underWay--
  }

  async function workTogether(together: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await work(together.map(({ item }) => item))
      for (const [index, { resolve }] of together.entries()) resolve(answers?.[index] as Answer)
    } catch (error) {
      const isOfOne = together.length > 1 && ITEM_FAULT.test(String((error as { code?: unknown }).code))
      if (isOfOne) await Promise.all(together.map((one) => workTogether([one])))
      else for (const { reject } of together) reject(error)
    }
  }
}
