interface Waiting<Item> {
  readonly item: Item
  resolve(): void
  reject(error: unknown): void
}

// Enough that a burst is a few statements, few enough that one of them stays short.
const MOST_TOGETHER = 500

// PostgreSQL's classes of what is wrong with a value or a reference: the fault of one item, not of the database.
const ITEM_FAULT = /^2[23]/

/**
 * Writes items together that arrive together: the first goes at once, what comes while it is written goes with the next. Each call ends when its own
 * item is written for good. Where one item is at fault the others are written without it.
 */
export function createBatch<Item>(write: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let waiting: Waiting<Item>[] = []
  let isWriting = false

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isWriting) void writeAll()
    })

  async function writeAll(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      const together = waiting.slice(0, MOST_TOGETHER)
      waiting = waiting.slice(MOST_TOGETHER)
      await writeTogether(together)
    }
    isWriting = false
  }

  async function writeTogether(together: readonly Waiting<Item>[]): Promise<void> {
    try {
      await write(together.map(({ item }) => item))
      for (const { resolve } of together) resolve()
    } catch (error) {
      const isOfOne = together.length > 1 && ITEM_FAULT.test(String((error as { code?: unknown }).code))
      if (isOfOne) await Promise.all(together.map((one) => write([one.item]).then(one.resolve, one.reject)))
      else for (const { reject } of together) reject(error)
    }
  }
}
