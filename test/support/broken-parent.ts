import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it arrived. Header names are in lower case. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer as it will be sent. Header names are in lower case. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What stands between a page and a parent: it passes requests on, and does one thing wrong. */
export type Breakage = (asked: Asked, pass: (asked: Asked) => Promise<Answered>) => Promise<Answered>

/** A parent at an address of its own. */
export interface StandIn {
  readonly origin: string
  close(): Promise<void>
}

// Of one connection, and not of the message; the body is sent as it was decoded.
const OWN_HEADERS = ['connection', 'content-encoding', 'content-length', 'host', 'keep-alive', 'transfer-encoding']

/** A parent that is the one behind `fetch` (paths are put after `upstream`), broken in one way. */
export async function startBroken(upstream: string, breakage: Breakage, fetch = globalThis.fetch): Promise<StandIn> {
  const pass = async ({ method, path, headers, body }: Asked): Promise<Answered> => {
    const response = await fetch(upstream + path, { method, headers, ...(method === 'POST' && { body }) })
    return { status: response.status, headers: passed(Object.fromEntries(response.headers)), body: await response.text() }
  }
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await breakage(await askedBy(request), pass)
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function askedBy(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = 'GET', url = '/', headers } = request
  return { method, path: url, headers: passed(headers as Record<string, string>), body: Buffer.concat(chunks).toString() }
}

const passed = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name)))

/** The answer with its JSON changed; what is no JSON stays. */
export function rewritten(answered: Answered, change: (json: Record<string, unknown>) => unknown): Answered {
  if (!answered.headers['content-type']?.includes('json') || answered.body === '') return answered
  return { ...answered, body: JSON.stringify(change(JSON.parse(answered.body) as Record<string, unknown>)) }
}

/** Whether this is an order. */
export const isOrder = ({ method, path }: Asked): boolean => method === 'POST' && path === '/v1/orders'

/** The id of the order in a body, if there is one. */
export const idOf = ({ body }: Asked): string | undefined => /"id":"(ord_[\w-]{21})"/.exec(body)?.[1]

/** Whether the parent refuses. */
export const isRefusal = ({ status }: Pick<Answered, 'status'>): boolean => 400 <= status

/** Changes each problem document that the parent sends. */
export const problems =
  (change: (problem: Record<string, unknown>) => unknown): Breakage =>
  async (asked, pass) => {
    const answered = await pass(asked)
    return isRefusal(answered) ? rewritten(answered, change) : answered
  }

/** Does this to each order whose id came before. */
export function onRepeat(repeat: Breakage): Breakage {
  const seen = new Set<string>()
  return async (asked, pass) => {
    const id = isOrder(asked) ? idOf(asked) : undefined
    if (id === undefined) return pass(asked)
    if (seen.has(id)) return repeat(asked, pass)
    seen.add(id)
    return pass(asked)
  }
}
