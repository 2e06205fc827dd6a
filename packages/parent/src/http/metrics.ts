import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Queryable } from '../store/database.ts'
import { queueDepths } from '../store/queue-depths.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A request as it is counted: `route` is the pattern of its path, so that there are only so many of them. */
export interface CountedRequest {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** What a process counts for Prometheus. */
export interface Metrics {
  request(request: CountedRequest): void
  problem(code: string): void
  /** What became of a posted order: `created`, `repeated`, or the code of the problem. */
  order(outcome: string): void
  /** How long a statement, or a whole transaction, had a connection. */
  database(kind: 'statement' | 'transaction', seconds: number): void
  /** The counts in Prometheus' text form, with the depths of the queues as they are now. */
  text(database: Queryable): Promise<{ readonly body: string; readonly contentType: string }>
  /** Counts memory, garbage collection and the event loop of this process too. */
  watchProcess(): void
}

/** Counters of their own for each parent, so that two in one process do not add up. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name, help, labelNames, buckets: SECONDS, registers })
  const requests = counter('tributary_http_requests_total', 'Requests answered', ['method', 'route', 'status'])
  const requestSeconds = seconds('tributary_http_request_seconds', 'Time to the answer', ['method', 'route'])
  const problems = counter('tributary_problems_total', 'Problems answered, by code', ['code'])
  const orders = counter('tributary_orders_total', 'Orders posted, by what became of them', ['outcome'])
  const databaseSeconds = seconds('tributary_database_seconds', 'Time that a statement or a transaction had a connection', ['kind'])
  const depth = new Gauge({ name: 'tributary_queue_depth', help: 'What waits, by queue', labelNames: ['queue'], registers })
  const lag = new Gauge({ name: 'tributary_queue_lag_seconds', help: 'Age of the eldest that is due', labelNames: ['queue'], registers })
  return {
    request: ({ method, route, status, seconds: taken }) => {
      requests.inc({ method, route, status: String(status) })
      requestSeconds.observe({ method, route }, taken)
    },
    problem: (code) => problems.inc({ code }),
    order: (outcome) => orders.inc({ outcome }),
    database: (kind, taken) => databaseSeconds.observe({ kind }, taken),
    text: async (database) => {
      for (const { queue, waiting, lagSeconds } of await queueDepths(database)) {
        depth.set({ queue }, waiting)
        if (lagSeconds !== null) lag.set({ queue }, lagSeconds)
      }
      return { body: await registry.metrics(), contentType: registry.contentType }
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  }
}
