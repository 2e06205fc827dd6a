import { addressLines } from '@tributary/protocol/address'
import { isId, newId } from '@tributary/protocol/id'
import type { Offer, Variant } from '@tributary/protocol/offer'
import type { OrderLetter } from '@tributary/protocol/order'
import type { Quote } from '@tributary/protocol/quote'
import { cartLines } from '@tributary/protocol/quote.schema'
import { html, raw } from 'hono/html'
import { priceCart, stockFailure } from '../core/quote.ts'
import { readQuote } from '../core/quote-token.ts'
import { servedCountries } from '../core/shipping.ts'
import { fieldProblems } from '../http/problem-response.ts'
import { giveQuote } from '../routes/code.ts'
import type { Parent } from '../routes/route.ts'
import { variantsBySku } from '../store/offers.ts'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import { amount, cartTable } from './amounts.ts'
import { codeNotice } from './code-notice.ts'
import { errorSummary, type FieldErrors, type Fields } from './form.ts'
import { previewHead } from './link-preview.ts'
import { byName, customerFields, FIELD_NAMES, readCustomer } from './offer-form.ts'
import { conditionsLine, priceLine, unitText } from './offer-price.ts'
import { failurePage, type Html, page } from './page.ts'
import type { Visitor } from './visitor.ts'

/** What a hosted page is made for: the offer, the site whose link led here, and who opens it. */
export interface Visit {
  readonly program: Program
  readonly offer: Offer
  readonly linkedFrom: SiteRow | undefined
  readonly visitor: Visitor
  /** Led here by a test site or a test link. */
  readonly test: boolean
}

/** `GET /o/:handle`: the product with a plain form. With errors the form is shown again as it was filled. */
export function showOffer({ program, offer, linkedFrom, test }: Visit, fields: Fields, errors: FieldErrors = {}): Promise<Response> {
  const { policy } = program
  const isSoldOut = offer.variants.every(({ available }) => !available)
  const summary = Object.values(errors)
  const body = html`<div class="product">
${picture(offer)}
<div class="panel">
<h1>${offer.title}</h1>
${priceLine(policy, offer)}
${conditionsLine(policy)}
${offer.description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
<p class="muted">Sold and shipped by ${policy.name}.${linkedFrom?.affiliateCode ? ` The site “${linkedFrom.name}” earns a commission.` : ''}</p>
${errorSummary(errors)}
${
  isSoldOut
    ? html`<p class="notice">This is sold out at the moment. Nothing can be ordered.</p>`
    : html`<form method="post" action="/o/${offer.handle}">
<input type="hidden" name="via" value="${fields['via'] ?? ''}">
${fields['quote'] ? html`<input type="hidden" name="quote" value="${fields['quote']}">` : ''}
<fieldset><legend>What you order</legend>
<div class="pair">
<label class="field" for="quantity">Quantity<input id="quantity" name="quantity" type="number" min="1" max="${policy.limits.quantityPerLine}" value="${fields['quantity'] ?? '1'}" inputmode="numeric" required></label>
${variantField(program, offer, fields['sku'])}
</div></fieldset>
${customerFields(fields, errors, servedCountries(policy.shipping))}
<button>Continue to shipping and total</button>
<p class="muted">You see the total before you order.</p>
</form>`
}
<p class="after"><a href="/ask/${offer.handle}${fields['via'] ? `?${new URLSearchParams({ via: fields['via'] })}` : ''}">Ask a question before you order</a></p>
</div></div>`
  const status = summary.length === 0 ? 200 : 422
  return page(body, {
    title: `${offer.title} · ${policy.name}`,
    policy,
    status,
    test,
    isPrivate: summary.length > 0,
    head: previewHead(offer, policy, fields['via']),
  })
}

/** `POST /o/:handle`: the review, with an order id of its own, so that pressing twice or reloading is one order (`ORDER.md`, 8). */
export async function reviewOrder(parent: Parent, visit: Visit, fields: Fields, notice = ''): Promise<Response> {
  const { program, offer, test } = visit
  const { policy } = program
  const customer = readCustomer(fields)
  const quoted = await quote(parent, visit, fields)
  if (!customer.ok || 'error' in quoted) {
    return showOffer(visit, fields, { ...('error' in quoted && quoted.error), ...(!customer.ok && customer.error) })
  }
  const { delivery, email } = customer.value
  const orderId = newId('order')
  const body = html`<div class="narrow"><div class="panel">
<h1>Review your order</h1>
${notice === '' ? '' : html`<p class="notice" role="status">${notice}</p>`}
${codeNotice(policy, quoted.code)}
${cartTable(policy, quoted.lines, quoted.shipping.title, quoted)}
<h2>Delivery</h2>
<p>${[...addressLines(delivery), delivery.country].join(', ')}<br>
<span class="muted">Confirmation to ${email}</span></p>
<form method="post" action="/o/${offer.handle}/order">
${FIELD_NAMES.map((name) => (fields[name] ? html`<input type="hidden" name="${name}" value="${fields[name]}">` : ''))}
<input type="hidden" name="orderId" value="${orderId}">
<input type="hidden" name="quote" value="${quoted.token}">
${shippingField(program, quoted)}
<p class="muted">By ordering you agree to the <a href="${policy.links.terms}">terms</a>. Here is the <a href="${policy.links.privacy}">privacy notice</a> and how <a href="${policy.links.returns}">returns and withdrawal</a> work.</p>
<button>Order and pay ${amount(policy, quoted.totals.totalMinor)}</button>
<button class="secondary" formaction="/o/${offer.handle}/edit">Change something</button>
</form></div></div>`
  return page(body, { title: `Review your order · ${policy.name}`, policy, test, isPrivate: true })
}

/** `POST /o/:handle/order`: places what was reviewed and leads to the status page. */
export async function orderOffer(parent: Parent, visit: Visit, fields: Fields): Promise<Response> {
  const { program, linkedFrom, visitor, test } = visit
  const customer = readCustomer(fields)
  if (!customer.ok) return showOffer(visit, fields, customer.error)
  const keyring = await parent.keyring(program.programId)
  const claims = readQuote(keyring, fields['quote'] ?? '')
  const orderId = fields['orderId'] ?? ''
  if (claims && claims.shipping.id !== fields['shipping']) {
    return reviewOrder(parent, visit, fields, 'You chose another way of shipping. This is the new total.')
  }
  if (!claims || !isId('order', orderId)) return reviewOrder(parent, visit, fields, 'Please look at the total again before you order.')
  const letter: OrderLetter = {
    id: orderId,
    program: program.id,
    ...(fields['via'] && { via: fields['via'] }),
    ...(fields['code'] && { code: fields['code'] }),
    touches: visitor.touches,
    lines: claims.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    country: claims.country,
    shipping: claims.shipping.id,
    quote: fields['quote'] ?? '',
    currency: claims.currency,
    expectedTotalMinor: claims.totals.totalMinor,
    consent: visitor.consent,
  }
  const taken = await parent.takeOrder({ program, site: undefined, linkedFrom, test, letter, customer: customer.value, flags: [] })
  if (taken.ok)
    return new Response(null, { status: 303, headers: { Location: `${taken.value.answer.statusUrl}?placed`, 'Cache-Control': 'no-store' } })
  const { code, title, detail = title, orderNumber } = taken.error
  if (code === 'already_placed')
    return failurePage(
      program.policy,
      `This is order ${orderNumber} already`,
      'It was ordered before. The link to it is in your mail.',
      409,
    )
  if (code === 'quote_expired') return reviewOrder(parent, visit, fields, `${title} This is the price now.`)
  return showOffer(visit, fields, taken.error.errors ? byName([{ pointer: '/sku', detail }]) : { sku: detail })
}

async function quote(parent: Parent, { program, test }: Visit, fields: Fields): Promise<Quote | { readonly error: FieldErrors }> {
  const { sku = '', quantity = '', country = '', shipping } = fields
  const cart = cartLines.safeParse([{ sku, quantity: quantity.trim() === '' ? Number.NaN : Number(quantity) }])
  if (!cart.success) return { error: byName(fieldProblems(cart.error)) }
  const now = parent.now()
  const lines = cart.data
  const articles = new Map((await variantsBySku(parent.database, program.programId, [sku], now)).map((one) => [one.sku, one]))
  const short = test ? undefined : stockFailure(articles, lines)
  const priced = priceCart(program.policy, articles, lines, { country, shipping })
  if (short) return { error: { sku: short.detail } }
  if (!priced.ok) return { error: { [priced.error.code === 'country_unserved' ? 'country' : 'sku']: priced.error.detail } }
  return giveQuote(parent, program, priced.value, { now, test, previous: fields['quote'], code: fields['code'] })
}

function picture({ images: [image] }: Offer): Html {
  if (!image) return html`<div></div>`
  const size = image.width && image.height ? raw(`width="${Number(image.width)}" height="${Number(image.height)}"`) : ''
  return html`<img src="${image.src}" alt="${image.alt}" ${size}>`
}

function variantField({ policy }: Program, { variants }: Offer, chosen: string | undefined): Html {
  const [only] = variants
  if (variants.length === 1 && only) return html`<input type="hidden" name="sku" value="${only.sku}">`
  const label = ({ options, amountMinor, unit, available }: Variant) =>
    `${options.join(', ')} · ${amount(policy, amountMinor)}${unit ? ` (${unitText(policy, unit)})` : ''}${available ? '' : ' · sold out'}`
  return html`<label class="field" for="sku">Which one<select id="sku" name="sku" required>
${variants.map((variant) => html`<option value="${variant.sku}" ${variant.sku === chosen ? 'selected' : ''} ${variant.available ? '' : 'disabled'}>${label(variant)}</option>`)}
</select></label>`
}

const shippingField = ({ policy }: Program, { shippingChoices, shipping }: Quote): Html => html`
<fieldset><legend>Shipping</legend>
${shippingChoices.map(
  ({
    id,
    title,
    amountMinor,
    days,
  }) => html`<label class="choice"><input type="radio" name="shipping" value="${id}" ${id === shipping.id ? 'checked' : ''}>
<span>${title} <span class="muted">${days.min}–${days.max} working days</span></span><span>${amount(policy, amountMinor)}</span></label>`,
)}
</fieldset>`
