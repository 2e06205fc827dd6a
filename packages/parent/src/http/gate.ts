/** Lets so many requests in at once and no more: what waits behind them would wait longer than its caller does. */
export interface Gate {
  /** Answers how to leave again, or nothing where it is full. */
  enter(): (() => void) | undefined
}

/** A gate for `most` requests at once. */
export function createGate(most: number): Gate {
  let inside = 0
  return {
    enter() {
      if (most <= inside) return undefined
      inside++
      return () => {
        inside--
      }
    },
  }
}
