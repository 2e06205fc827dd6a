import type { ChunkFile } from './manifest.ts'

/** Which file holds the texts of which language: a chunk of its own, so that English pages do not carry the hashes of languages that they do not show. */
export interface LanguageFiles {
  readonly files: Readonly<Record<string, ChunkFile>>
}

// Put in by the build, from the build of the languages.
declare const TRIBUTARY_LANGUAGES: LanguageFiles['files']

/** The file of each language that there is beside English. */
export const files: LanguageFiles['files'] = TRIBUTARY_LANGUAGES
