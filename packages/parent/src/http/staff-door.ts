import { fail, ok, type Result } from '@tributary/protocol/result'
import { hashKey } from '../core/keyring.ts'
import type { Parent } from '../routes/route.ts'
import { staffKeyByHash } from '../store/keys.ts'
import { type Program, programById } from '../store/programs.ts'
import { problemResponse } from './problem-response.ts'

const HOW = 'Send it as `Authorization: Bearer key_…`. The first key is in the file admin.key of the data folder.'

/** Who comes through the staff's door: the program of the secret key and the key's name, or the problem to answer. */
export async function staffOf(parent: Parent, request: Request): Promise<Result<{ program: Program; actor: string }, Response>> {
  const key = /^Bearer +(key_[\w-]+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1]
  if (!key) return fail(problemResponse('key_required', { detail: HOW }, { 'WWW-Authenticate': 'Bearer' }))
  const found = await staffKeyByHash(parent.database, hashKey(key))
  const program = found && (await programById(parent.database, found.programId))
  if (!found || !program) {
    const detail = 'No program knows this key; it may belong to another data folder, or be retired.'
    return fail(problemResponse('key_refused', { detail }, { 'WWW-Authenticate': 'Bearer' }))
  }
  return ok({ program, actor: `staff:${found.name}` })
}
