import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AddedWebhook, DeliveryState } from '@tributary/protocol/webhook'
import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'
import type { TestApp } from './app.ts'

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What receives webhooks, on loopback. */
export interface Receiver {
  readonly url: string
  readonly received: ReceivedRequest[]
  /** How often somebody connected, whatever was said then. */
  readonly connections: number
  close(): Promise<void>
}

/** Starts a receiver that answers what it is told to; 204 where that says nothing. */
export async function startReceiver(
  answer: (request: ReceivedRequest, response: ServerResponse) => number | undefined = () => 204,
): Promise<Receiver> {
  const received: ReceivedRequest[] = []
  let connections = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { id: String(request.headers['webhook-id']), headers: request.headers, body: Buffer.concat(chunks).toString() }
      received.push(one)
      const status = answer(one, response)
      if (status !== undefined) response.writeHead(status).end()
    })
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/events`,
    received,
    get connections() {
      return connections
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What the independent library makes of a request by a secret; throws where that did not sign it. The library reads the clock, which is set to `at`. */
export function verified({ headers, body }: ReceivedRequest, secret: string, at = Number(headers['webhook-timestamp']) * 1_000): unknown {
  vi.useFakeTimers({ toFake: ['Date'], now: at })
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>)
  } finally {
    vi.useRealTimers()
  }
}

/** Adds a webhook; answers it with its secret. An address that staff could not add is written past them, so that what sends is tested alone. */
export async function addHook(app: TestApp, url: string, events = ['*']): Promise<AddedWebhook> {
  const answer = await app.staff('postWebhook', { body: { url: 'https://receiver.example/', events } })
  if (answer.status !== 201) throw new Error(await answer.text())
  const webhook = (await answer.json()) as AddedWebhook
  await app.database.query('update webhooks set url = $2 where id = $1', [webhook.id, url])
  return webhook
}

/** Writes so many events for every webhook, as a transition does. */
export const happen = (app: TestApp, count: number): Promise<unknown> =>
  app.database.query(
    `select queue_event(program_id, 'order.confirmed', $2, false, jsonb_build_object('id', 'ord_' || n))
       from programs, generate_series(1, $1::integer) as n`,
    [count, new Date(app.clock.now)],
  )

/** How many deliveries are in each state, with their numbers of attempts. */
export async function deliveryStates(app: TestApp): Promise<Partial<Record<DeliveryState, number>>> {
  const rows = await app.database.query<{ state: DeliveryState; count: number }>(`select state, count(*) from deliveries group by state`)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
