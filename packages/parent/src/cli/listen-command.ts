import type { AddedWebhook, FetchedDelivery } from '@tributary/protocol/webhook'
import { postOutside, refusedUrl } from '../http/outgoing.ts'
import { type Command, list, value } from './command.ts'
import { UsageError } from './environment.ts'
import { ProblemError, type StaffClient } from './staff-client.ts'

const LOOK_EVERY_MS = 1_000

/** What `listen` works with beside the parent. */
export interface Listening {
  /** Where events are sent to, loopback too: somebody typed it. */
  readonly url: string
  readonly events: readonly string[]
  /** Ends it. */
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** `tributary listen`: what happens from now on, sent to a program on this machine as a webhook would be. */
export const LISTEN_COMMANDS: Readonly<Record<string, Command>> = {
  listen: {
    usage: 'listen --forward-to http://localhost:3000/events [--event order.* …]',
    summary: 'Forward events to a program on this machine, signed, until Ctrl+C',
    options: { 'forward-to': 'value', event: 'list' },
    run: async (client, given) => {
      const url = value(given, 'forward-to')
      if (url === undefined) throw new UsageError('Say where to: --forward-to http://localhost:3000/events')
      const refused = refusedUrl(url, true)
      if (refused !== undefined) throw new UsageError(`${url} ${refused}`)
      if (client.isInProcess) throw new UsageError('No server is running over this data. Start it first: tributary serve')
      const stop = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
      const say = (line: string) => process.stderr.write(`${line}\n`)
      return { forwarded: await listen(client, { url, events: list(given, 'event'), signal: stop.signal, say }) }
    },
    print: (answer) => `${(answer as { forwarded: number }).forwarded} events were forwarded.`,
  },
}

/** Listens until it is told to end; answers how many events were forwarded. What the local program refuses is told and not tried again. */
export async function listen(client: StaffClient, { url, events, signal, say }: Listening): Promise<number> {
  const body = JSON.stringify({ listen: true, ...(events.length > 0 && { events }) })
  const { id, secret } = (await client.call('postWebhook', { body })) as AddedWebhook
  say(`Signed with ${secret}`)
  say(`Forwarding to ${url}; Ctrl+C ends it.`)
  let forwarded = 0
  try {
    while (!signal.aborted) {
      const deliveries = await fetchNext(client, id, say)
      for (const delivery of deliveries) say(await forward(delivery, url))
      forwarded += deliveries.length
      if (deliveries.length === 0) await pause(signal)
    }
    return forwarded
  } finally {
    // Whoever cannot say goodbye is forgotten after ten minutes.
    await client.call('removeWebhook', { parameters: { id } }).catch(() => {})
  }
}

async function fetchNext(client: StaffClient, id: string, say: Listening['say']): Promise<readonly FetchedDelivery[]> {
  try {
    return ((await client.call('fetchDeliveries', { parameters: { id } })) as { deliveries: FetchedDelivery[] }).deliveries
  } catch (error) {
    if (error instanceof ProblemError && error.problem.final) throw error
    say('The parent does not answer; trying again.')
    return []
  }
}

async function forward({ type, headers, payload }: FetchedDelivery, url: string): Promise<string> {
  const name = `${type}  ${headers['webhook-id']}`
  try {
    return `${name}  ${await postOutside(url, headers, payload, { allowsPrivate: true })}`
  } catch (error) {
    return `${name}  ${(error as Error).message || 'could not be reached'}`
  }
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, LOOK_EVERY_MS)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
