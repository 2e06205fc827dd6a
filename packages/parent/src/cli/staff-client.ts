import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ENDPOINTS, type EndpointName, endpointPath } from '@tributary/protocol/endpoint'
import type { Problem } from '@tributary/protocol/problem'
import { type Environment, UsageError } from './environment.ts'
import { readServerFile } from './server-file.ts'

/** The parent answered with a problem. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

/** One call of a staff endpoint. */
export interface StaffRequest {
  readonly parameters?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  /** Text, or a file that is read while it is sent. */
  readonly body?: string | ReadableStream<Uint8Array>
}

/** The staff's endpoints, over HTTP or in this process. Throws `ProblemError` with what the parent answered. */
export interface StaffClient {
  /** Where browsers reach the parent. */
  readonly origin: string
  call(name: EndpointName, request?: StaffRequest): Promise<unknown>
  /** Answers the body of a file as it arrives. */
  download(name: EndpointName, request?: StaffRequest): Promise<ReadableStream<Uint8Array>>
  /** Sends a file, to be claimed by what is sent next. */
  upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<unknown>
  /** No server is running: the data belong to this process as long as it is open. */
  readonly isInProcess?: boolean
  close(): Promise<void>
}

/**
 * One process owns the data (design, D21): with a server running its admin endpoints are called; with none this process takes the lock and calls
 * the same app.
 */
export async function openStaffClient(environment: Environment): Promise<StaffClient> {
  const server = readServerFile(environment.dataDir)
  if (server && (await isTributary(server.local))) {
    const key = environment.staffKey ?? readAdminKey(environment.dataDir)
    return { origin: server.origin, ...staffClientOf(server.local, key, fetch), close: async () => {} }
  }
  // The whole server, which a call over HTTP has no use for.
  const { openLocalParent } = await import('./local-parent.ts')
  const { origin, key, app, close } = await openLocalParent(environment, server?.origin)
  return { origin, ...staffClientOf(origin, key, async (request) => app.request(request)), isInProcess: true, close }
}

/** Calls and uploads over whichever way requests are sent. */
export const staffClientOf = (base: string, key: string, send: Send): Pick<StaffClient, 'call' | 'download' | 'upload'> => ({
  call: async (name, request) => answerOf(await ask(base, key, send, name, request)),
  download: async (name, request) => {
    const response = await ask(base, key, send, name, request)
    if (!response.ok || !response.body) throw new ProblemError((await response.json()) as Problem)
    return response.body
  },
  upload: async (name, bytes) => {
    const form = new FormData()
    form.append('file', new File([bytes], name))
    return answerOf(await send(new Request(new URL(endpointPath('postUpload'), base), { method: 'POST', body: form })))
  },
})

function ask(base: string, key: string, send: Send, name: EndpointName, { parameters, query = {}, body }: StaffRequest = {}) {
  const url = new URL(endpointPath(name, parameters), base)
  for (const [field, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(field, value)
  const { method } = ENDPOINTS[name]
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
  return send(new Request(url, { method, headers, ...(method === 'GET' ? {} : { body: body ?? '{}', duplex: 'half' }) }))
}

type Send = (request: Request) => Promise<Response>

async function answerOf(response: Response): Promise<unknown> {
  const answer = (await response.json()) as unknown
  if (!response.ok) throw new ProblemError(answer as Problem)
  return answer
}

async function isTributary(base: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', base), { signal: AbortSignal.timeout(2_000) })
    return ((await response.json()) as { service?: string }).service === 'tributary'
  } catch {
    return false
  }
}

function readAdminKey(folder: string): string {
  const file = join(folder, 'admin.key')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  throw new UsageError(`The key file ${file} is missing. Start the server once with the same DATA_DIR to make it.`)
}
