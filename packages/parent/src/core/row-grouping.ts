import type { RowKeys } from './catalogue-reading.ts'

/** What a row is to the others: the names by which they may join it, or the name of the one that it joins. */
export interface RowPlace {
  readonly names: readonly string[]
  readonly joins: string | null
}

/** Keeps of a file only the names of its rows, and of those that lead how many rows they have. */
export interface RowGrouping {
  place(keys: RowKeys): RowPlace
  /** How many rows joined these names. */
  sizeOf(names: readonly string[]): number
  /** Names that rows joined and no row has. */
  orphaned(): string[]
}

/** Finds out which rows belong together while they pass by. */
export function createGrouping(): RowGrouping {
  const taken = new Set<string>()
  const joined = new Map<string, number>()
  const take = (wanted: readonly string[]): RowPlace => {
    const names = wanted.filter((name) => !taken.has(name))
    for (const name of names) taken.add(name)
    return { names, joins: null }
  }
  const join = (name: string): RowPlace => {
    joined.set(name, (joined.get(name) ?? 0) + 1)
    return { names: [], joins: name }
  }
  return {
    place(keys) {
      if ('joins' in keys) return join(keys.joins)
      if ('names' in keys) return take(keys.names)
      return taken.has(keys.group) ? join(keys.group) : take([keys.group])
    },
    sizeOf: (names) => names.reduce((sum, name) => sum + (joined.get(name) ?? 0), 0),
    orphaned: () => [...joined.keys()].filter((name) => !taken.has(name)),
  }
}
