import type { Commission } from '@tributary/protocol/commission'
import type { OwnOrder } from '@tributary/protocol/own-account'
import { ownCommissionsQuery, ownOrdersQuery } from '@tributary/protocol/own-account.schema'
import { html } from 'hono/html'
import { countryName } from '../core/customer.ts'
import { readCommissions } from '../routes/commissions.ts'
import { readOrder, readOrders } from '../routes/own-account.ts'
import type { Parent } from '../routes/route.ts'
import { ago, backLink, levelWords, moneyIn, stateWords, type Words } from './account-parts.ts'
import { failurePage, type Html, page } from './page.ts'
import type { SignedIn } from './signed-in.ts'

const STATES: Readonly<Record<string, string>> = { pending: 'Pending', held: 'Held', payable: 'Payable', paid: 'Paid out' }

/** `GET /affiliate/commissions`: commissions by state, order or level, newest first; each amount leads to its arithmetic. */
export async function showCommissions(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  const { policy } = program
  const url = new URL(context.req.url)
  const query = ownCommissionsQuery.safeParse(Object.fromEntries(url.searchParams))
  const read = query.success ? await readCommissions(parent, program, query.data, affiliate.affiliateId) : undefined
  if (!query.success || !read?.ok) return failurePage(policy, 'This address does not fit', 'Begin again on your page.', 400)
  const { commissions, next } = read.value
  const { state, order, level } = query.data
  const about = [
    state && STATES[state]?.toLowerCase(),
    order && `of order ${order}`,
    level !== undefined && (level === 0 ? 'from your own sales' : `from level ${level} of your network`),
  ].filter((part) => typeof part === 'string')
  const title = `Commissions${about.length > 0 ? ` ${about.join(' ')}` : ''}`
  const own = order !== undefined && commissions.length === 0 ? await readOrder(parent, program, affiliate, order) : undefined
  const body = html`<div class="narrow">${backLink}<div class="panel"><h1>${title}</h1>
${order === undefined && level === undefined ? stateFilter(state) : ''}
${commissions.length === 0 ? html`<p>${own?.why ?? 'There are none.'}</p>` : html`<table><tbody>${commissions.map((one) => commissionRow(policy, one, parent.now()))}</tbody></table>`}
${next === undefined ? '' : html`<p class="after"><a href="${withCursor(url, next)}">Earlier ones</a></p>`}
</div></div>`
  return page(body, { title: `${title} · ${policy.name}`, policy, isPrivate: true })
}

const stateFilter = (state: string | undefined): Html =>
  html`<nav class="filters" aria-label="By state">${Object.entries({
    '': 'All',
    ...STATES,
  }).map(
    ([value, label]) =>
      html`<a href="/affiliate/commissions${value === '' ? '' : `?state=${value}`}" ${(state ?? '') === value ? html`aria-current="page"` : ''}>${label}</a>`,
  )}</nav>`

const commissionRow = (words: Words, one: Commission, now: Date): Html => html`<tr>
<th scope="row">${one.title}<br><span class="muted">Order ${one.order}, ${ago(words, one.earnedAt, now)}, ${levelWords(one.level)}<br>${stateWords(words, one)}</span></th>
<td><a href="/affiliate/why/${one.id}">${moneyIn(words, one.currency, one.amountMinor)}</a></td></tr>`

/** `GET /affiliate/orders`: every order that was sold or earns, newest first. */
export async function showOrders(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  const { policy } = program
  const url = new URL(context.req.url)
  const query = ownOrdersQuery.safeParse(Object.fromEntries(url.searchParams))
  const read = query.success ? await readOrders(parent, program, affiliate, query.data) : undefined
  if (!read?.ok) return failurePage(policy, 'This address does not fit', 'Begin again on your page.', 400)
  const { orders, next } = read.value
  const body = html`<div class="narrow">${backLink}<div class="panel"><h1>Your orders</h1>
${orders.length === 0 ? html`<p>There are none.</p>` : orderTable(policy, orders, parent.now())}
${next === undefined ? '' : html`<p class="after"><a href="${withCursor(url, next)}">Earlier ones</a></p>`}
</div></div>`
  return page(body, { title: `Your orders · ${policy.name}`, policy, isPrivate: true })
}

/** Orders with what each brought; the amount leads to its commissions. */
export const orderTable = (words: Words, orders: readonly OwnOrder[], now: Date): Html =>
  html`<table><tbody>${orders.map(
    (one) => html`<tr>
<th scope="row">Order ${one.number}${one.test ? ' (test)' : ''}<br><span class="muted">${ago(words, one.placedAt, now)}, ${levelWords(one.level)}, ${orderWords(one)}${customerWords(one)}</span></th>
<td><a href="/affiliate/commissions?order=${one.number}">${moneyIn(words, one.currency, one.amountMinor)}</a></td></tr>`,
  )}</tbody></table>`

function orderWords({ state, payment }: OwnOrder): string {
  if (state === 'cancelled') return 'cancelled'
  if (state === 'awaiting_customer') return 'waits for the customer'
  if (payment === 'charged_back') return 'charged back'
  const paid = payment === 'unpaid' ? 'not paid yet' : payment === 'paid' ? 'paid' : payment.replace('_', ' ')
  return `${state}, ${paid}`
}

const customerWords = ({ customer }: OwnOrder): string =>
  customer === undefined ? '' : `, to ${customer.name === undefined ? '' : `${customer.name}, `}${countryName(customer.country)}`

function withCursor(url: URL, cursor: string): string {
  const next = new URL(url)
  next.searchParams.set('cursor', cursor)
  return next.pathname + next.search
}
