// What was found, for a person or for a program.
const BODY_LINES = 3
const LINE_LENGTH = 300

/** How many results have each outcome. */
export const sums = (results) => ({
  ok: results.filter(({ outcome }) => outcome === 'ok').length,
  failed: results.filter(({ outcome }) => outcome === 'failed').length,
  skipped: results.filter(({ outcome }) => outcome === 'skipped').length,
})

/** The report as text. */
export function reportText(results, { url, site, origin }) {
  const { ok, failed, skipped } = sums(results)
  return [
    `${url} as a page of ${origin} on ${site}`,
    ...results.flatMap((result, index) => [...heading(results, index), ...lines(result)]),
    '',
    `${ok} ok, ${failed} failed, ${skipped} skipped. The orders placed are tests.${failed === 0 ? '' : ' With --json requests and answers are shown whole.'}`,
  ].join('\n')
}

function heading(results, index) {
  const [name, before] = [results[index], results[index - 1]].map((result) => result?.id.split('.')[0])
  return name === before ? [] : ['', name]
}

function lines(result) {
  const { id, outcome, must, section, why, expected, received, exchange } = result
  if (outcome === 'ok') return [`  ok       ${id}`]
  if (outcome === 'skipped') return [`  skipped  ${id}: ${why}`]
  return [
    `  FAILED   ${id}: expected ${clipped(expected)}, received ${clipped(received)}`,
    `           A parent ${subjectOf(id)}${must} (${section}).`,
    ...(exchange ? exchangeLines(exchange).map((line) => `           ${line}`) : []),
  ]
}

// The rules of refusals speak of them, all others of the parent.
const subjectOf = (id) => (id.startsWith('refusals.') ? 'sends refusals that ' : '')

function exchangeLines({ request, answer }) {
  const { method, path, headers, body } = request
  return [
    `> ${method} ${clipped(path)}`,
    ...Object.entries(headers).map(([name, value]) => `> ${name}: ${value}`),
    ...(body === undefined ? [] : [`> ${clipped(body)}`]),
    ...(answer ? [`< ${answer.status} ${answer.contentType ?? ''}`.trimEnd(), ...bodyLines(answer.body)] : ['< no answer']),
  ]
}

const bodyLines = (body) =>
  body
    .split('\n')
    .slice(0, BODY_LINES)
    .filter((line) => line !== '')
    .map((line) => `< ${clipped(line)}`)

const clipped = (text) => (text.length <= LINE_LENGTH ? text : `${text.slice(0, LINE_LENGTH)}… (${text.length} characters)`)
