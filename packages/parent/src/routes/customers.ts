import type { Erasure } from '@tributary/protocol/erasure'
import { customerName, newErasure } from '@tributary/protocol/erasure.schema'
import { normalizeCode } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { customerFile, isAffiliateMailbox } from '../store/customer-file.ts'
import { type CustomerRecords, emailOfNumber, recordsOfMailbox } from '../store/customer-records.ts'
import type { Queryable } from '../store/database.ts'
import { searchTexts } from '../store/text-search.ts'
import { eraseFound } from './erasing.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `POST /v1/admin/customers/show`: what is held about one customer. A `POST`, so that no address stands in a URL. */
export const showCustomer =
  (parent: Parent): StaffRoute =>
  async ({ request, program: { programId } }) => {
    const parsed = await parseBody(request, customerName, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    return parent.database.transaction(async (transaction) => {
      const email = await emailOf(transaction, programId, parsed.value.who)
      const records = email === undefined ? NOTHING : await recordsOfMailbox(transaction, programId, email)
      if (email === undefined || isNothing(records)) return unknown()
      return json(await customerFile(transaction, programId, email, records))
    })
  }

/** `POST /v1/admin/customers/erase`. */
export const eraseCustomer =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor }) => {
    const parsed = await parseBody(request, newErasure, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { programId } = program
    const { who, open = false } = parsed.value
    const keyring = await parent.keyring(programId)
    const done = await parent.database.transaction(async (transaction): Promise<Result<Omit<Erasure, 'left'> & Values, Response>> => {
      const email = await emailOf(transaction, programId, who)
      const records = email === undefined ? NOTHING : await recordsOfMailbox(transaction, programId, email)
      if (email === undefined || isNothing(records)) return fail(unknown())
      const waiting = [...records.orders, ...records.leads].filter(({ isOpen }) => isOpen)
      if (!open && waiting.length > 0) return fail(stillOpen(waiting.map(({ number }) => number)))
      const { erased, values } = await eraseFound(parent, transaction, program, keyring, records, actor)
      return ok({
        at: parent.now().toISOString(),
        orders: records.orders.map(({ number }) => number),
        leads: records.leads.map(({ number }) => number),
        erased,
        searched: values.length,
        isAffiliate: await isAffiliateMailbox(transaction, programId, email),
        values,
      })
    })
    if (!done.ok) return done.error
    const { values, ...answer } = done.value
    return json({ ...answer, left: await searchTexts(parent.database, values) } satisfies Erasure)
  }

interface Values {
  readonly values: readonly string[]
}

const NOTHING: CustomerRecords = { orders: [], leads: [], conversations: [] }

const isNothing = ({ orders, leads, conversations }: CustomerRecords): boolean => orders.length + leads.length + conversations.length === 0

const emailOf = async (database: Queryable, programId: number, who: string): Promise<string | undefined> =>
  who.includes('@') ? who : emailOfNumber(database, programId, normalizeCode(who))

const unknown = (): Response =>
  problemResponse('customer_unknown', { detail: 'No order, request or conversation is of this e-mail address, or has this number.' })

const stillOpen = (numbers: readonly string[]): Response =>
  problemResponse('customer_open', {
    detail: `${numbers.slice(0, 10).join(', ')} must still be delivered, paid or answered. Finish or cancel that first, or erase all the same with --open`,
  })
