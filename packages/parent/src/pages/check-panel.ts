import { html } from 'hono/html'
import type { PageFinding } from '../core/page-finding.ts'
import type { SiteRow } from '../store/sites.ts'
import type { Html } from './page.ts'

/** What was asked to be checked, and what was found. */
export interface ShownCheck {
  readonly address: string
  readonly findings: readonly PageFinding[]
}

/** The part of the studio that looks at the finished page. What is set in the studio, `kept`, goes along and comes back. */
export const checkPanel = (
  site: SiteRow,
  shown: ShownCheck | undefined,
  kept: readonly (readonly [string, string])[],
): Html => html`<div class="panel page-check" id="check">
<h2>Is it right on your page?</h2>
<p>Give the address of a page where you pasted the lines. It is read as it is now; nothing is changed.</p>
<form method="get" action="#check" id="check-form">${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<label class="field" for="page">Your page
<input id="page" name="page" type="url" required placeholder="${site.origins[0] ?? 'https://'}/…" value="${shown?.address ?? ''}"></label>
<button>Check the page</button></form>
${shown ? result(shown.findings) : ''}
</div>`

const result = (findings: readonly PageFinding[]): Html =>
  findings.length === 0
    ? html`<p class="notice" role="status">All is well: the script is there, it knows your site, and what you placed is sold.</p>`
    : html`<ul class="findings" role="status">${findings.map(
        ({ severity, problem, remedy }) =>
          html`<li class="notice ${severity === 'error' ? 'bad' : ''}"><strong>${problem}</strong> <span>${remedy}</span></li>`,
      )}</ul>`
