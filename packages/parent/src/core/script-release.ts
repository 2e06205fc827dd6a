/** A script of ours that was read: from where, and of which release. */
export interface ReadRelease {
  readonly src: string
  readonly release: string
}

/** The release of the widget that a script is, like `0.1.0`, by the manifest that its build puts into it; `undefined` for any other script. */
export const releaseIn = (script: string): string | undefined => /\bversion:\s*["'](\d+\.\d+\.\d+[^"']*)["'],\s*offer:/.exec(script)?.[1]

/** Whether a release came before another one. What is tried out before a release (`1.0.0-beta.1`) counts as that release. */
export function isOlder(release: string, other: string): boolean {
  const [own, theirs] = [numbersOf(release), numbersOf(other)]
  const place = own.findIndex((number, index) => number !== theirs[index])
  return place !== -1 && (own[place] ?? 0) < (theirs[place] ?? 0)
}

const numbersOf = (release: string): number[] => (/^\d+(?:\.\d+)*/.exec(release)?.[0] ?? '').split('.').map(Number)
