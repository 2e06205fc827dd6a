import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAME = 'server.json'

/** Leaves word in the data folder where the server is reached from this machine, for the other verbs of the command. */
export function writeServerFile(folder: string, server: { readonly local: string; readonly origin: string }): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, NAME), JSON.stringify({ ...server, pid: process.pid }))
}

/** Where the server of this data folder was last reached; it may be gone. */
export function readServerFile(folder: string): { readonly local: string; readonly origin: string } | undefined {
  try {
    const { local, origin } = JSON.parse(readFileSync(join(folder, NAME), 'utf8')) as Record<string, unknown>
    return typeof local === 'string' && typeof origin === 'string' ? { local, origin } : undefined
  } catch {
    return undefined
  }
}

/** Takes the word back. */
export const removeServerFile = (folder: string): void => rmSync(join(folder, NAME), { force: true })
