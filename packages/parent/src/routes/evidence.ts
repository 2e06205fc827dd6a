import { isSiteKey, normalizeCode, type ProgramId } from '@tributary/protocol/id'
import type { OrderLetter } from '@tributary/protocol/order'
import type { Touch } from '@tributary/protocol/touch'
import type { Evidence } from '../core/attribution.ts'
import type { Keyring } from '../core/keyring.ts'
import { readTouch } from '../core/touch.ts'
import { type AffiliateRow, affiliatesNamed } from '../store/affiliates.ts'
import type { Queryable } from '../store/database.ts'

/** What an order says about who earned it, with the affiliates it names. */
export interface ReadEvidence {
  readonly evidence: readonly Evidence[]
  readonly owner: AffiliateRow | undefined
  readonly affiliates: readonly AffiliateRow[]
}

/** Reads everybody that an order's evidence names, in one query. `ownerKey` is the internal key of the site's owner. */
export async function readEvidence(
  database: Queryable,
  program: { readonly programId: number; readonly id: ProgramId },
  keyring: Keyring,
  letter: Pick<OrderLetter, 'site' | 'via' | 'code' | 'touches'>,
  ownerKey: number | undefined,
): Promise<ReadEvidence> {
  const touches = letter.touches.map((token) => readTouch(keyring, token))
  // A placement's link names its own site; that says no more than the site itself does.
  const via = letter.via && letter.via !== letter.site ? letter.via : undefined
  const { affiliates, owners } = await affiliatesNamed(database, program.programId, {
    codes: [via, letter.code].flatMap((typed) => (typed && !isSiteKey(typed) ? [normalizeCode(typed)] : [])),
    ids: touches.flatMap((touch) => (touch ? [touch.affiliateId] : [])),
    keys: ownerKey === undefined ? [] : [ownerKey],
    siteKeys: via && isSiteKey(via) ? [via] : [],
  })
  const byCode = (code: string) => affiliates.find((affiliate) => affiliate.code === normalizeCode(code))
  const byKey = (key: number | undefined) => affiliates.find(({ affiliateId }) => affiliateId === key)
  const named = (name: string) => (isSiteKey(name) ? byKey(owners.get(name)) : byCode(name))
  const byTouch = (touch: Touch | undefined) => affiliates.find(({ id }) => id === touch?.affiliateId)
  return {
    affiliates,
    owner: byKey(ownerKey),
    evidence: [
      ...(via ? [{ kind: 'placement' as const, earner: named(via) }] : []),
      ...(letter.code?.trim() ? [{ kind: 'code' as const, earner: byCode(letter.code) }] : []),
      ...touches.map((touch) => ({ kind: 'touch' as const, touch, earner: byTouch(touch) })),
    ],
  }
}
