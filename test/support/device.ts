import type { Device, OutboxStore, UnsentEntry } from '@tributary/sdk'
import { seal } from '@tributary/sdk/parts'

/** What one browser keeps between visits. */
export type Kept = Map<string, UnsentEntry>

/** An outbox store over a map: what IndexedDB promises, without a browser (`outbox-store.ts` holds both to the same sentences). */
export const memoryEntries = (kept: Kept): OutboxStore => ({
  put: async (entry) => void kept.set('leadId' in entry ? entry.leadId : entry.orderId, structuredClone(entry)),
  all: async () => structuredClone([...kept.values()]),
  has: async (id) => kept.has(id),
  delete: async (id) => void kept.delete(id),
})

/** Storage as a sandbox has it. */
export const brokenEntries: OutboxStore = {
  put: () => Promise.reject(new DOMException('denied', 'SecurityError')),
  all: () => Promise.reject(new DOMException('denied', 'SecurityError')),
  has: () => Promise.reject(new DOMException('denied', 'SecurityError')),
  delete: () => Promise.reject(new DOMException('denied', 'SecurityError')),
}

/** A device that works; tabs that share `locks` are tabs of one browser. */
export function buildDevice(device: Partial<Device> & { kept?: Kept; locks?: Map<string, Promise<unknown>> } = {}): Device {
  const { kept = new Map(), locks = new Map(), ...more } = device
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    onOnline: () => {},
    exclusively(name, work) {
      const turn = (locks.get(name) ?? Promise.resolve()).then(work, work)
      locks.set(name, turn)
      return turn
    },
    entries: memoryEntries(kept),
    seal,
    ...more,
  }
}
