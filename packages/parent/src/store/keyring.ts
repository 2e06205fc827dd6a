import type { Queryable } from './database.ts'
import { type KeyPurpose, type KeyRow, secretKeys } from './keys.ts'

/**
 * The secrets of a program by purpose, the one for new things first: of those in use the newest that every process knows. Processes remember their
 * keyring for some seconds, and what one of them makes with a fresh key another must be able to read; so a fresh key waits, unless there are only
 * fresh ones, of which the eldest is the best known.
 */
export async function readKeyring(
  database: Queryable,
  programId: number,
): Promise<{ program: Uint8Array; sign: KeyRow[]; seal: KeyRow[]; link: KeyRow[] }> {
  const rows = await secretKeys(database, programId)
  const of = (purpose: KeyPurpose) => {
    const own = rows.filter((row) => row.purpose === purpose)
    const inUse = own.filter(({ retiredAt }) => retiredAt === null)
    const settled = inUse.filter(({ isSettled }) => isSettled)
    const fresh = inUse.filter(({ isSettled }) => !isSettled).reverse()
    return [...settled, ...fresh, ...own.filter(({ retiredAt }) => retiredAt !== null)]
  }
  const [program] = of('program')
  if (!program) throw new Error(`expected the program key of program ${programId}, received none`)
  return { program: program.secret, sign: of('sign'), seal: of('seal'), link: of('link') }
}
