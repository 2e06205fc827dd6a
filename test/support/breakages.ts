import { newCode, newOrderId } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { Quote } from '@tributary/protocol/quote'
import { type Asked, type Breakage, idOf, isOrder, isRefusal, onRepeat, problems, rewritten } from './broken-parent.ts'
import { buildCustomer } from './build.ts'

/** A parent that is wrong in one way, and the rules that say so. Each is made anew for each run, since some remember. */
export interface Broken {
  readonly does: string
  readonly rules: readonly string[]
  breakage(pageOrigin: string): Breakage
}

const isOffers = ({ method, path }: Asked) => method === 'GET' && path.startsWith('/v1/offers')

/** Parents that are deliberately broken. */
export const BROKEN: readonly Broken[] = [
  {
    does: 'lets no page read a refusal',
    rules: ['cors.problems'],
    breakage: () => async (asked, pass) => {
      const answered = await pass(asked)
      const { 'access-control-allow-origin': _, ...headers } = answered.headers
      return isRefusal(answered) ? { ...answered, headers } : answered
    },
  },
  {
    does: 'knows no preflight',
    rules: ['cors.preflight'],
    breakage: () => async (asked, pass) => (asked.method === 'OPTIONS' ? { status: 404, headers: {}, body: '' } : pass(asked)),
  },
  {
    does: 'answers 201 to a repeat',
    rules: ['orders.repeat-is-200'],
    breakage: () =>
      onRepeat(async (asked, pass) => {
        const answered = await pass(asked)
        return answered.status === 200 ? { ...answered, status: 201 } : answered
      }),
  },
  {
    does: 'gives a repeat another number',
    rules: ['orders.id-reused', 'orders.parallel-is-one', 'orders.repeat-same-answer', 'orders.same-content', 'sealing.same-order'],
    breakage: () =>
      onRepeat(async (asked, pass) => {
        const answered = await pass(asked)
        return answered.status === 200 ? rewritten(answered, (order) => ({ ...order, number: newCode() })) : answered
      }),
  },
  {
    does: 'makes a second order of a repeat',
    rules: [
      ...['orders.id-reused', 'orders.parallel-is-one', 'orders.refusal-stays', 'orders.repeat-is-200', 'orders.repeat-same-answer'],
      ...['orders.same-content', 'sealing.same-order'],
    ],
    breakage: () =>
      onRepeat(async (asked, pass) => {
        const id = idOf(asked) as string
        const fresh = newOrderId()
        const headers = Object.fromEntries(Object.entries(asked.headers).map(([name, value]) => [name, value.replace(id, fresh)]))
        const answered = await pass({ ...asked, headers, body: asked.body.replace(id, fresh) })
        return { ...answered, body: answered.body.replaceAll(fresh, id) }
      }),
  },
  {
    does: 'does not say which order it refuses',
    rules: ['orders.echo'],
    breakage: () => problems(({ orderId: _, ...problem }) => problem),
  },
  {
    does: 'takes no body over 8 KiB',
    rules: ['orders.large-is-taken'],
    breakage: () => async (asked, pass) =>
      pass(isOrder(asked) && 8_192 < asked.body.length ? { ...asked, body: asked.body.padEnd(40_000) } : asked),
  },
  {
    does: 'takes an order whatever its quote is',
    rules: ['orders.quote-altered', 'orders.quote-foreign', 'orders.quote-mismatch', 'orders.quote-once'],
    breakage: () => async (asked, pass) => pass(isOrder(asked) ? { ...asked, body: asked.body.replace(/,"quote":"[^"]*"/, '') } : asked),
  },
  { does: 'sends refusals without a code', rules: ['refusals.code'], breakage: () => problems(({ code: _, ...problem }) => problem) },
  {
    does: 'has another status in the body than in the answer',
    rules: ['refusals.status'],
    breakage: () => problems((problem) => ({ ...problem, status: 400 })),
  },
  {
    does: 'calls what may be tried again final',
    rules: ['refusals.of-table'],
    breakage: () => problems((problem) => ({ ...problem, final: true })),
  },
  {
    does: 'sends refusals as HTML',
    rules: ['orders.echo', 'refusals.code', 'refusals.media-type', 'refusals.status'],
    breakage: () => async (asked, pass) => {
      const answered = await pass(asked)
      const headers = { ...answered.headers, 'content-type': 'text/html' }
      return isRefusal(answered) ? { ...answered, headers, body: '<h1>Not today</h1>' } : answered
    },
  },
  {
    does: 'sums up one cent too much',
    rules: ['orders.costs-as-quoted', 'quotes.totals-add-up'],
    breakage: () => async (asked, pass) => {
      const answered = await pass(asked)
      if (asked.path !== '/v1/quotes' || answered.status !== 200) return answered
      return rewritten(answered, (json) => {
        const quote = json as unknown as Quote
        return { ...quote, totals: { ...quote.totals, totalMinor: quote.totals.totalMinor + 1 } }
      })
    },
  },
  {
    does: 'opens the status to any secret',
    rules: ['status.wrong-secret'],
    breakage: () => {
      const secrets = new Map<string, string>()
      return async (asked, pass) => {
        const [, id = ''] = /^\/v1\/orders\/([\w-]+)\?/.exec(asked.path) ?? []
        const secret = secrets.get(id)
        const answered = await pass(secret === undefined ? asked : { ...asked, path: `/v1/orders/${id}?secret=${secret}` })
        const [, order = '', own = ''] = /"statusUrl":"[^"]*\/(ord_[\w-]+)\/([\w-]+)"/.exec(answered.body) ?? []
        if (order !== '') secrets.set(order, own)
        return answered
      }
    },
  },
  {
    does: 'places sealed orders without opening them',
    rules: [
      ...['sealing.altered', 'sealing.fields', 'sealing.kid-unknown', 'sealing.malformed', 'sealing.moved', 'sealing.retry-after'],
      'sealing.same-order',
    ],
    breakage: () => async (asked, pass) => {
      if (!isOrder(asked) || !asked.body.includes('"sealed":') || asked.body.includes('"customer":')) return pass(asked)
      const { sealed: _, ...order } = JSON.parse(asked.body) as { sealed: string }
      return pass({ ...asked, body: JSON.stringify({ ...order, customer: buildCustomer() }) })
    },
  },
  {
    does: 'cannot open what is sealed',
    rules: ['sealing.fields', 'sealing.opened'],
    breakage: () => async (asked, pass) => pass({ ...asked, body: asked.body.replace('"sealed":"v1.', '"sealed":"v0.') }),
  },
  {
    does: 'counts a visit that nobody sent for the site’s own affiliate',
    rules: ['touches.via-unknown'],
    breakage: () => async (asked, pass) => {
      const answered = await pass(asked)
      return answered.body.includes('affiliate_unknown') ? pass({ ...asked, body: asked.body.replace(/,"via":"[^"]*"/, '') }) : answered
    },
  },
  {
    does: 'sends the offers again to whoever has them',
    rules: ['offers.not-modified'],
    breakage:
      () =>
      async ({ headers: { 'if-none-match': _, ...headers }, ...asked }, pass) =>
        pass({ ...asked, headers }),
  },
  {
    does: 'leaves unknown ids out silently',
    rules: ['offers.unknown-named'],
    breakage: () => async (asked, pass) => {
      const answered = await pass(asked)
      return isOffers(asked) && answered.status === 200 ? rewritten(answered, (offers) => ({ ...offers, unknown: [] })) : answered
    },
  },
  {
    does: 'loses an offer between two pages',
    rules: ['offers.paging'],
    breakage: () => async (asked, pass) => {
      const answered = await pass(asked)
      if (!asked.path.includes('cursor=') || answered.status !== 200) return answered
      return rewritten(answered, (json) => ({ ...json, offers: (json as unknown as OffersAnswer).offers.slice(1) }))
    },
  },
  ...[
    ['sorts nothing', 'sort', 'offers.sorted'],
    ['never says by what a collection can be filtered', 'facets', 'offers.facets'],
  ].map(([does = '', parameter, rule = '']) => ({
    does,
    rules: [rule],
    breakage: (): Breakage => async (asked, pass) =>
      pass({ ...asked, path: asked.path.replace(new RegExp(`&${parameter}=(price|true)[^&]*`), '') }),
  })),
  {
    does: 'lets every origin in',
    rules: ['origins.unregistered'],
    breakage: (pageOrigin) => async (asked, pass) =>
      pass('origin' in asked.headers ? { ...asked, headers: { ...asked.headers, origin: pageOrigin } } : asked),
  },
]
