import { fail, ok, type Result } from '@tributary/protocol/result'
import { SaxesParser } from 'saxes'
import { MOST } from './catalogue.ts'
import type { CsvRow } from './csv.ts'

const GOOGLE = 'http://base.google.com/ns/1.0'
const MOST_TEXT = 200_000

/** A product of a feed: its attributes by their names in Google's specification (`image_link`), each with all its values, and where it begins. */
export interface FeedItem {
  readonly line: number
  readonly attributes: ReadonlyMap<string, readonly string[]>
}

/** What a piece of XML held, or why it is not whole, with the line. */
export type FeedPiece = Result<readonly FeedItem[], { readonly line: number; readonly reason: string }>

/** Reads a feed piece by piece. */
export interface FeedReader {
  write(text: string): FeedPiece
  end(): FeedPiece
}

/**
 * The items of an RSS 2.0 or Atom feed with the attributes of Google Merchant. Entities that a document declares itself are not expanded. Fails, with the line,
 * where the XML is not whole, or holds no item.
 */
export function createFeedReader(): FeedReader {
  const parser = new SaxesParser({ xmlns: true, position: true })
  let items: FeedItem[] = []
  let count = 0
  let item: { line: number; attributes: Map<string, string[]>; depth: number } | undefined
  let depth = 0
  let value = ''
  let waiting = 0
  let failure: { line: number; reason: string } | undefined

  parser.on('error', (error) => {
    failure ??= {
      line: parser.line,
      reason: `The XML is not whole: ${error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}. The feed may be cut short; send it whole.`,
    }
  })
  parser.on('opentag', ({ local }) => {
    waiting = 0
    depth++
    value = ''
    if (!item && (local === 'item' || local === 'entry')) item = { line: parser.line, attributes: new Map(), depth }
  })
  const add = (part: string): void => {
    if (item && value.length < MOST_TEXT) value += part
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', ({ local, uri, attributes }) => {
    waiting = 0
    if (item?.depth === depth) {
      items.push({ line: item.line, attributes: item.attributes })
      count++
      item = undefined
    } else if (item && depth === item.depth + 1 && isOurs(uri)) {
      // Atom says where a link leads in an attribute.
      const href = (attributes as Record<string, { value: string }>)['href']?.value
      const name = local === 'summary' || local === 'content' ? 'description' : local
      item.attributes.set(name, [...(item.attributes.get(name) ?? []), (value.trim() || href) ?? ''])
    }
    value = ''
    depth--
  })
  const take = (): FeedPiece => {
    if (failure) return fail(failure)
    const read = items
    items = []
    return ok(read)
  }
  return {
    write(text) {
      waiting += text.length
      parser.write(text)
      // What lies between two tags is held until the second.
      const reason = `Here stands more than ${MOST.pendingLength} characters without a tag; a tag or a CDATA section may not be closed.`
      if (MOST.pendingLength < waiting) failure ??= { line: parser.line, reason }
      return take()
    },
    end() {
      parser.close()
      if (!failure && count === 0) failure = { line: 1, reason: 'The feed holds no item.' }
      return take()
    },
  }
}

const isOurs = (uri: string): boolean => uri === GOOGLE || uri === '' || uri === 'http://www.w3.org/2005/Atom'

/** The name of an attribute as a column of a file has it: `image link` is `image_link`. */
export const attributeName = (column: string): string => column.toLowerCase().replace(/^g:/, '').replaceAll(' ', '_')

/** Whether the columns of a file are those of Google Merchant. */
export const isGoogleColumns = (header: readonly string[]): boolean => {
  const names = new Set(header.map(attributeName))
  return ['id', 'title', 'price', 'link'].every((name) => names.has(name))
}

/** A row of a file of columns as an item. What may be there several times is split by commas. */
export const columnItem = ({ line, cells }: CsvRow): FeedItem => ({
  line,
  attributes: new Map([...cells].map(([column, cell]) => [attributeName(column), valuesOf(attributeName(column), cell.trim())])),
})

const valuesOf = (name: string, cell: string): string[] =>
  cell === '' ? [] : name === 'additional_image_link' ? cell.split(/,(?=\s*https?:)/).map((part) => part.trim()) : [cell]
