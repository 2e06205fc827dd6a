// A world in which nothing happens by itself: whatever waits is an operation in a list, and a seeded die says which comes next.

/** Who waits for an operation: a tab, a server process, or the network between them. What is dead waits for nothing. */
export interface Owner {
  readonly name: string
  isAlive: boolean
}

interface Operation {
  readonly label: string
  readonly owner: Owner
  readonly lane: string | undefined
  run(): Promise<void>
}

interface Timer {
  readonly at: number
  readonly owner: Owner
  fire(): void
}

const START = Date.parse('2026-03-02T10:00:00Z')

// After an operation everybody goes on until all of them wait again. Promises alone need one turn of the event loop; bodies of requests some more.
const TURNS = 3

/** Numbers from a seed, the same ones each time: Mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
export function createDie(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Time, chance, and everything that waits. */
export class World {
  /** Milliseconds, as everybody's clock would say if none were wrong. */
  now = START
  readonly random: () => number
  /** What happened, in order. */
  readonly trace: string[] = []
  readonly faults = new Map<string, number>()
  readonly #operations: Operation[] = []
  readonly #timers: Timer[] = []
  #activity = 0

  constructor(seed: number) {
    this.random = createDie(seed)
  }

  /** Whether something with this probability happens now. */
  happens(probability: number): boolean {
    return this.random() < probability
  }

  /** Counts a fault that was put in. */
  fault(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1)
    this.trace.push(`fault: ${kind}`)
  }

  /** An operation: done when the die says so, and answered if whoever waits is still there. What shares a lane is done in the order in which it was begun. */
  point<Value>(label: string, owner: Owner, perform: () => Value | Promise<Value>, lane?: string): Promise<Value> {
    this.#activity++
    return new Promise((resolve, reject) => {
      const run = async (): Promise<void> => {
        try {
          const value = await perform()
          if (owner.isAlive) resolve(value)
        } catch (cause) {
          if (owner.isAlive) reject(cause)
        }
      }
      this.#operations.push({ label, owner, lane, run })
    })
  }

  /** Something that happens after so many milliseconds. */
  later(delayMs: number, owner: Owner, fire: () => void): void {
    this.#activity++
    this.#timers.push({ at: this.now + delayMs, owner, fire })
  }

  wait(delayMs: number, owner: Owner): Promise<void> {
    return new Promise((resolve) => this.later(delayMs, owner, resolve))
  }

  /** Ends an owner. What it had begun is done all the same or not at all, and nobody hears of it. */
  kill(owner: Owner): void {
    this.trace.push(`${owner.name} ends`)
    owner.isAlive = false
    const left = this.#operations.splice(0).filter((operation) => operation.owner !== owner || this.happens(0.5))
    this.#operations.push(...left)
    this.#timers.push(...this.#timers.splice(0).filter((timer) => timer.owner !== owner))
  }

  /** One thing happens; `false` where nothing is left that could. */
  async step(): Promise<boolean> {
    await this.rest()
    const isTimers = this.#timers.length > 0 && (this.#operations.length === 0 || this.happens(0.15))
    if (isTimers) this.#fireNext()
    else if (this.#operations.length > 0) await this.#performOne()
    else return false
    await this.rest()
    return true
  }

  /** Lets everybody go on until all of them wait. */
  async rest(): Promise<void> {
    let seen: number
    do {
      seen = this.#activity
      for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve))
    } while (seen !== this.#activity)
  }

  #fireNext(): void {
    const next = this.#timers.reduce((first, timer) => (timer.at < first.at ? timer : first))
    this.#timers.splice(this.#timers.indexOf(next), 1)
    this.now = Math.max(this.now, next.at)
    this.trace.push(`${next.owner.name}: ${this.now - START} ms`)
    next.fire()
  }

  async #performOne(): Promise<void> {
    const drawn = this.#operations[Math.floor(this.random() * this.#operations.length)]
    const operation = this.#operations.find((other) => other === drawn || (drawn?.lane !== undefined && other.lane === drawn.lane))
    if (operation) this.#operations.splice(this.#operations.indexOf(operation), 1)
    this.trace.push(`${operation?.owner.name}: ${operation?.label}`)
    await operation?.run()
  }
}
