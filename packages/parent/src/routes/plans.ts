import { newId } from '@tributary/protocol/id'
import type { Plan, PlanFinding, PublishedPlan } from '@tributary/protocol/plan'
import { lintRequest, publishPlan } from '@tributary/protocol/plan.schema'
import { lintPlan } from '../core/plan-lint.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { addPlan, allPlans, type PlanRow } from '../store/plans.ts'
import type { Parent, StaffRoute } from './route.ts'

/** `GET /v1/admin/plans`: every version, newest first. */
export const listPlans =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ plans: (await allPlans(parent.database, program.programId)).map(asPublished) })

/** `POST /v1/admin/plans/lint`: what the linter says of a draft; nothing is stored. */
export const postLint =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const parsed = await parseBody(request, lintRequest, parent.bodyLimits)
    return parsed.ok ? json({ findings: lintPlan(parsed.value.plan, program.policy.currency) }) : parsed.error
  }

/** `POST /v1/admin/plans`: publishes a version. Orders placed from its date on are earned from by it; older ones keep theirs. */
export const postPlan =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor }) => {
    const parsed = await parseBody(request, publishPlan, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { plan, note = '' } = parsed.value
    const publishedAt = parent.now()
    const effectiveAt = parsed.value.effectiveAt === undefined ? publishedAt : new Date(parsed.value.effectiveAt)
    if (effectiveAt < publishedAt) {
      const detail = `It is ${publishedAt.toISOString()} now. Orders keep the plan that counted when they were placed; choose a later instant.`
      return problemResponse('plan_backdated', { detail, errors: [{ pointer: '/effectiveAt', detail }] })
    }
    const findings = lintPlan(plan, program.policy.currency)
    const refusal = refusalOf(plan, findings, note)
    if (refusal) return refusal

    const row = { id: newId('plan'), plan, findings, note, effectiveAt, publishedAt, publishedBy: actor }
    const stored = await addPlan(parent.database, program.programId, row)
    if (stored) return json(asPublished(stored), 201)
    return problemResponse('changed', {
      detail: 'Another version begins at this very instant. Look at the list of plans, then publish again.',
    })
  }

function refusalOf({ name }: Plan, findings: readonly PlanFinding[], note: string): Response | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const about = (list: readonly PlanFinding[]) =>
    list.map(({ pointer, detail, rule }) => ({ pointer: `/plan${pointer}`, detail: `${detail} (${rule})` }))
  if (errors.length > 0)
    return problemResponse('plan_refused', { detail: `“${name}” was not published; nothing changed.`, errors: about(errors) })
  if (findings.length === 0 || note.trim() !== '') return undefined
  const detail = 'Read the warnings. If they are meant, publish again with a note that says why; it is kept with the plan.'
  return problemResponse('plan_note_needed', { detail, errors: about(findings) })
}

const asPublished = ({ planKey: _, effectiveAt, publishedAt, ...row }: PlanRow): PublishedPlan => ({
  ...row,
  effectiveAt: effectiveAt.toISOString(),
  publishedAt: publishedAt.toISOString(),
})
