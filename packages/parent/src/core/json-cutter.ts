import { fail, ok, type Result } from '@tributary/protocol/result'
import { MOST } from './catalogue.ts'

/** An element of the list, as it stands in the file, with the line that it begins in. */
export interface CutElement {
  readonly line: number
  readonly text: string
}

/** Why a JSON text cannot be cut up: it is not whole, or what is not in the list is too long. */
export interface CutFailure {
  readonly kind: 'broken' | 'long'
  readonly line: number
  readonly reason: string
}

/** Takes the elements of one list out of a JSON object while it passes by. */
export interface JsonCutter {
  write(text: string): Result<readonly CutElement[], CutFailure>
  /** What is left of the object, its list being empty; whether that is whole, its parser says. */
  rest(): string
  /** The line in which the value of a field of the object begins. */
  lineOf(field: PropertyKey): number
}

const MOST_REST = 1_000_000
const SPACE = /\s/

/**
 * Cuts the elements out of the list that the field `list` of an object holds; each is held until it ends, and nothing is held of it then. A text that is no object,
 * or has no such list, is all rest.
 */
export function createJsonCutter(list: string): JsonCutter {
  const lines = new Map<PropertyKey, number>()
  let where: 'rest' | 'between' | 'element' = 'rest'
  let [rest, element, field] = ['', '', '']
  let [line, elementLine, depth] = [1, 1, 0]
  let [isString, isEscaped, isKey] = [false, false, false]
  let wants: 'anything' | 'element' | 'comma' = 'anything'

  const passString = (character: string): void => {
    const isNamed = where === 'rest' && depth === 1 && isKey
    if (isEscaped) isEscaped = false
    else if (character === '\\') isEscaped = true
    else if (character === '"') isString = false
    if (isNamed && isString) field += character
  }
  // Answers whether the list begins with this character.
  const passRest = (character: string): boolean => {
    const begins = character === '{' || character === '['
    if (depth === 1 && !isKey && (begins || character === '"')) lines.set(field, line)
    if (begins) {
      depth++
      isKey = depth === 1 && character === '{'
      return depth === 2 && character === '[' && field === list
    }
    if (character === '}' || character === ']') depth--
    else if (character === ',' && depth === 1) isKey = true
    else if (character === ':' && depth === 1) isKey = false
    else if (character === '"') {
      isString = true
      if (depth === 1 && isKey) field = ''
    }
    return false
  }
  // Between elements only commas may stand. Answers what is wrong.
  const passBetween = (character: string): string | undefined => {
    if (SPACE.test(character)) return undefined
    const isGood = character === ',' ? wants === 'comma' : character === ']' ? wants !== 'element' : wants !== 'comma'
    if (!isGood) return `“${character}” stands where ${wants === 'comma' ? 'a comma' : 'an offer'} belongs`
    if (character === ',') wants = 'element'
    else if (character === ']') {
      where = 'rest'
      depth--
    } else {
      where = 'element'
      elementLine = line
    }
    return undefined
  }
  const passElement = (character: string): void => {
    if (character === '"') isString = true
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
  }

  return {
    write(text) {
      const cut: CutElement[] = []
      let from = 0
      const keep = (end: number): void => {
        if (where === 'rest') rest += text.slice(from, end)
        if (where === 'element') element += text.slice(from, end)
        from = end
      }
      for (let index = 0; index < text.length; index++) {
        const character = text[index] as string
        if (character === '\n') line++
        if (isString) passString(character)
        else if (where === 'rest') {
          if (!passRest(character)) continue
          keep(index + 1)
          where = 'between'
          wants = 'anything'
        } else {
          if (where === 'element' && depth === 2 && (character === ',' || character === ']')) {
            keep(index)
            cut.push({ line: elementLine, text: element })
            element = ''
            where = 'between'
            wants = 'comma'
          }
          if (where === 'between') {
            from = index
            const reason = passBetween(character)
            if (reason) return fail({ kind: 'broken', line, reason })
          }
          if (where === 'element') passElement(character)
        }
      }
      keep(text.length)
      if (MOST_REST < rest.length) {
        return fail({ kind: 'long', line, reason: `More than ${MOST_REST} characters stand outside of “${list}”.` })
      }
      if (MOST.pendingLength < element.length) {
        return fail({ kind: 'broken', line: elementLine, reason: `this offer is longer than ${MOST.pendingLength} characters` })
      }
      return ok(cut)
    },
    rest: () => rest,
    lineOf: (wanted) => lines.get(wanted) ?? 1,
  }
}
