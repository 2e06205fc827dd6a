import type { Attribution } from '@tributary/protocol/attribution'
import type { LeadId } from '@tributary/protocol/id'
import type { LeadContact } from '@tributary/protocol/lead'
import type { ServiceFacts } from '@tributary/protocol/offer'
import type { ConsentMode } from '@tributary/protocol/order'
import type { AttributionPolicy } from '@tributary/protocol/program'
import type { AffiliateRow } from '../store/affiliates.ts'
import type { AskedOffer } from '../store/asked-offers.ts'
import type { SiteRow } from '../store/sites.ts'

/** Who would have a request if nobody had registered its customer before. */
export interface Judged {
  readonly attribution: Attribution
  readonly affiliates: readonly AffiliateRow[]
  readonly policy?: AttributionPolicy
  readonly judgedAt: number
}

/** A request that was decided, before anybody looked whose its customer is. */
export interface DecidedLead {
  readonly id: LeadId
  readonly number: string
  readonly digest: string
  readonly offer: AskedOffer & { readonly service: ServiceFacts }
  readonly site: SiteRow | undefined
  readonly contact: LeadContact
  readonly judged: Judged
  readonly flags: readonly string[]
  readonly locale: string | null
  readonly consent: ConsentMode
  readonly address: string | undefined
  readonly test: boolean
}
