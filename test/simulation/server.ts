import { join } from 'node:path'
import { createParent } from '@tributary/parent/parent'
import type { Database, Queryable } from '@tributary/parent/store/database'
import type { Hono } from 'hono'
import { pino } from 'pino'
import type { TestApp } from '../support/app.ts'
import type { Owner, World } from './world.ts'

/** One life of the parent's process. */
export interface Incarnation extends Owner {
  readonly app: Hono
  /** Called when it ends, for each connection that was open then. */
  readonly connections: Set<() => void>
}

/** The parent: the real app over the real database, where each query and each transaction is an operation of the world. */
export class Server {
  readonly #world: World
  readonly #test: TestApp
  #current: Incarnation | undefined
  #lives = 0

  constructor(world: World, test: TestApp) {
    this.#world = world
    this.#test = test
  }

  get current(): Incarnation {
    if (!this.#current) throw new Error('expected a server that was started, received none')
    return this.#current
  }

  /** Starts the process, or ends the one that runs and starts another: what it remembered is gone, what it was asked is not answered. */
  async start(): Promise<void> {
    const before = this.#current
    const owner: Owner = { name: `server ${++this.#lives}`, isAlive: true }
    let isUp = false
    const { app } = await createParent({
      database: scheduled(this.#test.database, this.#world, owner, () => isUp),
      origin: this.#test.origin,
      log: pino({ level: 'silent' }),
      folders: { widget: join(import.meta.dirname, 'none') },
      detailsKeys: this.#test.parent.detailsKeys,
      files: this.#test.parent.files,
      now: () => new Date(this.#world.now),
    })
    isUp = true
    this.#current = Object.assign(owner, { app, connections: new Set<() => void>() })
    if (!before) return
    this.#world.kill(before)
    for (const cut of before.connections) cut()
  }
}

// A transaction is one operation: the embedded database has one connection, and whoever holds it is alone.
function scheduled(real: Database, world: World, owner: Owner, isUp: () => boolean): Database {
  return {
    query: (statement, values) =>
      isUp() ? world.point(`query ${nameOf(statement)}`, owner, () => real.query(statement, values)) : real.query(statement, values),
    transaction: <Value>(work: (transaction: Queryable) => Promise<Value>) =>
      isUp() ? world.point('transaction', owner, () => real.transaction(work)) : real.transaction(work),
    close: async () => {},
  } as Database
}

const nameOf = (statement: string): string => /\b(from|into|update) +(\w+)/.exec(statement)?.[0] ?? ''
