import { sumMinor } from '@tributary/protocol/money'
import { html } from 'hono/html'
import { monthName } from '../core/statement-document.ts'
import { moneyIn, type Words } from './account-parts.ts'
import type { Html } from './page.ts'

/** What one month brought; minor units, all positive. */
export interface ChartMonth {
  readonly month: string
  readonly earnedMinor: number
  readonly takenBackMinor: number
  readonly paidOutMinor: number
}

const SUMMED = ['earnedMinor', 'takenBackMinor', 'paidOutMinor'] as const
const HEIGHT = 150
const TOP = 18
const LABELS = 20

/** Earnings by month as a picture and as a table that says the same: what was earned upwards, what was taken back downwards. */
export function earningsChart(words: Words, currency: string, months: readonly ChartMonth[]): Html {
  const money = (amountMinor: number) => moneyIn(words, currency, amountMinor)
  return html`<figure class="chart">
<figcaption>${currency}, by month. <span class="key earned">Earned</span> <span class="key taken">Taken back</span></figcaption>
${picture(words, currency, months)}
<div class="wide"><table>
<thead><tr><th scope="col">Month</th><th scope="col">Earned</th><th scope="col">Taken back</th><th scope="col">Paid out</th></tr></thead>
<tbody>${months
    .filter((one) => one.earnedMinor !== 0 || one.takenBackMinor !== 0 || one.paidOutMinor !== 0)
    .toReversed()
    .map(
      ({ month, earnedMinor, takenBackMinor, paidOutMinor }) => html`<tr>
<th scope="row"><a href="/affiliate/statements/${month}/${currency}">${monthName(month, words.locale)}</a></th>
<td>${money(earnedMinor)}</td><td>${money(takenBackMinor)}</td><td>${money(paidOutMinor)}</td></tr>`,
    )}</tbody>
<tfoot><tr class="sum"><th scope="row">Together</th>${SUMMED.map((of) => html`<td>${money(sumMinor(months.map((one) => one[of])))}</td>`)}</tr></tfoot>
</table></div>
</figure>`
}

function picture(words: Words, currency: string, months: readonly ChartMonth[]): Html {
  const highest = Math.max(1, ...months.map(({ earnedMinor }) => earnedMinor))
  const lowest = Math.max(0, ...months.map(({ takenBackMinor }) => takenBackMinor))
  const unit = HEIGHT / (highest + lowest)
  const zero = TOP + highest * unit
  const bottom = TOP + HEIGHT
  const slot = 100 / months.length
  const bars = months.map(({ month, earnedMinor, takenBackMinor }, index) => {
    const x = index * slot + slot * 0.2
    const center = (index + 0.5) * slot
    const label = new Intl.DateTimeFormat(words.locale, { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
    const up = Math.max(earnedMinor > 0 ? 2 : 0, earnedMinor * unit)
    const down = Math.max(takenBackMinor > 0 ? 2 : 0, takenBackMinor * unit)
    return html`<rect class="earned" x="${x.toFixed(2)}%" y="${(zero - up).toFixed(1)}" width="${(slot * 0.6).toFixed(2)}%" height="${up.toFixed(1)}" rx="2"></rect>
<rect class="taken" x="${x.toFixed(2)}%" y="${zero.toFixed(1)}" width="${(slot * 0.6).toFixed(2)}%" height="${down.toFixed(1)}" rx="2"></rect>
<text x="${center.toFixed(2)}%" y="${bottom + LABELS - 4}" text-anchor="middle">${label}</text>`
  })
  // The table beside it says the same, so a screen reader is spared the bars.
  return html`<svg width="100%" height="${bottom + LABELS}" aria-hidden="true">
<line x1="0" x2="100%" y1="${TOP}" y2="${TOP}"></line><text x="0" y="${TOP - 5}">${moneyIn(words, currency, highest)}</text>
${bars}
<line class="zero" x1="0" x2="100%" y1="${zero.toFixed(1)}" y2="${zero.toFixed(1)}"></line>
</svg>`
}
