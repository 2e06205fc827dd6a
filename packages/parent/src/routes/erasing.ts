import { ERASED, ERASED_EMAIL, type ErasedCounts } from '@tributary/protocol/erasure'
import type { LeadContact } from '@tributary/protocol/lead'
import type { Customer } from '@tributary/protocol/order'
import type { Keyring } from '../core/keyring.ts'
import { senderHash } from '../core/lead.ts'
import { mailboxOf } from '../core/mailbox.ts'
import { personalValues } from '../core/personal-values.ts'
import { customerFile } from '../store/customer-file.ts'
import type { CustomerRecords } from '../store/customer-records.ts'
import type { Queryable } from '../store/database.ts'
import { eraseRecords, filesOfRecords } from '../store/erasures.ts'
import type { Program } from '../store/programs.ts'
import type { Parent } from './route.ts'

/**
 * Erases these records in the caller's transaction; answers what was done, and the values of the people that they named. The bytes of files go first: if this ends early they are
 * gone and their rows still there, so that it can be done again.
 */
export async function eraseFound(
  parent: Parent,
  transaction: Queryable,
  { programId, policy }: Program,
  keyring: Keyring,
  records: CustomerRecords,
  actor: string,
): Promise<{ erased: ErasedCounts; values: string[] }> {
  const { orders, leads, conversations } = await customerFile(transaction, programId, ERASED_EMAIL, records)
  const customers = (orders as { customer: Customer }[]).map(({ customer }) => customer)
  const statements = (orders as { returns: { name: string; email: string }[] | null }[]).flatMap(({ returns }) => returns ?? [])
  const contacts = [
    ...(leads as { contact: LeadContact }[]).map(({ contact }) => contact),
    ...statements,
    ...(conversations as { customer: LeadContact }[]).map(({ customer }) => customer),
  ]
  const values = personalValues(customers, contacts).filter((value) => value !== ERASED && value !== ERASED_EMAIL)
  const emails = [...customers, ...contacts].map(({ email }) => email)
  const files = await filesOfRecords(transaction, programId, records)
  for (const id of files) await parent.files.remove(id)
  const erased = await eraseRecords(transaction, programId, records, {
    values,
    files,
    arrivals: [...new Set(emails)].map((email) => senderHash(keyring, 'mailbox', mailboxOf(email))),
    endsClaims: policy.retention?.claims === 'end',
    actor,
    at: parent.now(),
  })
  return { erased, values }
}
