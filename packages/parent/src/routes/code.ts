import { newId, normalizeCode } from '@tributary/protocol/id'
import type { Quote } from '@tributary/protocol/quote'
import { applyCode, type NamedCode } from '../core/discount.ts'
import type { Priced } from '../core/quote.ts'
import { signQuote } from '../core/quote-token.ts'
import type { Queryable } from '../store/database.ts'
import { type DiscountRow, discountsNamed } from '../store/discounts.ts'
import type { Program } from '../store/programs.ts'
import type { Parent } from './route.ts'

/** The signed quote of a cart, after the code that the customer typed was looked at. A wrong code changes nothing and is answered beside the price. */
export async function giveQuote(
  parent: Parent,
  { programId, policy }: Program,
  priced: Priced,
  {
    now,
    test,
    previous,
    code: typed = '',
  }: { readonly now: Date; readonly test: boolean; readonly previous?: string | undefined; readonly code?: string | undefined },
): Promise<Quote> {
  const named = typed.trim() === '' ? undefined : await readCode(parent, programId, typed)
  const coded = named ? applyCode(policy.tax, priced, named, { now, test }) : { priced, code: undefined }
  return signQuote(await parent.keyring(programId), policy, coded.priced, { id: newId('quote'), now, previous, code: coded.code })
}

// A discount's code is none of an affiliate's (`0036_discount.sql`), so the order of asking does not matter.
async function readCode({ database, findSender }: Parent, programId: number, typed: string): Promise<NamedCode> {
  const [rule] = await discountsNamed(database, programId, [normalizeCode(typed)])
  if (rule) return { kind: 'discount', rule }
  const { affiliate } = await findSender(programId, typed)
  return { kind: affiliate ? 'affiliate' : 'unknown' }
}

/** The discounts among codes that were typed, by normalised code. */
export async function discountsAmong(
  database: Queryable,
  programId: number,
  typed: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, DiscountRow>> {
  const names = new Set(typed.map((code) => normalizeCode(code ?? '')).filter((name) => name !== ''))
  return new Map((await discountsNamed(database, programId, [...names])).map((row) => [row.name, row]))
}
