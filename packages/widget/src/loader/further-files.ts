import type { ChunkFile } from './manifest.ts'

/**
 * Which files few pages want, or none before a sheet is open: those of each language, of each kind of placement beside offers, of the sheet in which
 * services are asked for, and of what comes while the customer types. A chunk of its own, so that no page carries the hashes of what it does not show.
 */
export interface FurtherFiles {
  /** By language or chunk; its own file first. */
  readonly files: Readonly<Record<string, readonly ChunkFile[]>>
}

// Put in by the build, from the builds of the chunks and the languages.
declare const TRIBUTARY_FURTHER: FurtherFiles['files']

/** The files of each language that there is beside English, and of each chunk that the loader does not know. */
export const files: FurtherFiles['files'] = TRIBUTARY_FURTHER
