import type { EndpointName } from '@tributary/protocol/endpoint'
import { formatMoney, toDecimal } from '@tributary/protocol/money'
import type { TransferList } from '@tributary/protocol/payment-details'
import type { Payout, PayoutBatch } from '@tributary/protocol/payout'
import { type CsvCell, csvText } from '../core/csv-cell.ts'
import { currencyDigits } from '../core/program.ts'
import { type Command, list, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary payout …` */
export const PAYOUT_COMMANDS: Readonly<Record<string, Command>> = {
  'payout draft': {
    usage: 'payout draft [--currency EUR] [--affiliate CODE …]',
    summary: 'Draft a batch of payouts: everybody who is owed enough, or those named',
    options: { currency: 'value', affiliate: 'list' },
    run: (client, given) => {
      const affiliates = list(given, 'affiliate')
      const body = { currency: value(given, 'currency'), ...(affiliates.length > 0 && { affiliates }) }
      return client.call('postPayouts', { body: JSON.stringify(body) })
    },
    print: (answer) => batchText(answer as PayoutBatch),
  },
  'payout list': {
    usage: 'payout list [--batch …] [--affiliate CODE] [--state draft]',
    summary: 'Payouts, newest first',
    options: { batch: 'value', affiliate: 'value', state: 'value' },
    run: (client, given) => client.call('getPayouts', { query: given.options as Record<string, string | undefined> }),
    print: (answer) => payoutsText((answer as { payouts: Payout[] }).payouts),
  },
  'payout export': {
    usage: 'payout export <batch or id>',
    summary: 'What to transfer for an approved batch or payout, as CSV with whole payment details',
    run: (client, { rest: [id, ...more] }) => {
      if (!id || more.length > 0) throw new UsageError('Name one batch or one payout; tributary payout list shows them.')
      return client.call('getTransfers', { parameters: { id } })
    },
    print: (answer) => transfersText(answer as TransferList),
  },
  'payout approve': move('approve', 'approvePayouts', 'Approve a batch or one payout; takes another key than drafting did (STAFF_KEY)'),
  'payout send': move('send', 'sendPayouts', 'Record that a batch or one payout was handed to the bank'),
  'payout settle': move('settle', 'settlePayouts', 'Record that a batch or one payout arrived'),
  'payout fail': move('fail', 'failPayouts', 'Record that a payout came back; its amount is payable again'),
  'payout withdraw': move('withdraw', 'withdrawPayouts', 'Withdraw a batch or one payout that was not sent'),
}

function move(verb: string, endpoint: EndpointName, summary: string): Command {
  return {
    usage: `payout ${verb} <batch or id> [--reason …]`,
    summary,
    options: { reason: 'value' },
    run: (client, given) => {
      const [id, ...more] = given.rest
      if (!id || more.length > 0) throw new UsageError('Name one batch or one payout; tributary payout list shows them.')
      return client.call(endpoint, { parameters: { id }, body: JSON.stringify({ reason: value(given, 'reason') }) })
    },
    print: (answer) => payoutsText((answer as { payouts: Payout[] }).payouts),
  }
}

const amount = (currency: string, amountMinor: number): string => formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')

const payoutsText = (payouts: readonly Payout[]): string =>
  payouts.length === 0
    ? 'No payouts.'
    : table(
        ['batch', 'id', 'affiliate', 'name', 'amount', 'commissions', 'state', ''],
        payouts.map((one) => [
          one.batch,
          one.id,
          one.affiliate,
          one.name,
          amount(one.currency, one.amountMinor),
          String(one.commissions),
          one.state,
          one.reason,
        ]),
      )

function transfersText({ transfers, missing }: TransferList): string {
  for (const { affiliate } of missing)
    process.stderr.write(`Nobody said yet where ${affiliate} is paid: tributary affiliate pay-to ${affiliate} …\n`)
  const rows = transfers.map(({ payout, affiliate, holder, account, bank = '', taxId = '', currency, amountMinor }): CsvCell[] => [
    payout,
    affiliate,
    holder,
    account,
    bank,
    taxId,
    currency,
    { number: toDecimal(amountMinor, currencyDigits(currency)) },
  ])
  return csvText([['payout', 'affiliate', 'holder', 'account', 'bank', 'tax_id', 'currency', 'amount'], ...rows]).trimEnd()
}

function batchText({ batch, currency, totalMinor, payouts, skipped }: PayoutBatch): string {
  const left = skipped.map(({ affiliate, why }) => `  ${affiliate}: ${why}`)
  const out = left.length > 0 ? ['', 'Left out:', ...left] : []
  if (payouts.length === 0) return ['Nothing was drafted: nobody has anything to be paid.', ...out].join('\n')
  const next = `Approve it with another key: STAFF_KEY=key_… tributary payout approve ${batch}`
  return [payoutsText(payouts), '', `Batch ${batch}: ${amount(currency, totalMinor)} to ${payouts.length} affiliates.`, next, ...out].join(
    '\n',
  )
}
