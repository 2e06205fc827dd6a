/** A script of ours that was read: from where, and of which release. */
export interface ReadRelease {
  readonly src: string
  readonly release: string
}

const OURS = 'script[data-tributary-site]'

/**
 * The release of the widget that a script is, like `0.1.0`: by the folder that it fetches its files from or, of a copy that has them beside itself, by its
 * first line. `undefined` for any other script, and for one without either.
 */
export const releaseIn = (script: string): string | undefined =>
  script.includes(OURS) ? /(?:["'`}]\/v|\/\*! Tributary )(\d+\.\d+\.\d+[\w.+-]*)/.exec(script)?.[1] : undefined

/** Whether a release came before another one. What is tried out before a release (`1.0.0-beta.1`) counts as that release. */
export function isOlder(release: string, other: string): boolean {
  const [own, theirs] = [numbersOf(release), numbersOf(other)]
  const place = own.findIndex((number, index) => number !== theirs[index])
  return place !== -1 && (own[place] ?? 0) < (theirs[place] ?? 0)
}

const numbersOf = (release: string): number[] => (/^\d+(?:\.\d+)*/.exec(release)?.[0] ?? '').split('.').map(Number)
