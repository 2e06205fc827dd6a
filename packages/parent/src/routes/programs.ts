import { programPolicy } from '@tributary/protocol/program.schema'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { effectivePlan } from '../store/plans.ts'
import { sellsAnything, setPolicy } from '../store/programs.ts'
import type { Parent, StaffRoute } from './route.ts'

const POLICY_LIMITS = { bytes: 1_024 * 1_024, timeoutMs: 30_000 }

/** `GET /v1/admin/program`. */
export const getProgram =
  (_parent: Parent): StaffRoute =>
  async ({ program }) =>
    json(program.policy)

/** `PUT /v1/admin/program`. The currency is fixed once something is priced in it, and is one that the plan pays in. */
export const putProgram =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, programPolicy, POLICY_LIMITS)
    if (!parsed.ok) return parsed.error
    const { currency } = program.policy
    if (parsed.value.currency !== currency && (await sellsAnything(parent.database, program.programId))) {
      const detail = `The catalogue is priced in ${currency}; a program keeps its currency.`
      return problemResponse('currency_mismatch', { detail, errors: [{ pointer: '/currency', detail }] })
    }
    const plan = await effectivePlan(parent.database, program.programId, parent.now())
    if (plan && !plan.plan.currencies.includes(parsed.value.currency)) {
      const detail = `The plan that counts now pays in ${plan.plan.currencies.join(', ')}. Publish one that pays in ${parsed.value.currency} first.`
      return problemResponse('plan_currency_unknown', { detail, errors: [{ pointer: '/currency', detail }] })
    }
    return json((await setPolicy(parent.database, program.programId, parsed.value)).policy)
  }
