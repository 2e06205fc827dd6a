import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { tableBlocks } from './leveldb.ts'

/** Where in a profile a text was found: the file, and as what. */
export interface Found {
  readonly text: string
  readonly file: string
}

/** Every place in a folder, down to the bytes, where one of these texts stands: as UTF-8, as UTF-16 (V8's strings beyond Latin-1), within compressed tables. */
export function searchProfile(folder: string, texts: readonly string[]): Found[] {
  const needles = texts.flatMap((text) => [
    { text, bytes: Buffer.from(text, 'utf8') },
    { text, bytes: Buffer.from(text, 'latin1') },
    { text, bytes: Buffer.from(text, 'utf16le') },
  ])
  return filesOf(folder).flatMap((path) => {
    const bytes = readFileSync(path)
    const parts = [bytes, ...(path.endsWith('.ldb') ? tableBlocks(bytes) : [])]
    const found = needles.filter((needle) => parts.some((part) => part.includes(needle.bytes)))
    return [...new Set(found.map(({ text }) => text))].map((text) => ({ text, file: relative(folder, path) }))
  })
}

/** Every file in a folder and below. */
export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
