import type { Offer } from '@tributary/protocol/offer'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { Hono } from 'hono'
import { html } from 'hono/html'
import { handleIn } from '../core/offer-address.ts'
import { qrCodeSvg } from '../core/qr-code.ts'
import { problemResponse } from '../http/problem-response.ts'
import { publishedOffers } from '../routes/offers.ts'
import type { Parent } from '../routes/route.ts'
import { sharedAddress } from './link-preview.ts'
import { priceLine } from './offer-price.ts'
import { page } from './page.ts'
import { withProgram } from './request.ts'
import { priceText } from './service-page.ts'

const CARD = { width: 352, height: 560 }
const SMALLEST = 200
const LONGEST_VIA = 64
const LONGEST_CAMPAIGN = 40
const PUBLIC = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public, max-age=300' }

/** What makes a bare link more than a link elsewhere: the card to embed, the oEmbed answer that leads to it, and the QR code. */
export function addSharePages(app: Hono, parent: Parent): void {
  app.get(
    '/oembed',
    withProgram(parent, async (program, context) => {
      const { url = '', format = 'json', maxwidth, maxheight } = context.req.query()
      if (format !== 'json') return new Response('oEmbed is answered as JSON only: format=json\n', { status: 501 })
      const handle = handleIn(url, parent.origin)
      const offer = handle === undefined ? undefined : await offerCalled(parent, program, handle)
      if (!offer) return problemResponse('offer_unknown', { detail: `${url.slice(0, 200)} is not the page of an offer that is sold here.` })
      const size = { width: fitting(maxwidth, CARD.width), height: fitting(maxheight, CARD.height) }
      return Response.json(embedOf(offer, program.policy, viaOf(new URL(url).searchParams.get('via')), size), { headers: PUBLIC })
    }),
  )
  app.get(
    '/card/:handle',
    withProgram(parent, async (program, context) => {
      const offer = await offerCalled(parent, program, context.req.param('handle') ?? '')
      if (!offer) return problemResponse('offer_unknown')
      return showCard(offer, program.policy, viaOf(context.req.query('via')))
    }),
  )
  app.get(
    '/o/:handle/qr.svg',
    withProgram(parent, async (program, context) => {
      const offer = await offerCalled(parent, program, context.req.param('handle') ?? '')
      if (!offer) return problemResponse('offer_unknown')
      const address = new URL(sharedAddress(offer, viaOf(context.req.query('via'))))
      const campaign = context.req.query('via_campaign')
      if (campaign && campaign.length <= LONGEST_CAMPAIGN) address.searchParams.set('via_campaign', campaign)
      const svg = qrCodeSvg(address.href)
      return new Response(svg, { headers: { ...PUBLIC, 'Content-Type': 'image/svg+xml', 'X-Content-Type-Options': 'nosniff' } })
    }),
  )
}

const offerCalled = async (parent: Parent, program: Parameters<typeof publishedOffers>[1], handle: string): Promise<Offer | undefined> =>
  (await publishedOffers(parent, program, [handle])).offers[0]

const viaOf = (text: string | null | undefined): string | undefined => (text && text.length <= LONGEST_VIA ? text : undefined)

const fitting = (asked: string | undefined, wanted: number): number =>
  asked !== undefined && /^\d{1,5}$/.test(asked) ? Math.max(SMALLEST, Math.min(wanted, Number(asked))) : wanted

// oembed.com, 2.3.4.4. Whoever lets no frame in keeps the link within.
function embedOf(offer: Offer, { name }: ProgramPolicy, via: string | undefined, { width, height }: typeof CARD): Record<string, unknown> {
  const [image] = offer.images
  const card = new URL(`/card/${encodeURIComponent(offer.handle)}`, offer.url)
  if (via) card.searchParams.set('via', via)
  const markup = html`<blockquote><a href="${sharedAddress(offer, via)}">${offer.title}</a></blockquote><iframe src="${card.href}" title="${offer.title}" width="${width}" height="${height}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" style="border: 0; max-width: 100%"></iframe>`
  return {
    version: '1.0',
    type: 'rich',
    provider_name: name,
    provider_url: new URL(offer.url).origin,
    title: offer.title,
    cache_age: 300,
    html: String(markup),
    width,
    height,
    ...(image?.width && image.height && { thumbnail_url: image.src, thumbnail_width: image.width, thumbnail_height: image.height }),
  }
}

// Everything of it leads to the page where the offer is ordered, in a tab of its own: inside somebody's frame nobody types an address.
function showCard(offer: Offer, policy: ProgramPolicy, via: string | undefined): Promise<Response> {
  const [image] = offer.images
  const isSoldOut = offer.variants.every(({ available }) => !available)
  const body = html`<a class="shared-card" href="${sharedAddress(offer, via)}" target="_blank" rel="noopener">
${image ? html`<img src="${image.src}" alt="${image.alt}">` : ''}
<strong>${offer.title}</strong>
${offer.service ? html`<p class="price">${priceText(policy, offer.service)}</p>` : priceLine(policy, offer)}
${isSoldOut ? html`<span class="muted">Sold out at the moment</span>` : html`<span class="button">${offer.service ? 'Ask for an offer' : 'Order'}</span>`}
<small class="muted">Sold and shipped by ${policy.name}.${via ? ' Whoever shows this earns a commission.' : ''}</small>
</a>`
  return page(body, { title: offer.title, policy, isFramed: true })
}
