import type { Context } from 'hono'
import { readText } from '../http/body.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Parent } from '../routes/route.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import type { Fields } from './form.ts'
import { failurePage } from './page.ts'

const URL_ENCODED = 'application/x-www-form-urlencoded'
// With a file, the other one: its pages read it themselves.
const FORM_TYPES = [URL_ENCODED, 'multipart/form-data']
const FORM_LIMITS = { bytes: 64 * 1_024, timeoutMs: 10_000 }

/** A page of the program that pages are about. What is posted to it, if anything, is a form: only a script sends anything else, and no page of ours has one that does. */
export const withProgram =
  (parent: Parent, answer: (program: Program, context: Context) => Promise<Response>) =>
  async (context: Context): Promise<Response> => {
    const program = await firstProgram(parent.database)
    if (!program) return problemResponse('not_found')
    const type = typeOf(context)
    return context.req.method === 'POST' && type !== undefined && !FORM_TYPES.includes(type)
      ? failurePage(program.policy, 'This is no form', 'Nothing was done. Open the page itself and do it there.', 415)
      : answer(program, context)
  }

const typeOf = ({ req }: Context): string | undefined => req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()

/** The fields of a form, which ours send urlencoded; anything else, and what is longer than any of them, or cut short, is read as an empty form and shown again. */
export async function formOf(context: Context): Promise<Fields> {
  if (typeOf(context) !== URL_ENCODED) return {}
  const text = await readText(context.req.raw, FORM_LIMITS)
  return text.ok ? Object.fromEntries(new URLSearchParams(text.value)) : {}
}
