import type { Logger } from 'pino'
import { isConflict } from '../store/conflict.ts'
import { problemResponse } from './problem-response.ts'

// What Node, node-postgres and PostgreSQL say when the database cannot be reached, is starting, or is going away.
const UNREACHABLE = /^(ECONN\w+|ENOTFOUND|EPIPE|ETIMEDOUT|08\w{3}|57P0\d|53\d{3})$/
const UNREACHABLE_TEXT = /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after calling end/

// A character that PostgreSQL cannot hold, in an address or a field that no schema has looked at.
const UNSTORABLE = /^(22021|22P05)$/

const SECONDS_UNTIL_RETRY = '2'

/** The one catch of the server: what was not expected is logged whole and answered briefly, and may be tried again. */
export function failureResponse(
  log: Logger,
  error: Error & { code?: unknown },
  about: { readonly route: string; readonly requestId: string },
): Response {
  if (UNSTORABLE.test(String(error.code)))
    return problemResponse('request_invalid', { detail: 'The request contains a character that cannot be stored.' })
  if (isConflict(error)) {
    log.warn({ err: error, ...about }, 'others were in the way of a request each time that it was tried')
    return problemResponse('unavailable', {}, { 'Retry-After': SECONDS_UNTIL_RETRY })
  }
  const isUnreachable = UNREACHABLE.test(String(error.code)) || UNREACHABLE_TEXT.test(error.message)
  log.error({ err: error, ...about }, isUnreachable ? 'the database cannot be reached' : 'a request failed unexpectedly')
  return problemResponse(isUnreachable ? 'unavailable' : 'internal', {}, { 'Retry-After': SECONDS_UNTIL_RETRY })
}
