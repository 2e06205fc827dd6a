import { fail, ok, type Result } from '@tributary/protocol/result'
import { MOST, type UnreadableFile } from './catalogue.ts'
import { googleRules } from './catalogue-google.ts'
import { type FileReader, type KeyedRow, overSource, type ReadRows } from './catalogue-reading.ts'
import type { FeedCurrency } from './google-article.ts'
import { createFeedReader, type FeedItem, type FeedPiece } from './google-feed.ts'

/** Reads a feed of Google Merchant as XML, item by item. */
export function createXmlReader(currency: FeedCurrency): FileReader {
  const feed = createFeedReader()
  const rules = googleRules('google-merchant-xml', currency)
  const sorted = (piece: FeedPiece): Result<ReadRows, UnreadableFile> => {
    if (!piece.ok) {
      const { line, reason } = piece.error
      return fail({ code: 'catalogue_invalid', detail: `Line ${line}: ${reason}`, rows: [{ line, column: '', reason }] })
    }
    const rows = piece.value.map(
      (item): KeyedRow => ({ line: item.line, content: JSON.stringify([...item.attributes]), keys: rules.keysOf(item) }),
    )
    const isShort = ({ content }: KeyedRow): boolean => content.length <= MOST.rowLength
    const bad = rows
      .filter((row) => !isShort(row))
      .map(({ line, content }) => ({
        line,
        column: '',
        reason: `This item is ${content.length} characters long; at most ${MOST.rowLength} are taken. Shorten its texts.`,
      }))
    return ok({ rows: rows.filter(isShort), bad })
  }
  return {
    write: (text) => sorted(feed.write(text)),
    end: () => sorted(feed.end()),
    rules: overSource(rules, ({ line, content }): FeedItem => ({ line, attributes: new Map(JSON.parse(content) as [string, string[]][]) })),
  }
}
