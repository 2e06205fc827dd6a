import { existsSync, readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../../../shared/data/', import.meta.url)

/** Whether the inputs that nobody of this project wrote are here. Without them their tests are left out, and say so. */
export const isSharedHere = existsSync(FOLDER)
if (!isSharedHere) console.warn('!!! ../shared/data is not there: bad input that others collected is NOT tested.')

/** The bytes of a shared file. A name may hold a `#`, which an address would end at. */
export const readShared = (path: string): Buffer<ArrayBuffer> =>
  isSharedHere ? readFileSync(new URL(encodeURI(path).replaceAll('#', '%23'), FOLDER)) : Buffer.alloc(0)

/** The names in a shared folder, sorted. */
export const listShared = (path: string): string[] => (isSharedHere ? readdirSync(new URL(path, FOLDER)).sort() : [])

/** Strings that break software, each once. */
export const naughtyStrings = (): string[] =>
  isSharedHere ? [...new Set(JSON.parse(readShared('strings/naughty-strings.json').toString()) as string[])] : []

/** Payloads that run a script wherever text is taken for markup. */
export const scriptPayloads = (): string[] => [
  ...new Set(
    listShared('xss/')
      .flatMap((name) => readShared(`xss/${name}`).toString().split('\n'))
      .filter((line) => line.trim() !== ''),
  ),
]

/** A text in pieces of at most `most` UTF-16 units; no character is cut in two. */
export function piecesOf(text: string, most: number): string[] {
  const pieces = ['']
  for (const character of text) {
    const last = pieces.at(-1) as string
    if (last.length + character.length <= most) pieces[pieces.length - 1] = last + character
    else pieces.push(character)
  }
  return pieces
}
