import { html } from 'hono/html'
import { statementCsv } from '../core/statement-csv.ts'
import { monthName, statementSeal, statementTables } from '../core/statement-document.ts'
import type { Parent } from '../routes/route.ts'
import { readStatement } from '../routes/statements.ts'
import { backLink } from './account-parts.ts'
import { failurePage, page } from './page.ts'
import type { SignedIn } from './signed-in.ts'

/** `GET /affiliate/statements/:period/:currency`: the statement, made to be printed too; each line leads to its arithmetic. */
export async function showOwnStatementPage(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  const { policy } = program
  const { period = '', currency = '' } = context.req.param() as Record<string, string>
  const statement = await readStatement(parent, program, affiliate, period, currency)
  if (!statement) return unknown({ program, affiliate, context })
  const title = `${statement.isOpen ? 'Statement so far' : 'Statement'}, ${monthName(period, policy.locale)}`
  const why = (reference: string) => (reference.startsWith('com_') ? `/affiliate/why/${reference}` : undefined)
  const body = html`<div class="narrow">${backLink}<div class="panel">
<h1>${title}</h1>
<p>${affiliate.name} (${affiliate.code}), ${currency}, from ${policy.name}</p>
${statementTables(policy, statement, ({ reference }) => why(reference))}
${statementSeal(statement)}
<p class="no-print"><a href="/affiliate/statements/${period}/${currency}.csv">As a spreadsheet (CSV)</a>, <a href="/affiliate/statements/${period}/${currency}.json">as a file to verify later (JSON)</a>. To keep it on paper or as PDF, print this page.</p>
</div></div>`
  return page(body, { title: `${title} · ${policy.name}`, policy, isPrivate: true })
}

/** `GET /affiliate/statements/:period/:currency.csv`, and `.json`, which is what `tributary statement verify` reads. */
export async function sendStatementFile(parent: Parent, signedIn: SignedIn): Promise<Response> {
  const { program, affiliate, context } = signedIn
  const { period = '', file = '' } = context.req.param() as Record<string, string>
  const currency = file.slice(0, 3)
  const statement = await readStatement(parent, program, affiliate, period, currency)
  if (!statement) return unknown(signedIn)
  const isCsv = file.endsWith('.csv')
  return new Response(isCsv ? statementCsv(statement) : JSON.stringify(statement, undefined, 2), {
    headers: {
      'Content-Type': isCsv ? 'text/csv; charset=utf-8' : 'application/json',
      'Content-Disposition': `attachment; filename="statement-${affiliate.code}-${period}-${file}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}

const unknown = ({ program: { policy } }: SignedIn): Promise<Response> =>
  failurePage(policy, 'There is no such statement', 'Your page lists the months and currencies that there are.', 404)
