import type { Stock } from '@tributary/protocol/stock'
import { type Arguments, type Command, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary stock …` */
export const STOCK_COMMANDS: Readonly<Record<string, Command>> = {
  'stock show': {
    usage: 'stock show <sku> [--limit 50] [--cursor …]',
    summary: 'What is left of an article, and every movement that made it so',
    options: { limit: 'value', cursor: 'value' },
    run: (client, given) =>
      client.call('getStock', {
        parameters: { sku: skuOf(given) },
        query: { limit: value(given, 'limit'), cursor: value(given, 'cursor') },
      }),
    print: (answer) => stockText(answer as Stock),
  },
  'stock set': {
    usage: 'stock set <sku> <pieces> --reason …',
    summary: 'Say how many pieces there are, after counting them',
    options: { reason: 'value' },
    run: (client, given) =>
      client.call('postStock', {
        parameters: { sku: skuOf(given, 1) },
        body: JSON.stringify({ level: pieces(given, /^\d+$/), reason: reasonOf(given) }),
      }),
    print: (answer) => levelText(answer as Stock),
  },
  'stock adjust': {
    usage: 'stock adjust <sku> +5|-2 --reason …',
    summary: 'Say how many pieces came or went',
    options: { reason: 'value' },
    run: (client, given) =>
      client.call('postStock', {
        parameters: { sku: skuOf(given, 1) },
        body: JSON.stringify({ by: pieces(given, /^[+-]?\d+$/), reason: reasonOf(given) }),
      }),
    print: (answer) => levelText(answer as Stock),
  },
}

function skuOf({ rest }: Arguments, more = 0): string {
  const [sku] = rest
  if (sku && rest.length === 1 + more) return sku
  throw new UsageError(more === 0 ? 'Name one article by its SKU.' : 'Name one article by its SKU, and the number of pieces.')
}

function pieces({ rest: [, typed = ''] }: Arguments, form: RegExp): number {
  if (form.test(typed)) return Number(typed)
  throw new UsageError(`“${typed}” is not a number of pieces; write 12, or to adjust by some +5 or -2.`)
}

function reasonOf(given: Arguments): string {
  const reason = value(given, 'reason')
  if (reason) return reason
  throw new UsageError('Say why, for whoever looks at the movements later: --reason "Counted on the shelf"')
}

const levelText = ({ sku, level, backorder }: Stock): string =>
  level === undefined ? `${sku} is not counted.` : `${sku}: ${level} left${backorder ? ', and sold on backorder' : ''}.`

function stockText(stock: Stock): string {
  const rows = stock.movements.map((one) => [
    one.at.slice(0, 19).replace('T', ' '),
    one.quantity > 0 ? `+${one.quantity}` : String(one.quantity),
    String(one.level),
    one.cause,
    one.order ?? [one.reason, one.actor && `(${one.actor})`].filter(Boolean).join(' '),
  ])
  const imported = stock.imported === undefined ? [] : [`The last file counted ${stock.imported}.`]
  return [
    [levelText(stock), ...imported].join(' '),
    ...(rows.length > 0 ? [table(['at', 'pieces', 'level', 'cause', ''], rows)] : ['Nothing moved yet.']),
    ...(stock.next ? [`Earlier ones: --cursor ${stock.next}`] : []),
  ].join('\n')
}
