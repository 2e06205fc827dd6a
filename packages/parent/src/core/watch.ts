const FIRST_RETRY_SECONDS = 60
const MOST_SECONDS = 6 * 60 * 60
const JITTER = 0.1

/** After so many failures in a row staff are told. */
export const TOLD_AFTER = 3

/**
 * When an address is fetched again: as often as staff said; after failures first soon, then twice as long each time, up to 6 hours or what staff said, whichever is
 * longer; so a file that is written at that moment is there a minute later, and a server that is gone is left alone. `random` (from 0 to 1) keeps many apart.
 */
export function watchAgainAt(failures: number, everySeconds: number, now: Date, random: number): Date {
  const retry = Math.min(FIRST_RETRY_SECONDS * 2 ** (failures - 1), Math.max(everySeconds, MOST_SECONDS))
  const seconds = failures === 0 ? everySeconds : retry * (1 + JITTER * random)
  return new Date(now.getTime() + seconds * 1_000)
}
