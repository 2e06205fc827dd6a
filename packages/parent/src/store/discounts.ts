import type { DiscountKind } from '@tributary/protocol/discount'
import type { Queryable } from './database.ts'

/** A discount as it is stored. `name` is its code as it is looked up (`normalizeCode`), `uses` how many orders hold one now. */
export interface DiscountRow {
  readonly name: string
  readonly code: string
  readonly title: string
  readonly kind: DiscountKind
  readonly basisPoints: number | null
  readonly amountMinor: number | null
  readonly currency: string
  readonly validFrom: Date | null
  readonly validUntil: Date | null
  readonly useLimit: number | null
  readonly customerLimit: number | null
  readonly minimumMinor: number
  readonly uses: number
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly test: boolean
}

const COLUMNS = `
  name, code, title, kind, basis_points as "basisPoints", amount_minor as "amountMinor", currency, valid_from as "validFrom",
  valid_until as "validUntil", use_limit as "useLimit", customer_limit as "customerLimit", minimum_minor as "minimumMinor", uses,
  created_at as "createdAt", ended_at as "endedAt", test`

const ALL = `select ${COLUMNS} from discounts where program_id = $1 order by discount_id desc`

const NAMED = `select ${COLUMNS} from discounts where program_id = $1 and name = any ($2)`

const INSERT = `
  insert into discounts (
    program_id, name, code, title, kind, basis_points, amount_minor, currency, valid_from, valid_until, use_limit, customer_limit,
    minimum_minor, created_at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
      on conflict on constraint discount_name_is_unique do nothing
  returning name`

const END = `update discounts set ended_at = coalesce(ended_at, $3) where program_id = $1 and name = $2 returning ${COLUMNS}`

/** All discounts of a program, newest first. */
export const allDiscounts = (database: Queryable, programId: number): Promise<DiscountRow[]> =>
  database.query<DiscountRow>(ALL, [programId])

/** The discounts with these normalised codes. */
export const discountsNamed = (database: Queryable, programId: number, names: readonly string[]): Promise<DiscountRow[]> =>
  names.length === 0 ? Promise.resolve([]) : database.query<DiscountRow>(NAMED, [programId, names], 'discounts_named')

/** Adds a discount; `false` where its code is another one's, or an affiliate's. */
export async function addDiscount(
  database: Queryable,
  programId: number,
  discount: Omit<DiscountRow, 'uses' | 'endedAt'>,
): Promise<boolean> {
  const added = await database.query(INSERT, [
    programId,
    discount.name,
    discount.code,
    discount.title,
    discount.kind,
    discount.basisPoints,
    discount.amountMinor,
    discount.currency,
    discount.validFrom,
    discount.validUntil,
    discount.useLimit,
    discount.customerLimit,
    discount.minimumMinor,
    discount.createdAt,
    discount.test,
  ])
  return added.length === 1
}

/** Ends a discount, once; answers it, or nothing where there is none. */
export const endDiscount = async (database: Queryable, programId: number, name: string, at: Date): Promise<DiscountRow | undefined> =>
  (await database.query<DiscountRow>(END, [programId, name, at]))[0]
