import type { WatchId } from './id.ts'

/** An address of a catalogue file that is fetched again and again. */
export interface Watch {
  readonly id: WatchId
  readonly url: string
  readonly everySeconds: number
  /** Rows that cannot be imported are left out; else one of them keeps the file out. */
  readonly skipBad: boolean
  /** When it is fetched next. */
  readonly dueAt: string
  /** When it was asked for last, and when something was imported last. */
  readonly checkedAt?: string
  readonly importedAt?: string
  /** How often in a row it failed, and why the last time. The last good catalogue stays meanwhile. */
  readonly failures: number
  readonly failure?: string
}

/** What staff send to watch an address; an hour where nothing else is said. */
export interface NewWatch {
  readonly url: string
  readonly everySeconds?: number | undefined
  readonly skipBad?: boolean | undefined
}
