import type { JoiningFacts, NewApplication } from '@tributary/protocol/application'
import { joiningQuery, newApplication } from '@tributary/protocol/application.schema'
import { newId, normalizeCode } from '@tributary/protocol/id'
import type { NewTouch } from '@tributary/protocol/touch'
import { newTouch } from '@tributary/protocol/touch.schema'
import { answer, refuse } from './answer.ts'
import type { Call } from './endpoint.ts'
import { type Ground, judgeSite } from './ground.ts'
import type { TestAffiliate } from './options.ts'
import { readBody, readQuery } from './read.ts'

const senderOf = ({ settings: { site, affiliates } }: Ground, via: string): TestAffiliate | undefined =>
  via === site ? affiliates[0] : affiliates.find(({ code }) => normalizeCode(code) === normalizeCode(via))

/** `POST /v1/touches`: records a visit that one of the affiliates sent, and answers a token for it. */
export const postTouch =
  (ground: Ground, touches: NewTouch[]) =>
  async (call: Call): Promise<Response> => {
    const parsed = await readBody(call, newTouch)
    if (!parsed.ok) return parsed.error
    const { site, via = site } = parsed.value
    const access = judgeSite(ground, call, site)
    if (!access.ok) return access.error
    if (!senderOf(ground, via)) {
      const detail = `No affiliate has the code “${via}”. Name it in \`affiliates\` of createTestParent.`
      return refuse(call.name, 'affiliate_unknown', { detail, errors: [{ pointer: '/via', detail }] })
    }
    touches.push(parsed.value)
    return answer(call.name, 201, { token: `v1.test.${newId('touch')}.test` })
  }

/** `GET /v1/joining`: what a business is told before it applies. */
export const getJoining =
  (ground: Ground) =>
  async (call: Call): Promise<Response> => {
    const query = readQuery(call, joiningQuery)
    if (!query.ok) return query.error
    const { settings } = ground
    const { name, contact } = settings.facts
    const { via = '' } = query.value
    const sponsor = senderOf(ground, via)?.name
    const facts: JoiningFacts = {
      name,
      contact,
      applications: 'open',
      ...(sponsor !== undefined && { sponsor }),
      test: via === settings.site && settings.isTest,
    }
    return answer(call.name, 200, facts)
  }

/** `POST /v1/applications`: 202, whoever applies. */
export const postApplication =
  (applications: NewApplication[]) =>
  async (call: Call): Promise<Response> => {
    const parsed = await readBody(call, newApplication)
    if (!parsed.ok) return parsed.error
    applications.push(parsed.value)
    return answer(call.name, 202, { received: true })
  }
