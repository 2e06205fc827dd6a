import type { Device, KeyValueStorage, OutboxStore, UnsentEntry } from '@tributary/sdk'
import { seal } from '@tributary/sdk/parts'
import { memoryEntries } from '../support/device.ts'
import type { Owner, World } from './world.ts'

interface Lock {
  holder: Owner
  readonly queue: { readonly owner: Owner; grant(): void }[]
}

/** One customer's browser: what it keeps outlives its tabs, and tabs share it. */
export class Browser {
  readonly kept = new Map<string, UnsentEntry>()
  readonly local = new Map<string, string>()
  /** How far the device's clock is off, milliseconds. */
  clockShiftMs = 0
  /** From now on storage does what it is asked to. */
  isSound = false
  readonly #world: World
  readonly #hasLocks: boolean
  readonly #locks = new Map<string, Lock>()
  readonly #store = memoryEntries(this.kept)

  constructor(world: World) {
    this.#world = world
    this.#hasLocks = world.happens(0.7)
  }

  /** The cart's storage. */
  readonly storage: KeyValueStorage = {
    getItem: (key) => this.local.get(key) ?? null,
    setItem: (key, text) => void this.local.set(key, text),
  }

  /** The device as one tab sees it. */
  deviceOf(tab: Owner): Device {
    const world = this.#world
    return {
      now: () => world.now + this.clockShiftMs,
      random: () => world.random(),
      wait: (delayMs) => world.wait(delayMs, tab),
      deadline: (delayMs) => {
        const controller = new AbortController()
        world.later(delayMs, tab, () => controller.abort())
        return controller.signal
      },
      onOnline: () => {},
      exclusively: (name, work) => this.#exclusively(tab, name, work),
      entries: this.#entriesOf(tab),
      seal: (...what) => world.point('seal', tab, () => seal(...what)),
    }
  }

  /** A tab's locks end with it. */
  release(tab: Owner): void {
    for (const [name, lock] of this.#locks) if (lock.holder === tab) this.#next(name)
  }

  #entriesOf(tab: Owner): OutboxStore {
    const store = this.#store
    // Transactions that overlap run in the order of their creation, whichever tab they are of (Indexed Database API, section 2.7.2).
    const transaction = <Value>(label: string, work: () => Value | Promise<Value>) => this.#world.point(label, tab, work, 'transactions')
    const change = (label: string, work: () => Promise<void>) =>
      transaction(label, () => {
        if (this.isSound || !this.#world.happens(0.05)) return work()
        this.#world.fault('storage aborts')
        throw new DOMException('The transaction was aborted.', 'AbortError')
      })
    return {
      put: (order) => change('put', () => store.put(order)),
      delete: (orderId) => change('delete', () => store.delete(orderId)),
      all: () => transaction('all', () => store.all()),
      has: (orderId) => transaction('has', () => store.has(orderId)),
    }
  }

  async #exclusively<Value>(tab: Owner, name: string, work: () => Promise<Value>): Promise<Value> {
    if (!this.#hasLocks) return work()
    await new Promise<void>((grant) => {
      const lock = this.#locks.get(name)
      if (lock) lock.queue.push({ owner: tab, grant })
      else {
        this.#locks.set(name, { holder: tab, queue: [] })
        grant()
      }
    })
    try {
      return await work()
    } finally {
      if (this.#locks.get(name)?.holder === tab) this.#next(name)
    }
  }

  #next(name: string): void {
    const lock = this.#locks.get(name)
    const next = lock?.queue.shift()
    if (!lock || !next) this.#locks.delete(name)
    else if (!next.owner.isAlive) this.#next(name)
    else {
      lock.holder = next.owner
      void this.#world.point('lock granted', next.owner, () => next.owner.isAlive && next.grant())
    }
  }
}
