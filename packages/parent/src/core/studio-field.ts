import type { Attribute } from '@tributary/protocol/placement'

/**
 * What a field is called in an address and a form. Not `via`: a visit by an address with it counts as sent by whoever it names, and the preview's own
 * address is a visit.
 */
export const fieldName = ({ name }: Attribute): string => (name === 'via' ? 'earns' : name)

/** A field as it was filled. */
export interface Filled {
  /** As typed; absent where nothing was said. */
  readonly typed?: string
  /** What is wrong with it, and what to write instead. */
  readonly problem?: string
  /** What goes into the snippet: right, and not what counts anyway. */
  readonly value?: string
}

const LONGEST = 200

/** Reads a field of an address. `remedy` judges what only the parent can know; a value that cannot be taken is named, and goes nowhere. */
export function readField(
  attribute: Attribute & { readonly remedy?: (value: string) => string | undefined },
  said: readonly string[],
  remedyOf: (attribute: Attribute, value: string) => string | undefined,
): Filled {
  if (said.length === 0) return {}
  const typed = (attribute.type === 'list' ? said.join(' ').replace(/[\s,]+/g, ' ') : (said.at(-1) ?? '')).trim()
  if (typed === '' && attribute.type !== 'list') return attribute.isNeeded ? { typed, problem: 'It is empty.' } : { typed }
  const problem = tooOdd(typed) ?? remedyOf(attribute, typed) ?? attribute.remedy?.(typed)
  if (problem) return { typed, problem: `“${typed.slice(0, LONGEST)}” cannot be taken: ${problem}` }
  return isUsual(attribute, typed) ? { typed } : { typed, value: attribute.type === 'flag' ? '' : typed }
}

function tooOdd(text: string): string | undefined {
  if (/\p{Cc}/u.test(text)) return 'it holds a character that nobody can type.'
  return LONGEST < text.length ? `it is longer than ${LONGEST} characters.` : undefined
}

// What counts anyway needs no attribute.
function isUsual(attribute: Attribute, value: string): boolean {
  if (attribute.type === 'flag') return value === 'false'
  return value === ('default' in attribute ? (attribute.default ?? '') : '')
}
