import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A database of its own on the real PostgreSQL of this run. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** Makes an empty database; `drop` removes it, whoever is still connected. With `breaksCircles: false` transactions that wait in a circle wait for ever. */
export async function createTestDatabase({ breaksCircles = true }: { readonly breaksCircles?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const name = `tributary_${randomBytes(6).toString('hex')}`
  await ask(server, `create database ${name}`)
  if (!breaksCircles) await ask(server, `alter database ${name} set deadlock_timeout = '1h'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => ask(server, `drop database ${name} with (force)`) }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server where databases can be made. */
    postgresUrl: string
  }
}
