import type { Deal, Milestone } from '@tributary/protocol/milestone'
import { formatMoney } from '@tributary/protocol/money'
import type { Proposal, ProposalDecision } from '@tributary/protocol/proposal'
import { proposalDecision } from '@tributary/protocol/proposal.schema'
import { z } from 'zod'
import { currencyDigits } from '../core/program.ts'
import { type DecisionVerification, verifyDecision } from '../core/proposal-decision.ts'
import { type Arguments, type Command, flag, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'
import { fileText } from './file.ts'

type Verified = DecisionVerification & { readonly decision: ProposalDecision }

/** `tributary lead propose|win|cancel`, `tributary proposal …`, `tributary deal show` and `tributary milestone …` */
export const DEAL_COMMANDS: Readonly<Record<string, Command>> = {
  'lead propose': {
    usage: 'lead propose <number> <proposal.json>',
    summary: 'Propose to the customer, or revise what was proposed',
    run: (client, given) => {
      const [id = '', file = '', ...more] = given.rest
      if (file === '' || more.length > 0)
        throw new UsageError('Name one request and one file: tributary lead propose 7K3F9X2M proposal.json')
      return client.call('postProposal', { parameters: { id }, body: fileText({ ...given, rest: [file] }) })
    },
    print: (answer) => proposalText(answer as Proposal),
  },
  'lead win': {
    usage: 'lead win <number> --name … --note …',
    summary: 'Record that the customer accepted the latest proposal elsewhere, and how',
    options: { name: 'value', note: 'value' },
    run: (client, given) =>
      client.call('winLead', { parameters: { id: one(given) }, body: JSON.stringify(required(given, 'name', 'note')) }),
    print: (answer) => dealText(answer as Deal),
  },
  'lead cancel': {
    usage: 'lead cancel <number> --reason … [--refund]',
    summary: 'End a deal that was won; with --refund what was paid goes back',
    options: { reason: 'value', refund: 'flag' },
    run: (client, given) => {
      const body = JSON.stringify({ ...required(given, 'reason'), refund: flag(given, 'refund') })
      return client.call('cancelDeal', { parameters: { id: one(given) }, body })
    },
    print: (answer) => dealText(answer as Deal),
  },
  'proposal list': {
    usage: 'proposal list <number>',
    summary: 'Every version of a proposal, the latest first',
    run: (client, given) => client.call('listProposals', { parameters: { id: one(given) } }),
    print: (answer) => {
      const { proposals } = answer as { proposals: readonly Proposal[] }
      return proposals.length === 0
        ? 'Nothing was proposed yet: tributary lead propose <number> <proposal.json>'
        : proposals.map(proposalText).join('\n\n')
    },
  },
  'proposal verify': {
    usage: 'proposal verify <number> | --file <record.json> [--hash …]',
    summary: 'Recompute what was decided: nothing of it was rewritten',
    options: { file: 'value', hash: 'value' },
    run: async (client, given) => {
      const hash = value(given, 'hash')
      const file = value(given, 'file')
      const records = file === undefined ? await recordsOf(client, one(given)) : recordsIn(fileText({ ...given, rest: [file] }))
      const wanted = hash === undefined ? records : records.filter((record) => records.length === 1 || record.hash === hash)
      if (hash !== undefined && wanted.length === 0) throw new UsageError(`No decision of this request has the hash ${hash}.`)
      return { verifications: wanted.map((decision): Verified => ({ decision, ...verifyDecision(decision, hash) })) }
    },
    print: (answer) => verificationText((answer as { verifications: readonly Verified[] }).verifications),
  },
  'deal show': {
    usage: 'deal show <number>',
    summary: 'What was agreed, with its milestones and what became of them',
    run: (client, given) => client.call('getDeal', { parameters: { id: one(given) } }),
    print: (answer) => dealText(answer as Deal),
  },
  'milestone invoice': milestone('invoiceMilestone', 'invoice', 'Record that a milestone was invoiced; the customer is told'),
  'milestone paid': milestone('payMilestone', 'paid', 'Record that a milestone was paid: it becomes an order, and earns'),
  'milestone cancel': milestone('cancelMilestone', 'cancel', 'Cancel a milestone that is not paid'),
}

function milestone(endpoint: 'invoiceMilestone' | 'payMilestone' | 'cancelMilestone', verb: string, summary: string): Command {
  return {
    usage: `milestone ${verb} <id>`,
    summary,
    run: (client, { rest: [id, ...more] }) => {
      if (!id || more.length > 0)
        throw new UsageError('Name one milestone by its id, like mst_…; `tributary deal show <number>` lists them.')
      return client.call(endpoint, { parameters: { id } })
    },
    print: (answer) => dealText(answer as Deal),
  }
}

function one({ rest: [id, ...more] }: Arguments): string {
  if (!id || more.length > 0) throw new UsageError('Name one request, by its number or its id.')
  return id
}

async function recordsOf(client: Parameters<Command['run']>[0], id: string): Promise<readonly ProposalDecision[]> {
  return ((await client.call('listProposals', { parameters: { id } })) as { decisions: readonly ProposalDecision[] }).decisions
}

function recordsIn(text: string): readonly ProposalDecision[] {
  const file = z.union([proposalDecision, z.array(proposalDecision), z.looseObject({ decisions: z.array(proposalDecision) })])
  const parsed = file.safeParse(JSON.parse(text))
  if (!parsed.success) throw new UsageError('The file holds no decision. Make it with: tributary proposal list <number> --json')
  const found = parsed.data
  return Array.isArray(found) ? found : 'decisions' in found ? found.decisions : [found]
}

const money = (currency: string, amountMinor: number): string => formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')

const proposalText = ({ version, state, currency, lines, milestones, totals, validUntil }: Proposal): string =>
  [
    `Version ${version}, ${state}, good until ${validUntil}: ${money(currency, totals.totalMinor)}, tax of ${money(currency, totals.taxMinor)} ${totals.taxIncluded ? 'in it' : 'on top'}.`,
    table(
      ['line', 'price'],
      lines.map(({ title, quantity, unitMinor }) => [`${quantity} × ${title}`, money(currency, unitMinor * quantity)]),
    ),
    '',
    table(
      ['milestone', 'due', 'price'],
      milestones.map(({ title, condition, dueOn, months, amountMinor }) => [
        title,
        [condition, dueOn, months === undefined ? '' : `${months} months`].filter(Boolean).join(', '),
        money(currency, amountMinor),
      ]),
    ),
  ].join('\n')

function dealText({ number, version, currency, totalMinor, paidMinor, refundedMinor, milestones }: Deal): string {
  const back = refundedMinor > 0 ? `, ${money(currency, refundedMinor)} went back` : ''
  return [
    `Request ${number}: version ${version} was agreed, ${money(currency, totalMinor)}. Paid ${money(currency, paidMinor)}${back}.`,
    table(['id', 'milestone', 'due', 'to pay', 'state', 'order'], milestones.map(milestoneRow)),
  ].join('\n')
}

const milestoneRow = ({ id, title, condition, dueOn, currency, totalMinor, state, order }: Milestone): string[] => [
  id,
  title,
  [condition, dueOn].filter(Boolean).join(', '),
  money(currency, totalMinor),
  order && order.refundedMinor > 0 ? `${state}, ${money(currency, order.refundedMinor)} back` : state,
  order?.number ?? '',
]

const verificationText = (verifications: readonly Verified[]): string =>
  verifications.length === 0
    ? 'Nothing was decided about this request yet.'
    : verifications
        .map(({ decision, hash, parts, erased, broken }) => {
          const about = `Version ${decision.version}, ${decision.decision} on ${decision.at}`
          if (broken.length > 0) return [`${about}: NOT as it was decided.`, ...broken.map((one) => `  ${one}`)].join('\n')
          const gone = erased.length === 0 ? '' : ` Erased, and so no longer to be read: ${erased.join(', ')}.`
          return `${about}: verified, ${parts} parts, hash ${hash}.${gone}`
        })
        .join('\n')
