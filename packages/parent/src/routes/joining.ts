import type { AffiliateEvent } from '@tributary/protocol/affiliate'
import { newId } from '@tributary/protocol/id'
import { origin as originSchema } from '@tributary/protocol/site.schema'
import { affiliateWelcome, applicationDeclined } from '../core/joining-letter.ts'
import type { Letter } from '../core/letter.ts'
import type { AffiliateRow } from '../store/affiliates.ts'
import { applicationOf } from '../store/applications.ts'
import type { Queryable } from '../store/database.ts'
import type { Program } from '../store/programs.ts'
import { addSite, type SiteRow } from '../store/sites.ts'
import type { Parent } from './route.ts'

type Joining = Pick<AffiliateRow, 'affiliateId' | 'code' | 'name' | 'email'>

/** What an affiliate is told of an event of its own, beside the new site that an approval makes. Called inside the transaction of the event. */
export async function lettersOf(
  parent: Parent,
  transaction: Queryable,
  program: Program,
  affiliate: Joining,
  event: AffiliateEvent,
  reason: string,
): Promise<{ readonly letters: readonly Letter[]; readonly test: boolean }> {
  if (event !== 'approve' && event !== 'decline') return { letters: [], test: false }
  const { programId, policy } = program
  const { website, test = false } = (await applicationOf(transaction, programId, affiliate.affiliateId)) ?? {}
  if (event === 'decline') return { letters: [applicationDeclined(policy, { ...affiliate, test }, reason)], test }
  const site = website ? siteOf(website, test) : undefined
  if (site) await addSite(transaction, { programId, affiliateId: affiliate.affiliateId, ...site })
  const origin = site?.origins[0]
  const letter = affiliateWelcome(policy, parent.origin, { ...affiliate, test }, site && origin ? { key: site.key, origin } : undefined)
  return { letters: [letter], test }
}

/** The first site of a website, or nothing where its address is none that a page can sell on. */
export function siteOf(website: string, test: boolean): Pick<SiteRow, 'key' | 'name' | 'origins' | 'test'> | undefined {
  const url = URL.canParse(website) ? new URL(website) : undefined
  const origin = originSchema.safeParse(url?.origin)
  if (!url || !origin.success) return undefined
  return { key: newId(test ? 'testSite' : 'site') as SiteRow['key'], name: url.host, origins: [origin.data], test }
}
