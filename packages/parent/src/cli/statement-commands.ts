import { formatMoney } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type AccountSplit, type ClosedPeriod, type Statement, type StatementList, totalOf } from '@tributary/protocol/statement'
import { statement as statementSchema } from '@tributary/protocol/statement.schema'
import { z } from 'zod'
import { currencyDigits } from '../core/program.ts'
import { type Verification, verifyStatements } from '../core/statement.ts'
import { statementCsv } from '../core/statement-csv.ts'
import { statementDocument } from '../core/statement-document.ts'
import { type Command, flag, table, value } from './command.ts'
import { UsageError } from './environment.ts'
import { fileText } from './file.ts'

/** `tributary statement …` and `tributary period close` */
export const STATEMENT_COMMANDS: Readonly<Record<string, Command>> = {
  'statement list': {
    usage: 'statement list [--affiliate CODE] [--period 2026-11]',
    summary: 'Statements of closed months',
    options: { affiliate: 'value', period: 'value' },
    run: (client, given) => client.call('listStatements', { query: given.options as Record<string, string | undefined> }),
    print: (answer) => listText(answer as StatementList),
  },
  'statement show': {
    usage: 'statement show CODE 2026-11 [--currency EUR] [--csv | --html]',
    summary: 'One statement; of a month that is not closed what it says so far',
    options: { currency: 'value', csv: 'flag', html: 'flag' },
    run: async (client, given) => {
      const [affiliate, period, ...more] = given.rest
      if (!affiliate || !period || more.length > 0)
        throw new UsageError('Name one affiliate and one month: tributary statement show 7K3F9X2M 2026-11')
      const policy = (await client.call('getProgram')) as ProgramPolicy
      const parameters = { affiliate, period, currency: value(given, 'currency') ?? policy.currency }
      const shown = (await client.call('showStatement', { parameters })) as Statement
      if (flag(given, 'csv')) return { file: statementCsv(shown) }
      return flag(given, 'html') ? { file: String(await statementDocument(policy, shown)) } : shown
    },
    print: (answer) => ((answer as { file?: string }).file ?? statementText(answer as Statement)).trimEnd(),
  },
  'period close': {
    usage: 'period close 2026-11',
    summary: 'Close a month that is over: its statements are written for good',
    run: (client, { rest: [period, ...more] }) => {
      if (!period || more.length > 0) throw new UsageError('Name one month, like 2026-11.')
      return client.call('closePeriod', { parameters: { period } })
    },
    print: (answer) => `${(answer as ClosedPeriod).period} is closed; ${(answer as ClosedPeriod).statements} statements were written.`,
  },
  'statement verify': {
    usage: 'statement verify <statements.json>',
    summary: 'Verify statements of one affiliate, as `statement show --json` printed them, one or a list',
    run: async (_client, given) => {
      const parsed = z.union([statementSchema, z.array(statementSchema)]).safeParse(JSON.parse(fileText(given)))
      if (!parsed.success) throw new UsageError('The file holds no statement. Make it with: tributary statement show CODE 2026-11 --json')
      return verifyStatements([parsed.data].flat())
    },
    print: (answer) => verificationText(answer as Verification),
  },
}

const money = (currency: string, amountMinor: number): string => formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')

const listText = ({ statements }: StatementList): string =>
  statements.length === 0
    ? 'No month was closed yet: tributary period close 2026-11'
    : table(
        ['period', 'affiliate', 'opening', 'closing'],
        statements.map((one) => [
          one.period,
          one.affiliate,
          money(one.currency, totalOf(one.opening)),
          money(one.currency, totalOf(one.closing)),
        ]),
      )

function statementText({ affiliate, period, currency, isOpen, opening, lines, closing, hash }: Statement): string {
  const split = ({ pendingMinor, heldMinor, payableMinor }: AccountSplit) =>
    `pending ${money(currency, pendingMinor)}, held ${money(currency, heldMinor)}, payable ${money(currency, payableMinor)}`
  const rows = lines.map(({ amountMinor, entry }) => [
    entry?.at.slice(0, 10) ?? '',
    entry?.order ?? '',
    entry?.why ?? '(erased)',
    money(currency, amountMinor).padStart(12),
  ])
  return [
    `Statement of ${affiliate} for ${period}${isOpen ? ', not closed yet' : ''}`,
    '',
    `Opening ${money(currency, totalOf(opening))}: ${split(opening)}`,
    ...(rows.length > 0 ? [table(['day', 'order', 'what', '      amount'], rows)] : ['Nothing moved.']),
    `Closing ${money(currency, totalOf(closing))}: ${split(closing)}`,
    ...(hash ? ['', `Hash ${hash}`] : []),
  ].join('\n')
}

function verificationText({ statements, lines, erased, broken }: Verification): string {
  if (statements === 0) return 'There is no closed statement in this file; an open month is verified once it is closed.'
  if (broken.length > 0)
    return ['Broken: something was changed since it was closed.', ...broken.map((sentence) => `  ${sentence}`)].join('\n')
  const gone = erased > 0 ? ` ${erased} of the lines were erased; their amounts stand.` : ''
  return `Verified: ${statements} statements with ${lines} lines say what they said when they were closed, and follow on one another.${gone}`
}
