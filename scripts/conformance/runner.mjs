// Asks a parent every rule.
import { isTestSiteKey } from '@tributary/protocol/id'
import { Sentence } from '../run.mjs'
import { openGround } from './ground.mjs'
import { createProbe } from './probe.mjs'
import { RULES, sectionOf } from './rules.mjs'
import { Departure, Skip } from './verdict.mjs'

/**
 * Asks the parent at `url` every rule, as a page of `origin` on the test site `site`. Answers one result per rule, in the order of the contract: its
 * `outcome` is `ok`, `failed` (with what was `expected` and `received`, and the `exchange`) or `skipped` (with `why`). Throws a `Sentence` where
 * there is nothing to ask.
 */
export async function runConformance({ url, site, origin, expiredQuote = '' }) {
  if (!isTestSiteKey(site)) {
    throw new Sentence(`Orders are placed, so a test site is needed: its key begins with site_test_, and ${site} does not.`)
  }
  const probe = createProbe({ url: url.replace(/\/+$/, ''), origin })
  const ground = await openGround(probe, { site, expiredQuote })
  const results = new Map()
  const turns = [...RULES.filter(({ isLast }) => !isLast), ...RULES.filter(({ isLast }) => isLast)]
  for (const rule of turns) results.set(rule, { id: rule.id, must: rule.must, section: sectionOf(rule), ...(await judge(rule, ground)) })
  return RULES.map((rule) => results.get(rule))
}

async function judge(rule, ground) {
  try {
    await rule.check(ground)
    return { outcome: 'ok' }
  } catch (error) {
    if (error instanceof Skip) return { outcome: 'skipped', why: error.message }
    if (error instanceof Departure) return failed(error)
    // A parent may answer anything; what no check foresaw is its answer's fault all the same, and its last exchange shows which.
    const [exchange] = ground.probe.exchanges.slice(-1)
    return failed({ expected: 'an answer that can be read', received: `one at which the check broke (${error.message})`, exchange })
  }
}

const failed = ({ expected, received, exchange }) => ({
  outcome: 'failed',
  expected,
  received: String(received),
  exchange: shown(exchange),
})

// What a report shows of an exchange, and no more.
function shown(exchange) {
  if (!exchange) return undefined
  const { request, status, headers, text } = exchange
  return { request, ...(status !== undefined && { answer: { status, contentType: headers.get('Content-Type') ?? undefined, body: text } }) }
}
