import { newId, type QuoteId } from '@tributary/protocol/id'
import { postcodeProblem } from '@tributary/protocol/postcode'
import type { Quote } from '@tributary/protocol/quote'
import { quoteRequest } from '@tributary/protocol/quote.schema'
import { answer, refuse } from './answer.ts'
import { applyCode } from './codes.ts'
import type { Call } from './endpoint.ts'
import { type Ground, judgeSite } from './ground.ts'
import { type Priced, priceCart, refusal, stockRefusal } from './pricing.ts'
import { readBody } from './read.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const GUARANTEED_MS = 30 * MINUTE_MS
const HONOURED_MS = 8 * DAY_MS

/** What a quote's token stands for. */
export interface Quoted extends Priced {
  readonly id: QuoteId
  /** UTC, milliseconds. */
  readonly honouredUntil: number
}

/** Quotes by their tokens, which here are only names: another program's, an altered one or one from before a reset is not found. */
export type Quotes = Map<string, Quoted>

/** `POST /v1/quotes`: prices a cart; guaranteed for 30 minutes, honoured for 8 days. */
export const postQuote =
  (ground: Ground, quotes: Quotes, usesOf: (code: string) => number) =>
  async (call: Call): Promise<Response> => {
    const parsed = await readBody(call, quoteRequest)
    if (!parsed.ok) return parsed.error
    const { site, lines, country, postcode = '', shipping, code } = parsed.value
    const access = judgeSite(ground, call, site)
    if (!access.ok) return access.error
    const wrong = postcode && postcodeProblem(postcode, country, country)

    const { settings, catalogue } = ground
    const priced = priceCart(settings, catalogue, lines, { country, shipping })
    const isShort = priced.ok && !settings.isTest ? stockRefusal(catalogue, lines) : undefined
    const refused = wrong ? refusal('request_invalid', '/postcode', wrong) : priced.ok ? isShort : priced.error
    if (refused || !priced.ok) {
      const { code, ...more } = refused ?? refusal('internal', '', 'neither priced nor refused')
      return refuse(call.name, code, more)
    }

    const id = newId('quote')
    const now = settings.now().getTime()
    const token = `v1.test.${id}.test`
    const coded = code?.trim() ? applyCode(settings, priced.value, code, usesOf) : { priced: priced.value, code: undefined }
    quotes.set(token, { ...coded.priced, id, honouredUntil: now + HONOURED_MS })
    const instant = (time: number) => new Date(time).toISOString()
    const times = { issuedAt: instant(now), expiresAt: instant(now + GUARANTEED_MS), honouredUntil: instant(now + HONOURED_MS) }
    return answer(call.name, 200, { ...coded.priced, id, ...(coded.code && { code: coded.code }), ...times, token } satisfies Quote)
  }
