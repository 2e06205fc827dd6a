import { isSiteKey, normalizeCode } from '@tributary/protocol/id'
import { type AffiliateRow, affiliatesNamed, type NamedLink, type NamedSite } from '../store/affiliates.ts'
import type { Queryable } from '../store/database.ts'

/** Who sent somebody, as a `via` names it. */
export interface Sender {
  /** The affiliate, if the name is anybody's; the parent's own sites are nobody's. */
  readonly affiliate: AffiliateRow | undefined
  /** It is one of the parent's own sites: nobody sent, and nobody is unknown. */
  readonly isOwn: boolean
  /** The labels of a link, else empty. */
  readonly campaign: string
  readonly subId: string
  /** Named by a test site or a test link. */
  readonly test: boolean
}

/** What names lead to, once read. */
export interface Named {
  readonly affiliates: readonly AffiliateRow[]
  readonly sites: readonly NamedSite[]
  readonly links: readonly NamedLink[]
}

// Longer ones are no name of ours; reading them would only cost.
const LONGEST_VIA = 64

/** How names are looked up: site keys as they are, everything else as a code, which links' short ids are too. */
export const lookUp = (vias: readonly string[]): { readonly codes: string[]; readonly siteKeys: string[] } => {
  const short = vias.filter((via) => via.length <= LONGEST_VIA)
  return { codes: short.filter((via) => !isSiteKey(via)).map(normalizeCode), siteKeys: short.filter(isSiteKey) }
}

/** Who a name among those that were read stands for. */
export function senderAmong({ affiliates, sites, links }: Named, via: string): Sender {
  const byKey = (key: number | null | undefined) => affiliates.find(({ affiliateId }) => affiliateId === key)
  const nobody = { affiliate: undefined, isOwn: false, campaign: '', subId: '', test: false }
  if (LONGEST_VIA < via.length) return nobody
  if (isSiteKey(via)) {
    const site = sites.find(({ key }) => key === via)
    return site ? { ...nobody, affiliate: byKey(site.affiliateId), isOwn: site.affiliateId === null, test: site.test } : nobody
  }
  const code = normalizeCode(via)
  const link = links.find(({ id }) => id === code)
  if (link) return { ...nobody, affiliate: byKey(link.affiliateId), campaign: link.campaign, subId: link.subId, test: link.test }
  return { ...nobody, affiliate: affiliates.find((one) => one.code === code) }
}

/** Who a `via` stands for. */
export async function readSender(database: Queryable, programId: number, via: string): Promise<Sender> {
  return senderAmong(await affiliatesNamed(database, programId, { ...lookUp([via]), ids: [], keys: [] }), via)
}
