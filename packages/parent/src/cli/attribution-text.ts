import type { AttributionExplanation, ExplainedCandidate } from '@tributary/protocol/attribution'

interface Moment {
  readonly at: string
  readonly text: string
}

/** The explanation of an order's attribution as lines for a person: the verdict, what happened when, and the rule. Times are the program's. */
export function timeLine(explanation: AttributionExplanation): string {
  const { number, why, timeZone, test } = explanation
  const moments = [...candidateMoments(explanation), ...orderMoments(explanation)].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
  return [
    `Order ${number}${test ? ' (test)' : ''}: ${why}`,
    '',
    ...moments.map(({ at, text }) => `${localTime(at, timeZone)}  ${text}`),
    '',
    `Times are of ${timeZone}.`,
    ...circumstances(explanation),
  ].join('\n')
}

// What is no touch has no moment of its own: it came with the order.
const candidateMoments = ({ candidates, placedAt }: AttributionExplanation): Moment[] =>
  candidates.map((candidate) => ({ at: candidate.at ?? placedAt, text: candidateText(candidate) }))

function orderMoments({ placedAt, judgedAt, firstQuotedAt }: AttributionExplanation): Moment[] {
  const isQuoted = judgedAt !== undefined && judgedAt !== placedAt
  return [
    ...(isQuoted && firstQuotedAt && firstQuotedAt !== judgedAt ? [{ at: firstQuotedAt, text: 'The cart got its first quote.' }] : []),
    ...(isQuoted ? [{ at: judgedAt, text: 'The quote that was ordered was issued: the moment judged from.' }] : []),
    { at: placedAt, text: isQuoted ? 'The order was placed.' : 'The order was placed: the moment judged from.' },
  ]
}

function candidateText({ evidence, outcome, affiliate, campaign, subId, why }: ExplainedCandidate): string {
  const who = affiliate ? `${affiliate.name} (${affiliate.code})` : 'nobody known'
  const labels = [campaign && `campaign ${campaign}`, subId && `sub-id ${subId}`].filter(Boolean).join(', ')
  return `${evidence.replaceAll('_', ' ')}: ${who}${labels ? `, ${labels}` : ''}: ${outcome.replaceAll('_', ' ')}. ${why}`
}

function circumstances({ policy, site, consent, flags }: AttributionExplanation): string[] {
  const rule = policy
    ? `Rule: the ${policy.model} touch within ${policy.windowDays} days, stand-down ${policy.standDownSeconds} s, reach ${policy.reach}` +
      (policy.knownCustomerDays ? `, customers known for ${policy.knownCustomerDays} days.` : '.')
    : 'Rule: not kept with orders of that version.'
  const place = site
    ? `Site: ${site.name} (${site.key}), ${site.affiliate ? `of ${site.affiliate}` : 'the parent’s own'}.`
    : 'Site: the parent’s hosted page.'
  return [rule, place, `Consent: ${consent}.${flags.length > 0 ? ` Flags: ${flags.join(', ')}.` : ''}`]
}

const localTime = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(new Date(at))
