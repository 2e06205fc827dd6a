import type { Context } from 'hono'
import { readText } from '../http/body.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Parent } from '../routes/route.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import type { Fields } from './form.ts'

const FORM_LIMITS = { bytes: 64 * 1_024, timeoutMs: 10_000 }

/** A page of the program that pages are about. */
export const withProgram =
  (parent: Parent, answer: (program: Program, context: Context) => Promise<Response>) =>
  async (context: Context): Promise<Response> => {
    const program = await firstProgram(parent.database)
    return program ? answer(program, context) : problemResponse('not_found')
  }

/** The fields of a form, which ours send urlencoded; what is longer than any of them, or cut short, is read as an empty form and shown again. */
export async function formOf({ req }: Context): Promise<Fields> {
  const text = await readText(req.raw, FORM_LIMITS)
  return text.ok ? Object.fromEntries(new URLSearchParams(text.value)) : {}
}
