import type { ProgramId } from '@tributary/protocol/id'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { Queryable } from './database.ts'

/** A program as the parent works with it; `programId` is the internal key that leads every table's. */
export interface Program {
  readonly programId: number
  readonly id: ProgramId
  readonly policy: ProgramPolicy
}

const COLUMNS = 'program_id as "programId", id, policy'

const FIRST = `select ${COLUMNS} from programs order by program_id limit 1`

const BY_ID = `select ${COLUMNS} from programs where program_id = $1`

const ALL = `select ${COLUMNS} from programs order by program_id`

const INSERT = `insert into programs (id, policy) values ($1, $2) returning ${COLUMNS}`

const SET_POLICY = `update programs set policy = $2 where program_id = $1 returning ${COLUMNS}`

const ANY_VARIANT = `select 1 from variants where program_id = $1 limit 1`

/** The program of pages that name none: the oldest. */
export const firstProgram = async (database: Queryable): Promise<Program | undefined> => (await database.query<Program>(FIRST))[0]

/** Every program. */
export const allPrograms = (database: Queryable): Promise<Program[]> => database.query<Program>(ALL)

/** The program with this internal key. */
export const programById = async (database: Queryable, programId: number): Promise<Program | undefined> =>
  (await database.query<Program>(BY_ID, [programId]))[0]

/** A new program. */
export async function addProgram(database: Queryable, id: ProgramId, policy: ProgramPolicy): Promise<Program> {
  const [program] = await database.query<Program>(INSERT, [id, JSON.stringify(policy)])
  if (!program) throw new Error(`expected the new program ${id}, received no row`)
  return program
}

/** Replaces the policy of a program; orders taken before keep what they were taken under. */
export async function setPolicy(database: Queryable, programId: number, policy: ProgramPolicy): Promise<Program> {
  const [program] = await database.query<Program>(SET_POLICY, [programId, JSON.stringify(policy)])
  if (!program) throw new Error(`expected program ${programId}, received no row`)
  return program
}

/** Whether a program has anything in its catalogue, published or not. */
export const sellsAnything = async (database: Queryable, programId: number): Promise<boolean> =>
  (await database.query(ANY_VARIANT, [programId])).length > 0
