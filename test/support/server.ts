import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

const COMMAND = fileURLToPath(new URL('../../packages/parent/bin/tributary.js', import.meta.url))
const MEDIA = fileURLToPath(new URL('../../examples/parent/media', import.meta.url))

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Standard output as JSON. */
  json<Value>(): Value
}

/** The real server in a process of its own, with a data folder of its own. */
export interface TestServer {
  readonly origin: string
  readonly dataDir: string
  readonly process: ChildProcess
  /** Calls a staff endpoint with the folder's key. */
  staff(path: string, init?: RequestInit): Promise<Response>
  /** Runs a verb of the command beside the server. */
  cli(...args: string[]): Promise<CommandResult>
  /** Kills the process like a power cut of its own (SIGKILL by default) and waits for its end; the data stays. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Starts another process on the same data and, where possible, the same port. */
  restart(): Promise<TestServer>
  /** Ends the server and removes its data. */
  stop(): Promise<void>
}

/** How a test server is started. */
export interface ServerOptions {
  readonly databaseUrl?: string
  readonly dataDir?: string
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
}

/** Starts `tributary serve` and waits for its line. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'tributary-data-'))
  const database = join(dataDir, 'postgres')
  if (!options.databaseUrl && !existsSync(database)) cpSync(inject('databaseImage').folder, database, { recursive: true })
  const env = {
    ...process.env,
    PORT: String(options.port ?? 0),
    DATA_DIR: dataDir,
    DATABASE_URL: options.databaseUrl ?? '',
    MEDIA_DIR: MEDIA,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    LIMITS: 'off',
    ...options.env,
  }
  const child = spawn(process.execPath, [COMMAND, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('serving ') && resolve(line.slice('serving '.length)))
    child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const key = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim()
  const kill: TestServer['kill'] = async (signal = 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  return {
    origin,
    dataDir,
    process: child,
    staff: (path, init = {}) => fetch(`${origin}${path}`, { ...init, headers: { Authorization: `Bearer ${key}`, ...init.headers } }),
    cli: (...args) => runCommand(args, env),
    kill,
    restart: () => startServer({ ...options, dataDir, port: Number(new URL(origin).port) }),
    stop: async () => {
      await kill('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Runs a verb of the command to its end. */
export function runCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  const child = spawn(process.execPath, [COMMAND, ...args], { env })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data) => {
    stdout += data
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr, json: <Value>() => JSON.parse(stdout) as Value }))
  })
}

/** A host page's web server: an origin of its own on loopback. */
export interface HostPage {
  readonly origin: string
  readonly server: Server
  close(): Promise<void>
}

/** Serves what `answer` says for a path: the HTML of a page, with headers of its own. */
export async function serveHostPage(
  answer: (path: string) => { readonly html: string; readonly headers?: Readonly<Record<string, string>> } | undefined,
): Promise<HostPage> {
  const server = createServer((request, response) => {
    const found = answer(new URL(request.url ?? '/', 'http://localhost').pathname)
    if (found) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...found.headers }).end(found.html)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
