import type { Logger } from 'pino'

/** A job that works by itself until it is stopped. */
export interface Job {
  /** Looks for work at once. */
  wake(): void
  /** Ends after the piece of work in hand. */
  stop(): Promise<void>
}

/** Runs `work` again and again while it finds something to do, then waits for `wake` or for `everyMs`. */
export function startJob(everyMs: number, log: Logger, work: () => Promise<boolean>): Job {
  let isStopped = false
  let awake: () => void = () => {}
  const run = async () => {
    while (!isStopped) {
      const found = await work().catch((error: unknown) => {
        log.error({ err: error }, 'a job failed; it goes on later')
        return false
      })
      if (found || isStopped) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs)
        timer.unref()
        awake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const running = run()
  return {
    wake: () => awake(),
    stop: async () => {
      isStopped = true
      awake()
      await running
    },
  }
}
