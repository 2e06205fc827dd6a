/** A file of a chunk: its name without `.js`, and the SHA-256 of what must be in it. */
export type ChunkFile = readonly [name: string, sha256: string]

/** The files that each chunk needs, its own first. */
export interface Manifest {
  readonly version: string
  readonly offer: readonly ChunkFile[]
  readonly sheet: readonly ChunkFile[]
  readonly further: readonly ChunkFile[]
}

// Put in by the build of the loader, from the build of the chunks.
declare const TRIBUTARY_MANIFEST: Manifest

/** What the chunks of this version are called and what must be in them. */
export const manifest: Manifest = TRIBUTARY_MANIFEST
