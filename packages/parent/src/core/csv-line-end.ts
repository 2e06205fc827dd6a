const QUOTE = '"'.charCodeAt(0)

/** Where the last whole row of a text ends that grows at its end and is cut at its beginning. */
export interface LastLineEnd {
  /** The index after the last line end outside of quotes, once this was added; 0 where there is none. */
  after(added: string): number
  /** So much was taken from the beginning. */
  cut(length: number): void
}

/**
 * Finds where whole rows end, looking at each character once. A quotation mark opens or closes, and a doubled one does both, so that the number of them says whether a
 * line end is inside a cell. Where a file breaks that rule its parser says so.
 */
export function lastLineEnd(lineEnd: string): LastLineEnd {
  const last = lineEnd.charCodeAt(lineEnd.length - 1)
  const isPair = lineEnd.length === 2
  let length = 0
  let found = 0
  let isQuoted = false
  let before = 0
  return {
    after(added) {
      for (let index = 0; index < added.length; index++) {
        const character = added.charCodeAt(index)
        if (character === QUOTE) isQuoted = !isQuoted
        else if (character === last && !isQuoted && (!isPair || before === lineEnd.charCodeAt(0))) found = length + index + 1
        before = character
      }
      length += added.length
      return found
    },
    cut(cutLength) {
      length -= cutLength
      found = 0
    },
  }
}
