import { postcodeProblem } from '@tributary/protocol/postcode'
import { quoteRequest } from '@tributary/protocol/quote.schema'
import { countryName } from '../core/customer.ts'
import { limitsOf } from '../core/limit.ts'
import { refusalOf } from '../core/order.ts'
import { priceCart, stockFailure } from '../core/quote.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { variantsBySku } from '../store/offers.ts'
import { giveQuote } from './code.ts'
import type { Parent, PublicRoute } from './route.ts'

/** `POST /v1/quotes`: prices a cart. Nothing is stored; the signature is the parent's memory. */
export const postQuote =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, quoteRequest, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { site: siteKey, lines, country, postcode, shipping, code, previous } = parsed.value

    const access = await parent.findSite(call, siteKey)
    if (!access.ok) return access.error
    const { program, site } = access.value
    const keyring = await parent.keyring(program.programId)
    const wait = parent.limiter.admit(program.programId, limitsOf(keyring, 'quote', { address: call.address, site: siteKey }))
    if (wait !== undefined) return problemResponse('rate_limited', { retryAfterSeconds: wait })
    // The page has no table of postcodes: told now, at its field, rather than by a refused order.
    const wrong = postcode && postcodeProblem(postcode, country, countryName(country))
    if (wrong) return problemResponse('request_invalid', { errors: [{ pointer: '/postcode', detail: wrong }] })
    const now = parent.now()
    const skus = lines.map(({ sku }) => sku)
    const articles = new Map((await variantsBySku(parent.database, program.programId, skus, now)).map((one) => [one.sku, one]))

    const priced = priceCart(program.policy, articles, lines, { country, shipping })
    // Told now rather than after the customer has typed an address; the order decides again.
    const failure = priced.ok ? (site.test ? undefined : stockFailure(articles, lines)) : priced.error
    if (failure) {
      const { code, ...more } = refusalOf(failure)
      return problemResponse(code, more)
    }
    if (!priced.ok) throw new Error('expected a failure or a price')
    return json(await giveQuote(parent, program, priced.value, { now, test: site.test, previous, code }))
  }
