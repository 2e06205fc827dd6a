import { PROBLEMS, type ProblemCode } from '@tributary/protocol/problem'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { page } from './page.ts'

/** `/problems`: what each code means. The `type` of every problem document leads here. */
export const showProblems = (policy: ProgramPolicy): Promise<Response> =>
  page(
    html`<div class="panel"><h1>Problem codes</h1>
<p class="muted">A final problem stays the same however often the same request is sent; the others are worth trying again.</p>
<table><tbody>
${(Object.keys(PROBLEMS) as ProblemCode[]).map((code) => {
  const { status, title, final } = PROBLEMS[code]
  return html`<tr id="${code}"><th scope="row"><code>${code}</code><br>${title}</th><td>${status}<br>${final ? 'final' : 'try again'}</td></tr>`
})}
</tbody></table></div>`,
    { title: 'Problem codes', policy },
  )
