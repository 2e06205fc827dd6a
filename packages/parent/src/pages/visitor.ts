import { isSiteKey } from '@tributary/protocol/id'
import type { ConsentMode } from '@tributary/protocol/order'
import { visitReference } from '@tributary/protocol/touch.schema'
import { readTouch } from '../core/touch.ts'
import { readTouchCookie, touchCookie } from '../core/touch-cookie.ts'
import type { Parent } from '../routes/route.ts'
import { recordTouch } from '../routes/touches.ts'
import type { Program } from '../store/programs.ts'
import { type SiteRow, siteByKey } from '../store/sites.ts'

const LONGEST_PATH = 500

/** What somebody who opens a hosted page brings along. */
export interface Visitor {
  /** Whether touches may be kept on the device, and read from it. */
  readonly consent: Extract<ConsentMode, 'granted' | 'denied'>
  /** The tokens that the device keeps. */
  readonly touches: readonly string[]
}

/** Who opens a hosted page. A browser that says no (Global Privacy Control), or the program, leaves the device's memory alone. */
export function visitorOf({ policy }: Program, { headers }: Request): Visitor {
  const isDenied = headers.get('Sec-GPC')?.trim() === '1' || policy.attribution.hostedCookie === 'denied'
  return isDenied ? { consent: 'denied', touches: [] } : { consent: 'granted', touches: readTouchCookie(headers.get('Cookie')) }
}

/** What led to a hosted page: the site that a `via` names, if it names one of this program, and whether it is a test. */
export async function whatLed(
  parent: Parent,
  { programId }: Program,
  via = '',
): Promise<{ readonly linkedFrom: SiteRow | undefined; readonly test: boolean }> {
  if (via.trim() === '') return { linkedFrom: undefined, test: false }
  const site = isSiteKey(via) ? await siteByKey(parent.database, via) : undefined
  const { test } = await parent.findSender(programId, via)
  return { linkedFrom: site?.programId === programId ? site : undefined, test }
}

/**
 * Records the visit that a hosted page's address tells of (`?via=FJORD&utm_campaign=spring`), if somebody sent it, and answers the page with the
 * cookie that remembers it, made without a script. Who sent it may be unknown: the page is shown all the same.
 */
export async function withVisit(parent: Parent, program: Program, request: Request, page: Response): Promise<Response> {
  const url = new URL(request.url)
  const via = url.searchParams.get('via')
  if (!via?.trim() || !isVisit(request)) return page
  const { affiliate, test, ...labels } = await parent.findSender(program.programId, via)
  if (!affiliate) return page

  const { campaign = labels.campaign, subId = labels.subId } = ownLabels(url)
  const path = url.pathname.slice(0, LONGEST_PATH)
  const visit = { site: undefined, affiliate, campaign, subId, path, referrer: referrerOf(request), test }
  const token = await recordTouch(parent, program, visit)
  // The answer to one visitor is nobody else's, cookie or not.
  if (page.headers.get('Cache-Control') !== 'no-store') page.headers.set('Cache-Control', 'private, no-cache')
  const { consent, touches } = visitorOf(program, request)
  // A test touch must not earn a real order later.
  if (consent === 'denied' || test) return page
  const keyring = await parent.keyring(program.programId)
  const kept = touches.filter((one) => readTouch(keyring, one))
  page.headers.append('Set-Cookie', touchCookie(kept, token, parent.origin.startsWith('https:')))
  return page
}

// What a browser fetches ahead, or as a picture or a frame of another page, nobody has looked at.
const isVisit = ({ method, headers }: Request): boolean =>
  method === 'GET' &&
  !/prefetch|prerender/i.test([headers.get('Sec-Purpose'), headers.get('Purpose'), headers.get('X-Moz')].join(' ')) &&
  ['document', null].includes(headers.get('Sec-Fetch-Dest'))

// A label that cannot be one of ours is left out whole: half of one would count for a campaign that does not exist.
function ownLabels({ searchParams }: URL): { readonly campaign?: string; readonly subId?: string } {
  const campaign = visitReference.shape.campaign.safeParse(
    searchParams.get('via_campaign') || searchParams.get('utm_campaign') || undefined,
  )
  const subId = visitReference.shape.subId.safeParse(searchParams.get('via_sub') || undefined)
  return {
    ...(campaign.success && campaign.data !== undefined && { campaign: campaign.data }),
    ...(subId.success && subId.data !== undefined && { subId: subId.data }),
  }
}

// The host alone: addresses can hold personal data.
function referrerOf({ headers }: Request): string {
  const referrer = headers.get('Referer') ?? ''
  return URL.canParse(referrer) ? new URL(referrer).host.slice(0, 255) : ''
}
