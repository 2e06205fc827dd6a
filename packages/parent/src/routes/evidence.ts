import type { OrderLetter } from '@tributary/protocol/order'
import { TOUCHES_READ } from '@tributary/protocol/touch'
import type { Evidence } from '../core/attribution.ts'
import type { Keyring } from '../core/keyring.ts'
import { customerHash } from '../core/mailbox.ts'
import { isOfOtherProgram, readTouch } from '../core/touch.ts'
import { type AffiliateRow, affiliatesNamed } from '../store/affiliates.ts'
import { type FirstPaidOrder, firstPaidOrders } from '../store/customers.ts'
import type { Queryable } from '../store/database.ts'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import { lookUp, type Named, senderAmong } from './sender.ts'

/** What an order says about who earned it, with the affiliates it names. */
export interface ReadEvidence {
  readonly evidence: readonly Evidence[]
  readonly owner: AffiliateRow | undefined
  readonly affiliates: readonly AffiliateRow[]
}

/** The part of an order that says who earned it. */
export type EvidenceLetter = Pick<OrderLetter, 'site' | 'via' | 'code' | 'touches' | 'visit'>

/** Whose evidence is read: what was said, the site where it was said (none on hosted pages), and by whom. */
export interface EvidenceCase {
  readonly letter: EvidenceLetter
  readonly site: SiteRow | undefined
  readonly customerEmail: string
}

/** Reads everybody that one order's evidence names. */
export async function readEvidence(
  database: Queryable,
  program: Program,
  keyring: Keyring,
  letter: EvidenceLetter,
  from: Omit<EvidenceCase, 'letter'>,
): Promise<ReadEvidence> {
  return (await readEvidenceTogether(database, program, keyring, [{ letter, ...from }]))[0] as ReadEvidence
}

/** The same for several orders at once, in as many reads as for one. Each answer's `affiliates` are everybody who was read. */
export async function readEvidenceTogether(
  database: Queryable,
  program: Program,
  keyring: Keyring,
  cases: readonly EvidenceCase[],
): Promise<ReadEvidence[]> {
  const said = cases.map((one) => saidIn(keyring, one))
  const known = program.policy.attribution.knownCustomerDays
    ? await firstPaidOrders(database, program.programId, [...new Set(said.map(({ customer }) => customer))])
    : new Map<string, FirstPaidOrder>()
  const named = await affiliatesNamed(database, program.programId, {
    ...lookUp([...new Set(said.flatMap(({ names }) => names))]),
    ids: [...new Set(said.flatMap(({ touches }) => touches.flatMap(({ touch }) => (touch ? [touch.affiliateId] : []))))],
    keys: [...new Set(said.flatMap(({ ownerKey, customer }) => [ownerKey, known.get(customer)?.affiliateId].flatMap((key) => key ?? [])))],
  })
  return said.map((one) => evidenceIn(program, keyring, named, one, known.get(one.customer)))
}

type Said = ReturnType<typeof saidIn>

function saidIn(keyring: Keyring, { letter, site, customerEmail }: EvidenceCase) {
  const { visit, code } = letter
  const touches = letter.touches.slice(0, TOUCHES_READ).map((token) => ({ token, touch: readTouch(keyring, token) }))
  // A placement's link names its own site; that says no more than the site itself does.
  const via = letter.via && letter.via !== letter.site ? letter.via : undefined
  const names = [via, code, visit?.via].flatMap((name) => (name?.trim() ? [name] : []))
  return { visit, code, via, names, touches, ownerKey: site?.affiliateId ?? undefined, customer: customerHash(keyring, customerEmail) }
}

function evidenceIn(
  program: Program,
  keyring: Keyring,
  named: Named,
  { visit, code, via, touches, ownerKey }: Said,
  known: FirstPaidOrder | undefined,
): ReadEvidence {
  const byKey = (key: number | null | undefined) => named.affiliates.find(({ affiliateId }) => affiliateId === key)
  const owner = byKey(ownerKey)
  const evidence = (kind: 'placement' | 'code', name: string | undefined): Evidence[] => {
    const sender = name?.trim() ? senderAmong(named, name) : undefined
    return sender && !sender.isOwn ? [{ kind, earner: sender.affiliate, ...labels(sender) }] : []
  }
  return {
    affiliates: named.affiliates,
    owner,
    evidence: [
      ...evidence('placement', via),
      ...evidence('code', code),
      ...touches.map(({ token, touch }) => ({
        kind: 'touch' as const,
        token,
        touch,
        isForeign: !touch && isOfOtherProgram(keyring, token, program.id),
        earner: named.affiliates.find(({ id }) => id === touch?.affiliateId),
      })),
      ...unsignedTouch(),
      ...(known && known.affiliateId !== null
        ? [{ kind: 'known_customer' as const, earner: byKey(known.affiliateId), since: known.placedAt.getTime() }]
        : []),
    ],
  }

  // A visit that names nobody was the site's own, as a touch without `via` is.
  function unsignedTouch(): Evidence[] {
    if (!visit) return []
    const sender = visit.via ? senderAmong(named, visit.via) : { affiliate: owner, campaign: '', subId: '' }
    const { campaign = sender.campaign, subId = sender.subId } = visit
    return [{ kind: 'unsigned_touch', earner: sender.affiliate, ...labels({ campaign, subId }) }]
  }
}

const labels = ({ campaign, subId }: { readonly campaign: string; readonly subId: string }) => ({
  ...(campaign !== '' && { campaign }),
  ...(subId !== '' && { subId }),
})
