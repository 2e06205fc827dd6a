import { html } from 'hono/html'
import { dayOf, monthOf } from '../core/period.ts'
import { keysOf } from '../routes/affiliate-keys.ts'
import { readAccount, readDownline, readMonths, readOrders } from '../routes/own-account.ts'
import { postbacksView } from '../routes/postbacks.ts'
import type { Parent } from '../routes/route.ts'
import { readStatements } from '../routes/statements.ts'
import { detailsOf } from '../store/payment-details.ts'
import { sitesOf } from '../store/sites.ts'
import { balancePanel, monthsPanel, statementsPanel } from './account-money.ts'
import { networkPanel } from './account-network.ts'
import { postbacksPanel } from './account-postbacks.ts'
import { requestsPanel } from './account-requests.ts'
import { developersPanel, linksPanel, websitesPanel } from './account-tools.ts'
import { orderTable } from './commission-page.ts'
import type { FieldErrors, Fields } from './form.ts'
import { type Html, page } from './page.ts'
import type { SignedIn } from './signed-in.ts'

const ORDERS_SHOWN = 8

const NOTICES: Readonly<Record<string, string>> = {
  suspended: 'You are suspended: new orders earn you nothing and nothing is paid out until that ends. What you earned before stays yours.',
  closed: 'Your account is closed: it earns nothing any more. What it earned can still be read here.',
}

/** `GET /affiliate`: where an affiliate's account stands, and what it needs to sell. With errors the form of websites is shown as it was filled. */
export async function showAccount(
  parent: Parent,
  signedIn: SignedIn,
  form: { readonly fields: Fields; readonly errors: FieldErrors } = { fields: {}, errors: {} },
  status = 200,
): Promise<Response> {
  const { program, affiliate } = signedIn
  const { policy, programId } = program
  const { affiliateId, code, name, state } = affiliate
  const { database, origin } = parent
  const now = parent.now()
  const account = await readAccount(parent, program, affiliate)
  const months = await readMonths(parent, program, affiliate)
  const orders = await readOrders(parent, program, affiliate, { limit: ORDERS_SHOWN })
  const downline = await readDownline(parent, program, affiliate)
  const statements = await readStatements(parent, program, affiliateId, null)
  const sites = await sitesOf(database, programId, affiliateId)
  const [details] = await detailsOf(database, programId, [affiliateId])
  const keys = await keysOf(database, programId, affiliateId)
  const notice = NOTICES[state]
  const body = html`<div class="hello"><div><h1>${name}</h1><p class="muted">Affiliate of ${policy.name}, code ${code}</p></div>
<form method="post" action="/affiliate/sign-out"><button class="secondary copy">Sign out</button></form></div>
${notice === undefined ? '' : html`<p class="notice bad">${notice}</p>`}
<div class="split wide-first"><div class="stack">
${account.balances.map((balance) => balancePanel(policy, balance, { month: monthOf(now, policy.timeZone), today: dayOf(now, policy.timeZone) }, details?.masked))}
${monthsPanel(policy, months)}
<section class="panel"><h2>Your orders</h2>
${orders.ok && orders.value.orders.length > 0 ? ordersShown(policy, orders.value, now) : html`<p>None yet. The first step: put a product on your website, or share your link.</p>`}
</section>
${networkPanel(policy, origin, code, downline, now)}
</div><div class="stack">
${await requestsPanel(parent, signedIn)}
${linksPanel(origin, code)}
${websitesPanel(sites, form)}
${statementsPanel(policy, statements, account.balances, monthOf(now, policy.timeZone))}
${postbacksPanel(await postbacksView(parent, programId, affiliateId), form)}
${developersPanel(policy, keys)}
</div></div>`
  const head = html`<script src="/assets/embed.js" defer></script>`
  return page(body, { title: `${name} · ${policy.name}`, policy, status, isPrivate: true, allow: { 'script-src': "'self'" }, head })
}

const ordersShown = (
  words: Parameters<typeof orderTable>[0],
  { orders, next }: { readonly orders: Parameters<typeof orderTable>[1]; readonly next?: string },
  now: Date,
): Html => html`${orderTable(words, orders, now)}
${next === undefined ? '' : html`<p class="after"><a href="/affiliate/orders">All orders</a></p>`}`
