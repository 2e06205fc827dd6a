import { normalizeCode } from '@tributary/protocol/id'
import type { MaskedDetails, PaymentDetails, Transfer, TransferList } from '@tributary/protocol/payment-details'
import { paymentDetails } from '@tributary/protocol/payment-details.schema'
import { maskDetails, openDetails, sealDetails } from '../core/payment-details.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { type DetailsRow, detailsForReseal, detailsOf, setDetails } from '../store/payment-details.ts'
import { listPayouts } from '../store/payouts.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `PUT /v1/admin/affiliates/:code/payment-details`: where it is paid. */
export const putDetails =
  (parent: Parent): StaffRoute =>
  async ({ request, program: { id, programId }, actor, parameters: { code = '' } }) => {
    const parsed = await parseBody(request, paymentDetails, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const affiliate = await affiliateByCode(parent.database, programId, normalizeCode(code))
    if (!affiliate) return unknown(code)
    const { affiliateId } = affiliate
    const sealed = sealWithNewest(parent, ownerOf(id, affiliateId), parsed.value)
    const row = { affiliateId, sealed, masked: maskDetails(parsed.value), changedAt: parent.now(), changedBy: actor }
    await setDetails(parent.database, programId, row)
    return json(asMasked(row))
  }

/** `GET /v1/admin/affiliates/:code/payment-details`, masked. */
export const getDetails =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { code = '' } }) => {
    const affiliate = await affiliateByCode(parent.database, programId, normalizeCode(code))
    if (!affiliate) return unknown(code)
    const [row] = await detailsOf(parent.database, programId, [affiliate.affiliateId])
    if (row) return json(asMasked(row))
    return problemResponse('details_unknown', {
      detail: `Nobody said yet where ${affiliate.code} is paid: tributary affiliate pay-to ${affiliate.code} …`,
    })
  }

/** `GET /v1/admin/payouts/:id/transfers`: what to transfer for an approved batch or payout, with whole details; only here they are opened. */
export const getTransfers =
  (parent: Parent): StaffRoute =>
  async ({ program: { id, programId }, parameters: { id: name = '' }, actor }) => {
    const batch = normalizeCode(name)
    const payouts = (await listPayouts(parent.database, programId, {})).filter((one) => one.id === name || one.batch === batch)
    if (payouts.length === 0) return problemResponse('payout_unknown', { detail: `No payout and no batch is called “${name}”.` })
    const ready = payouts.filter(({ state }) => state === 'approved' || state === 'sent')
    if (ready.length === 0) {
      return problemResponse('payout_transition_refused', {
        detail: 'Only approved payouts are transferred. Approve it first, with another key.',
      })
    }
    const rows = await detailsOf(
      parent.database,
      programId,
      ready.map(({ affiliateId }) => affiliateId),
    )
    parent.log.info({ actor, batch: name }, 'payment details were opened for a transfer')
    const transfers: Transfer[] = []
    const missing: { payout: string; affiliate: string }[] = []
    for (const { id: payout, affiliateId, affiliateCode: affiliate, currency, amountMinor } of ready) {
      const row = rows.find((one) => one.affiliateId === affiliateId)
      const details = row && openWithAny(parent, ownerOf(id, affiliateId), row.sealed)
      if (details) transfers.push({ payout, affiliate, currency, amountMinor, ...details })
      else missing.push({ payout, affiliate })
    }
    return json({ transfers, missing } satisfies TransferList)
  }

/** `POST /v1/admin/keys/reseal`: seals all details with the newest key, so that the ones before are needed no more. */
export const resealDetails =
  (parent: Parent): StaffRoute =>
  ({ program: { id, programId } }) =>
    parent.database.transaction(async (transaction) => {
      let [resealed, unreadable] = [0, 0]
      for (const row of await detailsForReseal(transaction, programId)) {
        const owner = ownerOf(id, row.affiliateId)
        const details = openWithAny(parent, owner, row.sealed)
        if (details) await setDetails(transaction, programId, { ...row, sealed: sealWithNewest(parent, owner, details) })
        if (details) resealed++
        else unreadable++
      }
      return json({ resealed, unreadable })
    })

function sealWithNewest({ detailsKeys }: Parent, owner: string, details: PaymentDetails): Uint8Array {
  const [newest] = detailsKeys()
  if (!newest) throw new Error('expected a key of payment details, received none')
  return sealDetails(newest, owner, details)
}

function openWithAny({ detailsKeys }: Parent, owner: string, sealed: Uint8Array): PaymentDetails | undefined {
  for (const key of detailsKeys()) {
    const details = openDetails(key, owner, sealed)
    if (details) return details
  }
  return undefined
}

const ownerOf = (programId: string, affiliateId: number): string => `${programId}:${affiliateId}`

const asMasked = ({ masked, changedAt, changedBy }: DetailsRow): MaskedDetails => ({
  ...masked,
  changedAt: changedAt.toISOString(),
  changedBy,
})

const unknown = (code: string): Response => problemResponse('affiliate_unknown', { detail: `No affiliate has the code ${code}.` })
