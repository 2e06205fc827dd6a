import { createOutboxStore, type OutboxStore } from './outbox-store.ts'
import { type Seal, seal } from './seal.ts'

/**
 * What ordering needs of the device it runs on. Whatever can fail, wait, or differ between two runs comes in here (and as `fetch`), so that a
 * simulation can stand in for all of it.
 */
export interface Device {
  /** Milliseconds by the device's clock, which may be years off and may jump. Only ages are judged by it, never a retry. */
  now(): number
  /** At least 0, less than 1. */
  random(): number
  /** Resolves after so many milliseconds. */
  wait(delayMs: number): Promise<void>
  /** Ends an attempt that takes too long; `AbortSignal.timeout` unless said. */
  deadline?(delayMs: number): AbortSignal
  /** Tells when the device is connected again. */
  onOnline(handler: () => void): void
  /** Does work of this name in one tab of the origin at a time, where the browser can see to it; correctness never rests on it. */
  exclusively<Value>(name: string, work: () => Promise<Value>): Promise<Value>
  /** Where orders and requests are kept until they are answered. */
  readonly entries: OutboxStore
  /** Seals the personal part; rejects where there is no WebCrypto (plain http). */
  readonly seal: Seal
}

/** The device that this page runs on. */
export const pageDevice = (): Device => ({
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  onOnline: (handler) => globalThis.addEventListener?.('online', handler),
  exclusively,
  entries: createOutboxStore(),
  seal,
})

// Locks are missing in old browsers and on plain http, and refused in a sandbox.
async function exclusively<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  let isHeld = false
  const held = (): Promise<Value> => {
    isHeld = true
    return work()
  }
  try {
    return await navigator.locks.request(name, held)
  } catch (cause) {
    if (isHeld) throw cause
    return work()
  }
}
