// How a rule judges: it returns, or throws what it expected and what it received instead, or that it cannot judge here.

/** A rule is broken: what was expected, what was received, and the exchange that shows it. */
export class Departure extends Error {
  constructor(expected, received, exchange) {
    super(`expected ${expected}, received ${received}`)
    Object.assign(this, { expected, received, exchange })
  }
}

/** A rule cannot be judged here; the message says why. */
export class Skip extends Error {}

/** Throws a `Departure` unless `isKept`. */
export function hold(isKept, exchange, expected, received) {
  if (!isKept) throw new Departure(expected, received, exchange)
}

/** The body of an answer that has one of these statuses and is a JSON object. */
export function answered(exchange, ...statuses) {
  hold(statuses.includes(exchange.status), exchange, `status ${statuses.join(' or ')}`, outcomeOf(exchange))
  hold(isObject(exchange.json), exchange, 'a JSON object', exchange.text === '' ? 'an empty body' : 'a body that is none')
  return exchange.json
}

/**
 * The problem of a refusal that has one of these codes and, where a pointer is given, names that field. Its status, its media type and the rest of
 * it are asked of all refusals together (`refusals.mjs`), so that one mistake there is told once and not by every rule.
 */
export function refused(exchange, codes, pointer) {
  const wanted = [codes].flat()
  const expected = `a refusal with the code ${wanted.join(' or ')}`
  hold(400 <= exchange.status, exchange, expected, outcomeOf(exchange))
  const { json } = exchange
  if (typeof json?.code !== 'string') throw new Skip('the refusal has no code; see refusals.code')
  hold(wanted.includes(json.code), exchange, expected, outcomeOf(exchange))
  if (pointer === undefined) return json
  const pointers = Array.isArray(json.errors) ? json.errors.map((error) => error?.pointer) : []
  const named = pointers.length > 0 ? pointers.join(', ') : 'no pointer'
  hold(pointers.includes(pointer), exchange, `${json.code} with the pointer ${pointer} in \`errors\``, named)
  return json
}

/** The body of an answer, which fits a schema of the protocol. */
export function fits(exchange, schema, name) {
  const parsed = schema.safeParse(exchange.json)
  const issues = parsed.success
    ? []
    : parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`)
  hold(parsed.success, exchange, `a body that fits \`${name}\``, issues.join('; '))
  return exchange.json
}

/**
 * Throws a `Departure` about the first of these exchanges for which `complaint` says something: what was expected and what was received. Where
 * there are none, nothing was shown.
 */
export function holdForAll(exchanges, complaint) {
  if (exchanges.length === 0) throw new Skip('no answer came that it can be asked of')
  const broken = exchanges.flatMap((exchange) => {
    const found = complaint(exchange)
    return found ? [{ exchange, ...found }] : []
  })
  const [first] = broken
  if (!first) return
  const more = broken.length === 1 ? '' : ` (and ${broken.length - 1} more of ${exchanges.length})`
  throw new Departure(first.expected, `${first.received}${more}`, first.exchange)
}

/** A status, with the code and the pointers where it is a problem. */
export function outcomeOf({ status, json }) {
  if (status < 400 || typeof json?.code !== 'string') return `status ${status}`
  const pointers = Array.isArray(json.errors) ? json.errors.map((error) => error?.pointer).join(', ') : ''
  return `${status} ${json.code}${pointers && ` (${pointers})`}`
}

/** Whether two JSON values are equal, whatever the order of their members. */
export const isEqual = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  )
}
