import { LABEL_BYTES, type NewTouch } from '@tributary/protocol/touch'

const LONGEST_VIA = 64

/** Who sent this visit, as the address bar or the page's own script says. */
export type Visit = Pick<NewTouch, 'via' | 'campaign' | 'subId'>

/** The visit that an address tells of, if somebody sent it: `?via=FJORD&via_campaign=spring&via_sub=42`. */
export function readVisit(search: string): Visit | undefined {
  const parameters = new URLSearchParams(search)
  const via = parameters.get('via')
  if (!via || via.length > LONGEST_VIA) return undefined
  return { via, campaign: label(parameters.get('via_campaign')), subId: label(parameters.get('via_sub')) }
}

/** A query without our own parameters; every other one stays as it was written, byte for byte. `withoutVisit('?a=%20&via=FJORD')` is `?a=%20`. */
export const withoutVisit = (search: string): string =>
  readVisit(search) ? search.replace(/(?<=[?&])via(_campaign|_sub)?=[^&]*&?/g, '').replace(/[?&]$/, '') : search

// A label that is too long is left out whole: half of one would count for a campaign that does not exist.
const label = (text: string | null): string | undefined => (text && new TextEncoder().encode(text).length <= LABEL_BYTES ? text : undefined)
