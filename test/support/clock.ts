import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'

// Real, for everything that no clock can be turned for: a module that is fetched, a request.
const PAUSE_MS = 10

/**
 * Turns a faked clock on, second by second, until this holds. It stands still while nothing waits for it: a clock that is turned once, before the
 * first timer is set, leaves that timer waiting for ever on a slow machine.
 */
export async function turnUntil(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await sleep(PAUSE_MS)
    if (vi.getTimerCount() > 0) await vi.advanceTimersByTimeAsync(1_000)
  }
}
