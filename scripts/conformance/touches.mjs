// What a parent's touches keep.
import { LABEL_BYTES, TOUCH_TOKEN_LENGTH } from '@tributary/protocol/touch'
import { touchAnswer } from '@tributary/protocol/touch.schema'
import { answered, fits, hold, refused, Skip } from './verdict.mjs'

async function touched({ probe, site }, more) {
  const exchange = await probe.post('/v1/touches', { site, ...more })
  if (exchange.json?.code === 'touch_unsent') throw new Skip('the site is one of the parent’s own, whose visits nobody sent')
  return exchange
}

/** The rules of `POST /v1/touches`. */
export const TOUCH_RULES = [
  {
    id: 'touches.token',
    must: 'answers 201 and `{ token }`, of the site’s own affiliate where no `via` is given',
    async check(ground) {
      for (const more of [{}, { via: ground.site, campaign: 'spring', subId: 'a', path: '/kitchen', referrer: 'search.example' }]) {
        const exchange = await touched(ground, more)
        answered(exchange, 201)
        fits(exchange, touchAnswer, 'touchAnswer')
      }
    },
  },
  {
    id: 'touches.token-length',
    must: `makes tokens of at most ${TOUCH_TOKEN_LENGTH} characters that may stand in a cookie (letters, digits, \`.\`, \`_\`, \`-\`)`,
    async check(ground) {
      const label = 'x'.repeat(LABEL_BYTES)
      const exchange = await touched(ground, { campaign: label, subId: label })
      const { token = '' } = answered(exchange, 201)
      hold(/^[\w.-]+$/.test(token), exchange, 'a token of letters, digits, `.`, `_` and `-`', token.slice(0, 80))
      hold(token.length <= TOUCH_TOKEN_LENGTH, exchange, `at most ${TOUCH_TOKEN_LENGTH} characters`, `${token.length}`)
    },
  },
  {
    id: 'touches.via-unknown',
    must: 'refuses a `via` that is nobody’s with `affiliate_unknown` at `/via`',
    async check(ground) {
      refused(await ground.probe.post('/v1/touches', { site: ground.site, via: 'N0B0DY9Z' }), 'affiliate_unknown', '/via')
    },
  },
  {
    id: 'touches.label-length',
    must: `refuses a \`campaign\` or \`subId\` of more than ${LABEL_BYTES} bytes of UTF-8 with \`request_invalid\` at its pointer`,
    async check(ground) {
      for (const name of ['campaign', 'subId']) {
        const body = { site: ground.site, [name]: 'ä'.repeat(LABEL_BYTES / 2 + 1) }
        refused(await ground.probe.post('/v1/touches', body), 'request_invalid', `/${name}`)
      }
    },
  },
  {
    id: 'touches.field-unknown',
    must: 'refuses a field that is not known with `request_invalid` at its pointer',
    async check(ground) {
      refused(await ground.probe.post('/v1/touches', { site: ground.site, colour: 'red' }), 'request_invalid', '/colour')
    },
  },
]
