import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../scripts/postgres.mjs'

/** One PostgreSQL server for the whole run; each test file makes databases of its own on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  project.provide('postgresUrl', postgres.url)
  return postgres.stop
}
