/** The part of `Storage` that the cart needs. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem'>

/** Where something is kept between visits; the last thing written is always read back, even where nothing can be stored. */
export interface Keep {
  read(): string | null
  /** Whether it is stored beyond this page. */
  write(text: string): boolean
}

/** Keeps one text under one key. Storage that is missing, full or throws (a sandbox, a blocked site) means memory, which is no error. */
export function createKeep(key: string, storage: KeyValueStorage | undefined): Keep {
  let memory: string | null = null
  let isStored = storage !== undefined
  return {
    read() {
      if (!isStored) return memory
      try {
        return storage?.getItem(key) ?? null
      } catch {
        isStored = false
        return memory
      }
    },
    write(text) {
      memory = text
      try {
        storage?.setItem(key, text)
        isStored = storage !== undefined
      } catch {
        isStored = false
      }
      return isStored
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
