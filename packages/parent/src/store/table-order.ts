import type { Queryable } from './database.ts'

const REFERENCES = `
  select distinct c.relname as "table", f.relname as "to"
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid and c.relnamespace = 'public'::regnamespace
    join pg_class f on f.oid = k.confrelid
   where k.contype = 'f'`

/** That a table's rows name rows of another, or of their own. */
export interface Reference {
  readonly table: string
  readonly to: string
}

/** Which tables refer to which. */
export const tableReferences = (database: Queryable): Promise<Reference[]> => database.query<Reference>(REFERENCES)

/** Tables in an order in which each comes after those that it refers to. Throws where some refer to each other in a circle. */
export function inLoadOrder(tables: readonly string[], references: readonly Reference[]): string[] {
  const ordered: string[] = []
  const waiting = [...tables]
  while (waiting.length > 0) {
    const next = waiting.findIndex((name) => !references.some(({ table, to }) => table === name && to !== name && waiting.includes(to)))
    if (next === -1) throw new Error(`expected tables without circles, but ${waiting.join(', ')} refer to each other`)
    ordered.push(...waiting.splice(next, 1))
  }
  return ordered
}
