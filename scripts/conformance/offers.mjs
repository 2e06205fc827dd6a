// What a parent's offers keep.
import { newId } from '@tributary/protocol/id'
import { OFFERS_PER_REQUEST, priceRange } from '@tributary/protocol/offer'
import { offersAnswer } from '@tributary/protocol/offer.schema'
import { answered, fits, hold, refused, Skip } from './verdict.mjs'

const MOST_PAGES = 50

const address = ({ site }, query = '') => `/v1/offers?site=${site}${query}`

const firstOf = ({ offers }) => {
  if (!offers[0]) throw new Skip('nothing is sold here')
  return offers[0]
}

/** The rules of `GET /v1/offers`. */
export const OFFER_RULES = [
  {
    id: 'offers.answers',
    must: 'answers 200 and a body that fits `offersAnswer`',
    async check(ground) {
      const exchange = await ground.probe.get(address(ground))
      answered(exchange, 200)
      fits(exchange, offersAnswer, 'offersAnswer')
    },
  },
  {
    id: 'offers.site-said',
    must: 'says in `site` which site asked, and `test: true` for a key that begins with `site_test_`',
    async check(ground) {
      const exchange = await ground.probe.get(address(ground, '&limit=1'))
      const { site } = answered(exchange, 200)
      const expected = JSON.stringify({ key: ground.site, test: true })
      hold(site?.key === ground.site && site.test === true, exchange, `the site ${expected}`, JSON.stringify(site))
    },
  },
  {
    id: 'offers.by-id-or-handle',
    must: 'finds an offer of `ids` by its id and by its handle',
    async check(ground) {
      const { id, handle } = firstOf(ground)
      for (const name of [id, handle]) {
        const exchange = await ground.probe.get(address(ground, `&ids=${encodeURIComponent(name)}`))
        const ids = (answered(exchange, 200).offers ?? []).map((offer) => offer.id)
        hold(ids.length === 1 && ids[0] === id, exchange, `the offer ${id} for ids=${name}`, ids.join(', ') || 'no offer')
      }
    },
  },
  {
    id: 'offers.unknown-named',
    must: 'names in `unknown` each of `ids` that is not sold, word for word, and answers the others',
    async check(ground) {
      const names = ['no-such-handle', newId('offer')]
      const { id, handle } = firstOf(ground)
      const exchange = await ground.probe.get(address(ground, `&ids=${[names[0], handle, names[1]].map(encodeURIComponent)}`))
      const { offers = [], unknown = [] } = answered(exchange, 200)
      const isNamed = unknown.length === 2 && names.every((name) => unknown.includes(name))
      hold(isNamed, exchange, `\`unknown\` to be ${names.join(', ')}`, unknown.join(', ') || 'an empty one')
      hold(offers.length === 1 && offers[0]?.id === id, exchange, `the offer ${id} beside them`, `${offers.length} offers`)
    },
  },
  {
    id: 'offers.at-most-100',
    must: `takes ${OFFERS_PER_REQUEST} \`ids\` in one request and refuses more with \`request_invalid\` at \`?ids\``,
    async check(ground) {
      const names = (count) => Array.from({ length: count }, (_, index) => `no-such-${index}`).join(',')
      answered(await ground.probe.get(address(ground, `&ids=${names(OFFERS_PER_REQUEST)}`)), 200)
      refused(await ground.probe.get(address(ground, `&ids=${names(OFFERS_PER_REQUEST + 1)}`)), 'request_invalid', '?ids')
    },
  },
  {
    id: 'offers.etag',
    must: 'sends an `ETag`, the same as long as the body is the same',
    async check(ground) {
      const [first, second] = [await ground.probe.get(address(ground)), await ground.probe.get(address(ground))]
      const [tag, again] = [first, second].map(({ headers }) => headers.get('ETag'))
      hold(/^(W\/)?".+"$/.test(tag ?? ''), first, 'an ETag in double quotes', tag ?? 'none')
      hold(first.text !== second.text || tag === again, second, `the ETag ${tag} for the same body`, again ?? 'none')
    },
  },
  {
    id: 'offers.not-modified',
    must: 'answers 304 and no body to an `If-None-Match` that has the tag, also weak and among others',
    async check(ground) {
      const tag = (await ground.probe.get(address(ground))).headers.get('ETag')
      if (!tag) throw new Skip('there is no ETag; see offers.etag')
      for (const known of [tag, `"other", W/${tag.replace(/^W\//, '')}`]) {
        const exchange = await ground.probe.get(address(ground), { headers: { 'If-None-Match': known } })
        hold(exchange.status === 304 && exchange.text === '', exchange, 'status 304 and no body', `status ${exchange.status}`)
      }
      const other = await ground.probe.get(address(ground), { headers: { 'If-None-Match': '"other"' } })
      hold(other.status === 200, other, 'status 200 for a tag that is not this one', `status ${other.status}`)
    },
  },
  {
    id: 'offers.paging',
    must: 'answers with `limit` and `cursor` every offer once, in the same order as without',
    async check(ground) {
      const whole = await ground.probe.get(address(ground, `&limit=${OFFERS_PER_REQUEST}`))
      const { offers: all = [], next } = answered(whole, 200)
      if (all.length < 2) throw new Skip('fewer than two offers are sold here')
      const limit = next ? Math.ceil(OFFERS_PER_REQUEST / 3) : Math.ceil(all.length / 3)
      const seen = []
      let cursor = ''
      let exchange
      for (let page = 0; page < MOST_PAGES && seen.length < all.length && cursor !== undefined; page++) {
        exchange = await ground.probe.get(address(ground, `&limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`))
        const { offers = [], next: following } = answered(exchange, 200)
        hold(offers.length <= limit, exchange, `at most ${limit} offers`, `${offers.length}`)
        seen.push(...offers.map(({ id }) => id))
        cursor = following
      }
      const expected = all.map(({ id }) => id)
      const at = expected.findIndex((id, index) => seen[index] !== id)
      hold(at === -1, exchange, `offer ${at + 1} of all pages to be ${expected[at]}`, seen[at] ?? 'the end')
      hold(next !== undefined || cursor === undefined, exchange, 'no `next` on the last page', `\`next\` ${cursor}`)
    },
  },
  {
    id: 'offers.sorted',
    must: 'answers with `sort=price` and `sort=price-down` by the lowest price that can be ordered, from either end',
    async check(ground) {
      for (const [sort, sign] of [
        ['price', 1],
        ['price-down', -1],
      ]) {
        const exchange = await ground.probe.get(address(ground, `&sort=${sort}&limit=${OFFERS_PER_REQUEST}`))
        const prices = (answered(exchange, 200).offers ?? []).map((offer) => priceRange(offer).fromMinor)
        const at = prices.findIndex((price, index) => 0 < index && sign * price < sign * prices[index - 1])
        hold(at === -1, exchange, `offer ${at + 1} to stand where its price does`, `${prices[at]} after ${prices[at - 1]}`)
      }
    },
  },
  {
    id: 'offers.available',
    must: 'answers with `available=true` only what can be ordered, and all of that',
    async check(ground) {
      const canBeOrdered = ({ variants }) => variants.some(({ available }) => available)
      const all = answered(await ground.probe.get(address(ground, `&limit=${OFFERS_PER_REQUEST}`)), 200).offers ?? []
      const exchange = await ground.probe.get(address(ground, `&available=true&limit=${OFFERS_PER_REQUEST}`))
      const { offers = [] } = answered(exchange, 200)
      hold(offers.every(canBeOrdered), exchange, 'only offers with a variant that is available', 'one without')
      const missing = all.find((offer) => canBeOrdered(offer) && !offers.some(({ id }) => id === offer.id))
      hold(!missing || offers.length === OFFERS_PER_REQUEST, exchange, `the offer ${missing?.id} among them`, `${offers.length} offers`)
    },
  },
  {
    id: 'offers.facets',
    must: 'says with `facets=true` every option value of what is sold',
    async check(ground) {
      const whole = await ground.probe.get(address(ground, `&limit=${OFFERS_PER_REQUEST}`))
      const options = (answered(whole, 200).offers ?? []).flatMap((offer) => offer.options)
      const exchange = await ground.probe.get(address(ground, '&facets=true&limit=1'))
      const said = answered(exchange, 200).facets?.options ?? []
      for (const { name, values } of options) {
        const known = said.find((option) => option.name === name)?.values ?? []
        hold(
          values.every((value) => known.includes(value)),
          exchange,
          `the values of ${name}: ${values}`,
          known.join() || 'none',
        )
      }
    },
  },
  ...[
    ['offers.sort-refused', 'sort', 'anyhow', 'refuses a `sort` that is not known with `request_invalid` at `?sort`'],
    ['offers.limit-refused', 'limit', '0', 'refuses a `limit` that is not from 1 to 100 with `request_invalid` at `?limit`'],
    ['offers.cursor-refused', 'cursor', 'somewhere', 'refuses a `cursor` that it did not give with `request_invalid` at `?cursor`'],
    ['offers.parameter-refused', 'strange', '1', 'refuses a parameter that is not known with `request_invalid` and its name'],
  ].map(([id, name, value, must]) => ({
    id,
    must,
    async check(ground) {
      refused(await ground.probe.get(address(ground, `&${name}=${value}`)), 'request_invalid', `?${name}`)
    },
  })),
]
