import type { JoiningFacts } from '@tributary/protocol/application'
import { joiningQuery } from '@tributary/protocol/application.schema'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { effectivePlan } from '../store/plans.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import type { Parent, PublicRoute } from './route.ts'

/** `GET /v1/joining`: what a business is told before it applies, on the parent's page and in a sheet on an affiliate's. */
export const getJoining =
  (parent: Parent): PublicRoute =>
  async ({ url }) => {
    const query = parseQuery(url, joiningQuery)
    if (!query.ok) return query.error
    const program = await firstProgram(parent.database)
    return program ? json(await joiningFacts(parent, program, query.value.via ?? '')) : problemResponse('not_found')
  }

/**
 * The facts of joining by way of this site key, code or link. Of the plan only what it says of everybody's own sales: what a network may bring
 * is no promise that a form should make.
 */
export async function joiningFacts(parent: Parent, { programId, policy }: Program, via: string): Promise<JoiningFacts> {
  const { affiliate, test } = await parent.findSender(programId, via)
  const [direct] = (await effectivePlan(parent.database, programId, parent.now()))?.plan.levels ?? []
  const { applications = 'open', terms } = policy.joining ?? {}
  return {
    name: policy.name,
    contact: policy.contact,
    applications,
    ...(direct && 'basisPoints' in direct && { directBasisPoints: direct.basisPoints }),
    ...(affiliate && { sponsor: affiliate.name }),
    ...(terms !== undefined && { terms }),
    test,
  }
}
