import { API_VERSIONS, spokenVersion, VERSION_HEADER } from '@tributary/protocol/version'
import type { MiddlewareHandler } from 'hono'
import { problemResponse } from './problem-response.ts'

/** Answers under the version of the API that the caller asked for, and says which; one that is not spoken is refused by name. */
export const speakVersion = (): MiddlewareHandler => async (context, next) => {
  const asked = context.req.raw.headers.get(VERSION_HEADER)
  const version = spokenVersion(asked)
  if (version === undefined) {
    const detail = `${VERSION_HEADER} is “${asked?.slice(0, 40)}”; this server speaks ${API_VERSIONS.join(', ')}. Leave the header out to be answered by the newest.`
    context.res = problemResponse('version_unknown', { detail }, { 'Access-Control-Allow-Origin': '*' })
    return
  }
  await next()
  context.res.headers.set(VERSION_HEADER, version)
}
