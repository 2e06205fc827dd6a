import { LABEL_BYTES, type VisitReference } from '@tributary/protocol/touch'

const LONGEST_VIA = 64

/** Who sent this visit, as the address bar or the page's own script says. */
export type Visit = VisitReference

/** The part of an address that can name who sent a visit. */
export type VisitAddress = Pick<Location, 'pathname' | 'search'>

/** Whether an address may tell of somebody who sent the visit: cheap, for every page view. */
export const isReferred = ({ pathname, search }: VisitAddress): boolean => /[?&](via|utm_campaign)=|\/via\/./.test(pathname + search)

/**
 * The visit that an address tells of, if somebody sent it: `?via=FJORD&via_campaign=spring&via_sub=42`, a path with `/via/FJORD` in it, or only
 * `?utm_campaign=spring`, which is a campaign of the site's own. `utm_campaign` and `utm_content` stand in for our own labels.
 */
export function readVisit({ pathname, search }: VisitAddress): Visit | undefined {
  const parameters = new URLSearchParams(search)
  const inPath = /\/via\/([^/]+)/.exec(pathname)?.[1]
  const via = parameters.get('via') || inPath
  const campaign = label(parameters.get('via_campaign') ?? parameters.get('utm_campaign'))
  const subId = label(parameters.get('via_sub') ?? parameters.get('utm_content'))
  if (via) return via.length <= LONGEST_VIA ? { via, campaign, subId } : undefined
  return campaign ? { campaign, subId } : undefined
}

/** A query without our own parameters; every other one stays as it was written, byte for byte. `withoutVisit('?a=%20&via=FJORD')` is `?a=%20`. */
export const withoutVisit = (search: string): string => search.replace(/(?<=[?&])via(_campaign|_sub)?=[^&]*&?/g, '').replace(/[?&]$/, '')

// A label that is too long is left out whole: half of one would count for a campaign that does not exist.
const label = (text: string | null): string | undefined => (text && new TextEncoder().encode(text).length <= LABEL_BYTES ? text : undefined)
