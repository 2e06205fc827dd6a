// Elements of `offers`, and of the lists inside each, are named by line; what lies deeper stands near enough to them.
const MOST_DEPTH = 4
const MOST_KNOWN = 1_000_000

interface Container {
  readonly isArray: boolean
  /** The key or index that is being read. */
  at: string | number
}

/**
 * Finds lines in a JSON text, which must be valid: the answer gives for a path the line (the first being 1) on which the nearest element of a list,
 * or field of the whole, begins that holds it. JSON itself keeps no lines.
 */
export function jsonLines(text: string): (path: readonly PropertyKey[]) => number {
  const lines = new Map<string, number>()
  const open: Container[] = []
  let line = 1
  let isKey = false

  const beginValue = (): void => {
    const container = open.at(-1)
    const isNamed = container && open.length <= MOST_DEPTH && (container.isArray || open.length === 1)
    if (!isNamed || MOST_KNOWN < lines.size) return
    const name = open.map(({ at }) => at).join('/')
    if (!lines.has(name)) lines.set(name, line)
  }
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string
    const container = open.at(-1)
    if (character === '\n') line++
    else if (character === '"') {
      const end = stringEnd(text, index)
      if (isKey && container) container.at = JSON.parse(text.slice(index, end)) as string
      else beginValue()
      index = end - 1
    } else if (character === '{' || character === '[') {
      beginValue()
      open.push({ isArray: character === '[', at: character === '[' ? 0 : '' })
      isKey = character === '{'
    } else if (character === '}' || character === ']') {
      open.pop()
    } else if (character === ',') {
      if (container?.isArray) container.at = Number(container.at) + 1
      isKey = container?.isArray === false
    } else if (character === ':') isKey = false
    else if (' ' < character && character !== '\uFEFF') beginValue()
  }
  return (path) => {
    for (let length = path.length; 0 < length; length--) {
      const found = lines.get(path.slice(0, length).map(String).join('/'))
      if (found !== undefined) return found
    }
    return 1
  }
}

// The index after the closing quote; a quote is escaped by an odd number of backslashes before it.
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text[end - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return end + 1
  }
}
