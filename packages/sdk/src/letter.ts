import { BODY_TOO_LARGE } from '@tributary/protocol/body-limit'
import type { SiteKey } from '@tributary/protocol/id'
import type { LeadContact, LeadLetter } from '@tributary/protocol/lead'
import type { OffersAnswer } from '@tributary/protocol/offer'
import { type ConsentMode, type Customer, ORDER_BYTES, type OrderLetter } from '@tributary/protocol/order'
import type { ProgramFacts } from '@tributary/protocol/program'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type Failure, ownFailure, UNREACHED } from './client.ts'
import type { Device } from './device.ts'
import { toJson } from './json.ts'
import type { KeptTouches } from './kept-touches.ts'

const LONGEST_VIA = 64

/** What writing an order or a request needs from the rest of the page. */
export interface LetterNeeds {
  readonly parent: string
  readonly site: SiteKey
  readonly device: Device
  readonly facts: () => Promise<Result<Pick<OffersAnswer, 'program'>, Failure>>
  readonly touches: () => Promise<KeptTouches>
  readonly locale: () => string | undefined
  readonly consent: () => ConsentMode
}

/** What every letter says of the page that it comes from. */
type PagePart = 'program' | 'site' | 'touches' | 'visit' | 'locale' | 'consent'

/** The open part of an order, without what the page adds. */
export type OwnOrder = Omit<OrderLetter, PagePart>

/** The open part of a request, without what the page adds. */
export type OwnLead = Omit<LeadLetter, PagePart>

/** Who orders, or asks. */
export type Personal =
  | { readonly customer: Customer; readonly contact?: never }
  | { readonly contact: LeadContact; readonly customer?: never }

/** The bytes of every attempt, and whether what is personal in them is sealed. */
export interface Letter {
  readonly body: string
  readonly isSealed: boolean
  readonly program: ProgramFacts
}

/** The bytes of a whole order or request, fixed now and the same in every attempt. */
export async function writeLetter(
  { site, device, facts, touches, locale, consent }: LetterNeeds,
  own: OwnOrder | OwnLead,
  personal: Personal,
): Promise<Result<Letter, Failure>> {
  const [around, kept] = await Promise.all([facts(), touches().catch(() => undefined)])
  if (!around.ok) return around
  // What reads them could not be fetched. Without them somebody would not be paid, so it waits for the next press.
  if (!kept) return fail(UNREACHED)
  const { program } = around.value
  // WebCrypto exists in secure contexts only. Where it is missing or fails, it goes in clear over the connection: nothing personal is written down on
  // the device either way.
  const sealed = await device.seal(personal.contact ?? personal.customer, own.id, program.sealKey).catch(() => undefined)
  const body = toJson({
    ...own,
    program: program.id,
    site,
    // A malformed hint about who is attributed must never cost the order.
    via: own.via && own.via.length <= LONGEST_VIA ? own.via : undefined,
    ...kept,
    locale: locale(),
    consent: consent(),
    ...(sealed ? { sealed } : personal),
  })
  if (new TextEncoder().encode(body).length > ORDER_BYTES) return fail(ownFailure('body_too_large', BODY_TOO_LARGE))
  return ok({ body, isSealed: sealed !== undefined, program })
}
