/** A file of a chunk: its name without `.js`, and the SHA-256 of what must be in it. */
export type ChunkFile = readonly [name: string, sha256: string]

/** The files of the first card, and the file that knows the files of every other chunk; its own first. */
export interface Manifest {
  readonly version: string
  readonly offer: readonly ChunkFile[]
  readonly further: readonly ChunkFile[]
}

// Put in by the build of the loader, from the build of the chunks.
declare const TRIBUTARY_MANIFEST: Manifest

/** What the chunks of this version are called and what must be in them. */
export const manifest: Manifest = TRIBUTARY_MANIFEST
