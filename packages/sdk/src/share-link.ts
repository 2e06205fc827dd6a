import { withoutSlash } from './client.ts'
import { withoutVisit } from './visit.ts'

/** What a link says, and where it leads. */
export interface ShareLink {
  /** Who is attributed what it brings: an affiliate code, a site key or a link's short id; this site unless said. */
  readonly via?: string
  readonly campaign?: string
  readonly subId?: string
  /** Leads to this offer on the parent's page; without it to this page, or to `page`. */
  readonly offer?: string
  readonly page?: string
}

/** A link that attributes what it brings. `?via=` is put last, and replaces one that is there. */
export function shareLink(parent: string, site: string, { via = site, campaign, subId, offer, page }: ShareLink = {}): string {
  const url = new URL(
    offer ? `${withoutSlash(parent)}/o/${encodeURIComponent(offer)}` : (page ?? globalThis.location?.href ?? parent),
    parent,
  )
  const labels = Object.entries({ via, via_campaign: campaign, via_sub: subId }).filter((pair): pair is [string, string] => !!pair[1])
  const own = withoutVisit(url.search)
  url.search = `${own}${own ? '&' : '?'}${new URLSearchParams(labels)}`
  return url.href
}
