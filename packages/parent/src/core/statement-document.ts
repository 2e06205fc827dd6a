import { formatMoney } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type AccountSplit, type Statement, type StatementEntry, type StatementLine, totalOf } from '@tributary/protocol/statement'
import { html, raw } from 'hono/html'
import { currencyDigits } from './program.ts'

type Words = Pick<ProgramPolicy, 'name' | 'locale' | 'timeZone' | 'contact'>

// What a line counts as in the sums. A payout that came back is no earning.
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Earned', ['commission_created', 'commission_reinstated']],
  ['Taken back', ['commission_reversed']],
  ['Paid out', ['payout_sent', 'payout_failed']],
  ['Written off by the parent', ['receivable_written_off']],
]

/** What a statement's lines sum to, by what they are; what did not happen is left out. Minor units, positive is the affiliate's. */
export function statementSums({ lines }: Pick<Statement, 'lines'>): (readonly [string, number])[] {
  const sum = (own: readonly StatementLine[]) => own.reduce((total, { amountMinor }) => total + amountMinor, 0)
  const known = GROUPS.map(([label, kinds]) => [label, lines.filter(({ entry }) => entry && kinds.includes(entry.kind))] as const)
  const erased = ['Lines whose text was erased', lines.filter(({ entry }) => !entry)] as const
  return [...known, erased].filter(([, own]) => own.length > 0).map(([label, own]) => [label, sum(own)])
}

/** A statement as tables, for a page or a print. `whyOf` leads from a line to its arithmetic. */
export function statementTables(words: Words, statement: Statement, whyOf?: (entry: StatementEntry) => string | undefined) {
  const { currency, opening, lines, closing } = statement
  const money = (amountMinor: number) => formatMoney({ currency, amountMinor }, currencyDigits(currency), words.locale)
  const day = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeZone: words.timeZone })
  const split = ({ pendingMinor, heldMinor, payableMinor }: AccountSplit) =>
    `${money(pendingMinor)} pending, ${money(heldMinor)} held, ${money(payableMinor)} payable`
  const row = ({ entry, amountMinor }: StatementLine) => {
    const href = entry && whyOf?.(entry)
    const what = entry ? (entry.order === undefined ? capitalised(entry.why) : `Order ${entry.order}: ${entry.why}`) : '(erased)'
    return html`<tr><th scope="row">${href ? html`<a href="${href}">${what}</a>` : what}<br><span class="muted">${entry ? day.format(new Date(entry.at)) : ''}</span></th>
<td>${money(amountMinor)}</td></tr>`
  }
  return html`<table>
<tbody>
<tr class="sum"><th scope="row">Opening<br><span class="muted">${split(opening)}</span></th><td>${money(totalOf(opening))}</td></tr>
${lines.length === 0 ? html`<tr><th scope="row" class="muted">Nothing moved in this month.</th><td></td></tr>` : lines.map(row)}
</tbody>
<tfoot>
<tr class="sum"><th scope="row">Closing<br><span class="muted">${split(closing)}</span></th><td>${money(totalOf(closing))}</td></tr>
</tfoot>
</table>
${lines.length < 2 ? '' : html`<h2>In short</h2><table><tbody>${statementSums(statement).map(([label, sum]) => html`<tr><th scope="row">${label}</th><td>${money(sum)}</td></tr>`)}</tbody></table>`}`
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What proves that a closed statement was not rewritten, or why an open one proves nothing yet. */
export const statementSeal = ({ isOpen, hash, previousHash }: Statement) =>
  isOpen
    ? html`<p class="muted">This month is not closed yet; what it says may still change.</p>`
    : html`<p class="muted">Closed. Its hash is <code>${hash}</code>${previousHash ? html`, after <code>${previousHash}</code>` : ''}.
Keep it as JSON: <code>tributary statement verify</code> shows later that nothing was rewritten.</p>`

/** A month in words: `November 2026`. */
export const monthName = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))

const STYLE = raw(`body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#16282c}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:.4rem 0;border-top:1px solid #dde3e4;text-align:left;vertical-align:top;font-weight:400}
td{text-align:right;white-space:nowrap;padding-left:1rem}.sum>*{font-weight:650}.muted{color:#56666a;font-size:.9375rem;font-weight:400}code{overflow-wrap:anywhere}tr{break-inside:avoid}`)

/** A statement as a file that can be opened, printed and kept. */
export const statementDocument = (words: Words, statement: Statement) => {
  const { affiliate, period, currency } = statement
  const title = `Statement of ${affiliate} for ${monthName(period, words.locale)}, ${currency}`
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head>
<body>
<p class="muted">${words.name} · ${words.contact}</p>
<h1>${title}</h1>
${statementTables(words, statement)}
${statementSeal(statement)}
</body>
</html>
`
}
