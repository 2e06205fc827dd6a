import type { Downline } from '@tributary/protocol/own-account'
import { html } from 'hono/html'
import { joinLink } from '../core/snippet.ts'
import { ago, moneyIn, type Words } from './account-parts.ts'
import type { Html } from './page.ts'

/** An affiliate's network by level, and who joined last. */
export const networkPanel = (words: Words, origin: string, code: string, { levels, newest }: Downline, now: Date): Html =>
  html`<section class="panel"><h2>Your network</h2>
${
  levels.length === 0
    ? html`<p>Nobody yet. Whoever joins by <a href="${joinLink(origin, code)}">your link for recruiting</a> stands under you, and you earn from what they sell.</p>`
    : html`<table>
<thead><tr><th scope="col">Level</th><th scope="col">Affiliates</th><th scope="col">You earned</th></tr></thead>
<tbody>${levels.map(
        ({ level, affiliates, active, earnedMinor }) => html`<tr>
<th scope="row">${level}${level === 1 ? html` <span class="muted">(you recruited them)</span>` : ''}</th>
<td>${affiliates}${active === affiliates ? '' : html` <span class="muted">(${active} active)</span>`}</td>
<td>${earned(words, level, earnedMinor)}</td></tr>`,
      )}</tbody></table>
<h3>Joined last</h3>
<table><tbody>${newest.map(
        ({ code: member, level, state, name, joinedAt }) => html`<tr>
<th scope="row">${name ?? member}${name === undefined ? '' : html` <span class="muted">${member}</span>`}<br><span class="muted">level ${level}, ${ago(words, joinedAt, now)}</span></th>
<td>${state}</td></tr>`,
      )}</tbody></table>`
}
</section>`

function earned(words: Words, level: number, earnedMinor: Readonly<Record<string, number>>) {
  const amounts = Object.entries(earnedMinor)
  if (amounts.length === 0) return '–'
  return html`<a href="/affiliate/commissions?level=${level}">${amounts.map(([currency, amountMinor]) => moneyIn(words, currency, amountMinor)).join(', ')}</a>`
}
