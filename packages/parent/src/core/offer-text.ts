import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { MOST } from './catalogue.ts'
import { plainDescription } from './description.ts'

/** Where a text stands in a file. */
interface Place {
  readonly line: number
  readonly column: string
}

/** What is wrong with a title, if anything; `what` is what the column calls it. */
export function titleNotes(title: string, what: string, place: Place): RowNote[] {
  if (title === '') return [{ ...place, reason: `The ${what} is missing.` }]
  if (title.length <= MOST.titleLength) return []
  return [{ ...place, reason: `The ${what} is longer than ${MOST.titleLength} characters.` }]
}

/** A description in plain text, from text that may be HTML. */
export function readDescription(html: string, place: Place): Result<string, RowNote> {
  const tooLong = (most: number): Result<never, RowNote> => fail({ ...place, reason: `The description is longer than ${most} characters.` })
  if (MOST.htmlLength < html.length) return tooLong(MOST.htmlLength)
  const description = plainDescription(html)
  return description.length <= MOST.descriptionLength ? ok(description) : tooLong(MOST.descriptionLength)
}
