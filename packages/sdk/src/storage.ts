/** The part of `Storage` that the cart needs. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem'>

/** Where something is kept between visits; the last thing written is always read back, even where nothing can be stored. */
export interface Keep {
  read(): string | null
  write(text: string): void
}

/** Keeps one text under one key. Storage that is missing, full or throws (a sandbox, a blocked site) means memory, which is no error. */
export function createKeep(key: string, storage: KeyValueStorage | undefined): Keep {
  let memory: string | null | undefined
  return {
    read() {
      // What could not be stored is newer than what is.
      if (memory !== undefined) return memory
      try {
        return storage?.getItem(key) ?? null
      } catch {
        return null
      }
    },
    write(text) {
      memory = text
      try {
        storage?.setItem(key, text)
        if (storage) memory = undefined
      } catch {
        // In memory, then.
      }
    },
  }
}

/** The page's own `localStorage`, where there is one that may be touched. */
export function pageStorage(): KeyValueStorage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
