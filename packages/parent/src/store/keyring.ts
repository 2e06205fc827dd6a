import type { Queryable } from './database.ts'
import { type KeyPurpose, type KeyRow, secretKeys } from './keys.ts'

/** The secrets of a program by purpose, those in use before those retired. */
export async function readKeyring(
  database: Queryable,
  programId: number,
): Promise<{ program: Uint8Array; sign: KeyRow[]; seal: KeyRow[] }> {
  const rows = await secretKeys(database, programId)
  const of = (purpose: KeyPurpose) =>
    rows.filter((row) => row.purpose === purpose).sort((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null))
  const [program] = of('program')
  if (!program) throw new Error(`expected the program key of program ${programId}, received none`)
  return { program: program.secret, sign: of('sign'), seal: of('seal') }
}
