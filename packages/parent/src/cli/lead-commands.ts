import type { DealState } from '@tributary/protocol/deal'
import type { Lead, LeadPage, Pipeline, PipelineFigures } from '@tributary/protocol/lead'
import { formatMoney } from '@tributary/protocol/money'
import type { AnswerValue } from '@tributary/protocol/question'
import { currencyDigits } from '../core/program.ts'
import { type Arguments, type Command, flag, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary lead list|show|contact|lose|reopen|assign|takeover` and `tributary pipeline` */
export const LEAD_COMMANDS: Readonly<Record<string, Command>> = {
  'lead list': {
    usage: 'lead list [--state new] [--affiliate CODE] [--overdue] [--cursor …]',
    summary: 'Requests about services, newest first',
    options: { state: 'value', affiliate: 'value', cursor: 'value', overdue: 'flag' },
    run: (client, given) => {
      const query = { ...(given.options as Record<string, string | undefined>), overdue: flag(given, 'overdue') ? 'true' : undefined }
      return client.call('listLeads', { query })
    },
    print: (answer) => listText(answer as LeadPage),
  },
  'lead show': {
    usage: 'lead show <number>',
    summary: 'One request with its answers',
    run: (client, given) => client.call('showLead', { parameters: { id: one(given) } }),
    print: (answer) => leadText(answer as Lead),
  },
  'lead contact': step('contactLead', 'contact', 'Record that somebody talked to the customer'),
  'lead lose': step('loseLead', 'lose', 'Record that nothing comes of it, and why', true),
  'lead reopen': step('reopenLead', 'reopen', 'Take up again what was lost or expired'),
  'lead takeover': step('takeOverLead', 'takeover', 'Look after it instead of its affiliate; its share follows the program’s rule', true),
  'lead assign': {
    usage: 'lead assign <number> (--affiliate CODE | --nobody) --reason …',
    summary: 'Give a request to another affiliate, or to nobody',
    options: { affiliate: 'value', nobody: 'flag', reason: 'value' },
    run: (client, given) => {
      const affiliate = value(given, 'affiliate')
      if ((affiliate === undefined) === !flag(given, 'nobody')) throw new UsageError('Say whose it is: --affiliate CODE, or --nobody.')
      const { reason } = required(given, 'reason')
      return client.call('assignLead', { parameters: { id: one(given) }, body: JSON.stringify({ affiliate, reason }) })
    },
    print: (answer) => leadText(answer as Lead),
  },
  pipeline: {
    usage: 'pipeline',
    summary: 'How many requests are where, what they are worth, how long they stay; in total and by affiliate',
    run: (client) => client.call('getPipeline'),
    print: (answer) => pipelineText(answer as Pipeline),
  },
}

type StepEndpoint = 'contactLead' | 'loseLead' | 'reopenLead' | 'takeOverLead'

function step(endpoint: StepEndpoint, verb: string, summary: string, isReasoned = false): Command {
  return {
    usage: `lead ${verb} <number> ${isReasoned ? '--reason …' : '[--reason …]'}`,
    summary,
    options: { reason: 'value' },
    run: (client, given) => {
      const body = isReasoned ? required(given, 'reason') : given.options
      return client.call(endpoint, { parameters: { id: one(given) }, body: JSON.stringify(body) })
    },
    print: (answer) => leadText(answer as Lead),
  }
}

function one({ rest: [id, ...more] }: Arguments): string {
  if (!id || more.length > 0) throw new UsageError('Name one request, by its number or its id.')
  return id
}

const listText = ({ leads, next }: LeadPage): string =>
  leads.length === 0
    ? 'No request is so.'
    : [
        table(
          ['number', 'state', 'service', 'received', 'affiliate', 'worth', ''],
          leads.map((lead) => [
            lead.number,
            lead.state,
            lead.offer.title,
            lead.receivedAt.slice(0, 16).replace('T', ' '),
            lead.affiliate ?? '–',
            lead.value ? money(lead.value) : '',
            [lead.isOverdue ? 'OVERDUE' : '', lead.test ? 'test' : ''].filter(Boolean).join(' '),
          ]),
        ),
        ...(next === undefined ? [] : [`More: tributary lead list --cursor ${next}`]),
      ].join('\n')

function leadText({
  number,
  state,
  offer,
  receivedAt,
  answerBy,
  answeredAt,
  isOverdue,
  contact,
  answers,
  affiliate,
  claimedUntil,
  handledBy,
  shareBasisPoints,
  reason,
}: Lead): string {
  const rows = [
    ['service', offer.title],
    ['state', [state, reason].filter(Boolean).join(': ')],
    ['received', receivedAt],
    ['answer', answeredAt ? `given ${answeredAt}` : `due ${answerBy ?? 'when somebody can'}${isOverdue ? ', OVERDUE' : ''}`],
    ['customer', [contact.name, contact.email, contact.phone, contact.company].filter(Boolean).join(', ')],
    [
      'affiliate',
      affiliate === undefined ? 'nobody' : `${affiliate}${claimedUntil === undefined ? '' : `, protected until ${claimedUntil}`}`,
    ],
    ...(handledBy === 'staff' ? [['looked after by', `staff; ${shareBasisPoints / 100} % of the base counts for the affiliate`]] : []),
    ...answers.map(({ question, answer }) => [question.label, answer === undefined ? '–' : answerText(answer, question.unit)]),
  ]
  return [`Request ${number}`, table(['', ''], rows).trimStart()].join('\n')
}

/** An answer in words: amounts of a budget stay minor units. */
function answerText(answer: AnswerValue, unit = ''): string {
  if (typeof answer === 'number') return unit === '' ? String(answer) : `${answer} ${unit}`
  if (typeof answer === 'string') return answer
  if (Array.isArray(answer))
    return answer.map((part: string | { readonly name: string }) => (typeof part === 'string' ? part : part.name)).join(', ')
  const { fromMinor, toMinor } = answer as { readonly fromMinor?: number; readonly toMinor?: number }
  return [fromMinor === undefined ? '' : `from ${fromMinor}`, toMinor === undefined ? '' : `up to ${toMinor}`].filter(Boolean).join(' ')
}

const pipelineText = ({ currency, total, affiliates = [] }: Pipeline): string =>
  [
    figuresText('Everybody', currency, total),
    ...affiliates.map(({ affiliate, name, figures }) => figuresText(`${name} (${affiliate})`, currency, figures)),
  ].join('\n\n')

function figuresText(title: string, currency: string, { states, conversionBasisPoints }: PipelineFigures): string {
  const rows = states.map(({ state, leads, valueMinor, medianHours }) => [
    state satisfies DealState,
    String(leads),
    money({ currency, amountMinor: valueMinor }),
    medianHours === undefined ? '' : duration(medianHours),
  ])
  const won = conversionBasisPoints === undefined ? '' : ` Won of all that ended: ${conversionBasisPoints / 100} %.`
  return [`${title}.${won}`, table(['state', 'requests', 'worth', 'stay there (median)'], rows)].join('\n')
}

const duration = (hours: number): string =>
  hours < 1 ? 'under an hour' : hours < 48 ? `${hours} hours` : `${Math.round((hours / 24) * 10) / 10} days`

const money = ({ currency, amountMinor }: { readonly currency: string; readonly amountMinor: number }): string =>
  formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')
